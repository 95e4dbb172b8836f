#pragma once
// The names enumerations have in reports, in one place for every format.

#include <array>
#include <optional>
#include <string_view>

#include "reports/model/run_report.h"

namespace squall::reports {

// In the order of the enumerators.
constexpr std::array<std::string_view, 5> names_of(Outcome) {
  return {"passed", "failed", "inconclusive", "errored", "skipped"};
}
constexpr std::array<std::string_view, 3> names_of(Severity) {
  return {"error", "warning", "info"};
}
constexpr std::array<std::string_view, 5> names_of(CheckKind) {
  return {"provider", "consumer", "compatibility", "resilience", "experiment"};
}
constexpr std::array<std::string_view, 3> names_of(Presence) {
  return {"yes", "no", "unknown"};
}
constexpr std::array<std::string_view, 4> names_of(Expectation) {
  return {"holds", "broken", "inconclusive", "none"};
}
constexpr std::array<std::string_view, 2> names_of(BodyEncoding) {
  return {"text", "base64"};
}
constexpr std::array<std::string_view, 5> names_of(SpanEnd) {
  return {"answered", "failed", "given_up", "broken_off", "open"};
}

template <class E>
concept Named = requires(E value) {
  names_of(value);
};

template <Named E>
constexpr std::string_view to_string(E value) {
  return names_of(E{})[static_cast<std::size_t>(value)];
}

// What stands for an enumerator, given for all of them in their order: one_of(outcome, {"good", "bad", ...}).
template <Named E, class T, std::size_t N>
constexpr T one_of(E value, const T (&all)[N]) {
  static_assert(N == names_of(E{}).size(), "one for each enumerator");
  return all[static_cast<std::size_t>(value)];
}

template <Named E>
constexpr std::optional<E> parse_name(std::string_view name) {
  constexpr auto names = names_of(E{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace squall::reports
