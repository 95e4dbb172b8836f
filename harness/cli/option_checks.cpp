#include "harness/cli/option_checks.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include "contracts/core/units.h"

namespace squall::harness {

namespace {

std::optional<std::uint64_t> whole_number(const std::string& text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string is_seed(const std::string& text) {
  if (whole_number(text)) return {};
  return "expected a whole number from 0 to 18446744073709551615, found '" + text + "'";
}

std::string is_count(const std::string& text) {
  const auto value = whole_number(text);
  if (value && *value > 0) return {};
  return "expected a whole number of at least 1, found '" + text + "'";
}

std::string is_duration(const std::string& text) {
  return contracts::parse_duration(text) ? "" : "expected a duration such as 5m, found '" + text + "'";
}

}  // namespace squall::harness
