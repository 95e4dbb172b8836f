#include "harness/cli/option_checks.h"

#include <charconv>
#include <cstdint>

#include "contracts/core/units.h"

namespace squall::harness {

std::string is_seed(const std::string& text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && stop == end) return {};
  return "expected a whole number from 0 to 18446744073709551615, found '" + text + "'";
}

std::string is_duration(const std::string& text) {
  return contracts::parse_duration(text) ? "" : "expected a duration such as 5m, found '" + text + "'";
}

}  // namespace squall::harness
