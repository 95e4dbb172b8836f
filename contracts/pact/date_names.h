#pragma once
// The names that dates are written with, as Java has them for English. Internal to this room.

#include <array>
#include <cstddef>
#include <string_view>

namespace squall::contracts::pact {

inline constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                             "May",       "June",     "July",     "August",
                                                             "September", "October",  "November", "December"};
inline constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                          "Thursday", "Friday", "Saturday"};
inline constexpr std::array<std::string_view, 4> kQuarters = {"1st quarter", "2nd quarter", "3rd quarter",
                                                              "4th quarter"};
inline constexpr std::array<std::string_view, 4> kShortQuarters = {"Q1", "Q2", "Q3", "Q4"};
inline constexpr std::array<std::string_view, 6> kDayPeriods = {"midnight",         "in the morning", "noon",
                                                                "in the afternoon", "in the evening", "at night"};

// How many letters of a month or a day that many letters of a pattern stand for: MMM is Feb, MMMM February, MMMMM F.
constexpr std::size_t name_length(std::size_t count, std::string_view name) {
  return count == 4 ? name.size() : count == 5 ? 1 : 3;
}

}  // namespace squall::contracts::pact
