#include "contracts/pact/date_expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "contracts/core/ascii.h"
#include "contracts/http/message.h"
#include "contracts/pact/date_names.h"

namespace squall::contracts::pact {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t seconds;  // 0: by the calendar
  int months;
};
constexpr std::int64_t kDay = 86'400;
constexpr std::array<Unit, 9> kUnits = {{{"millisecond", 0, 0},
                                         {"second", 1, 0},
                                         {"minute", 60, 0},
                                         {"hour", 3'600, 0},
                                         {"day", kDay, 0},
                                         {"fortnight", 14 * kDay, 0},
                                         {"week", 7 * kDay, 0},
                                         {"month", 0, 1},
                                         {"year", 0, 12}}};

const Unit* find_unit(std::string_view word) {
  for (const Unit& unit : kUnits) {
    if (word == unit.name || (word.ends_with('s') && word.substr(0, word.size() - 1) == unit.name)) return &unit;
  }
  return nullptr;
}

// Words (o'clock is one), numbers and signs.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t end = at + 1;
    if (is_letter(c)) {
      while (end < text.size() && (is_letter(text[end]) || text[end] == '\'')) ++end;
    } else if (is_digit(c)) {
      while (end < text.size() && is_digit(text[end])) ++end;
    }
    if (c != ' ' && c != '\t') words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void add_months(Moment& moment, std::int64_t months) {
  using namespace std::chrono;
  const sys_seconds at{seconds(moment.seconds)};
  const sys_days day = floor<days>(at);
  year_month_day date(day);
  date += std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / last;
  moment.seconds = (sys_days(date).time_since_epoch() / seconds(1)) + (at - day).count();
}

bool move(Moment& moment, std::int64_t count, std::string_view word) {
  const Unit* unit = find_unit(word);
  if (unit == nullptr) return false;
  if (unit->months != 0) {
    add_months(moment, count * unit->months);
  } else if (unit->seconds == 0) {
    const std::int64_t total = static_cast<std::int64_t>(moment.nanoseconds) + (count % 1'000) * 1'000'000;
    moment.seconds += count / 1'000 + (total < 0 ? -1 : total / 1'000'000'000);
    moment.nanoseconds = static_cast<std::uint32_t>((total + 1'000'000'000) % 1'000'000'000);
  } else {
    moment.seconds += count * unit->seconds;
  }
  return true;
}

void to_midnight(Moment& moment) {
  moment.seconds -= ((moment.seconds % kDay) + kDay) % kDay;
  moment.nanoseconds = 0;
}

using Words = std::span<const std::string>;  // what of an expression is still to be read

std::optional<std::int64_t> number_in(const std::string& digits, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc{} && stop == digits.data() + digits.size();
  return whole && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

// 5 o'clock, 5 o'clock pm
bool take_hour(Moment& moment, Words& words) {
  if (words.size() < 2 || words[1] != "o'clock") return false;
  const auto hour = number_in(words[0], 1, 12);
  if (!hour) return false;
  const bool said = words.size() > 2 && (words[2] == "am" || words[2] == "pm");
  const std::int64_t now = moment.seconds;
  to_midnight(moment);
  const bool afternoon = said ? words[2] == "pm" : now - moment.seconds < kDay / 2;
  moment.seconds += (*hour % 12 + (afternoon ? 12 : 0)) * 3'600;
  words = words.subspan(said ? 3 : 2);
  return true;
}

bool take_base(Moment& moment, Words& words) {
  if (words.empty()) return false;
  const std::string& word = words.front();
  if (word == "yesterday" || word == "tomorrow") {
    moment.seconds += word == "tomorrow" ? kDay : -kDay;
  } else if (word == "midnight" || word == "noon") {
    to_midnight(moment);
    if (word == "noon") moment.seconds += kDay / 2;
  } else if (word != "now" && word != "today") {
    return take_hour(moment, words);
  }
  words = words.subspan(1);
  return true;
}

// Which of the names the word is, or begins with three letters or more, from 0.
template <std::size_t N>
std::optional<int> named(const std::array<std::string_view, N>& names, std::string_view word) {
  for (std::size_t i = 0; i < N && word.size() >= 3; ++i) {
    if (word.size() <= names[i].size() && http::equal_ignoring_case(names[i].substr(0, word.size()), word))
      return static_cast<int>(i);
  }
  return std::nullopt;
}

bool move_to_weekday(Moment& moment, std::string_view word, bool next) {
  const auto wanted = named(kDays, word);
  if (!wanted) return false;
  const std::chrono::sys_days day =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(moment.seconds)));
  const int today = static_cast<int>(std::chrono::weekday(day).c_encoding());
  const int distance = next ? (*wanted - today + 6) % 7 + 1 : -((today - *wanted + 6) % 7 + 1);
  moment.seconds += distance * kDay;
  return true;
}

bool move_to_month(Moment& moment, std::string_view word, bool next) {
  const auto wanted = named(kMonths, word);
  if (!wanted) return false;
  const std::chrono::year_month_day date(
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(moment.seconds))));
  moment.seconds -= (static_cast<std::int64_t>(static_cast<unsigned>(date.day())) - 1) * kDay;
  const int current = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  add_months(moment, next ? (*wanted - current + 11) % 12 + 1 : -((current - *wanted + 11) % 12 + 1));
  return true;
}

constexpr std::int64_t kMost = 100'000;

// next week, last friday, + 3 days
bool take_step(Moment& moment, Words& words) {
  const bool next = words[0] == "next";
  if (next || words[0] == "last") {
    if (words.size() < 2) return false;
    const std::string& word = words[1];
    words = words.subspan(2);
    return move(moment, next ? 1 : -1, word) || move_to_weekday(moment, word, next) ||
           move_to_month(moment, word, next);
  }
  if ((words[0] != "+" && words[0] != "-") || words.size() < 3) return false;
  const auto count = number_in(words[1], 0, kMost);
  if (!count || !move(moment, words[0] == "+" ? *count : -*count, words[2])) return false;
  words = words.subspan(3);
  return true;
}

bool take_all(Moment& moment, Words words) {
  take_base(moment, words);
  while (!words.empty()) {
    if (!take_step(moment, words)) return false;
  }
  return true;
}

}  // namespace

std::optional<Moment> moved(const Moment& now, std::string_view expression) {
  Moment moment = now;
  const std::vector<std::string> all = words_of(expression);
  const Words words(all);
  const auto at = static_cast<std::size_t>(std::find(all.begin(), all.end(), "@") - all.begin());
  if (!take_all(moment, words.first(at))) return std::nullopt;
  if (at == words.size()) return moment;
  const Words of_the_day = words.subspan(at + 1);
  return !of_the_day.empty() && take_all(moment, of_the_day) ? std::optional(moment) : std::nullopt;
}

}  // namespace squall::contracts::pact
