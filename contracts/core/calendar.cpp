#include "contracts/core/calendar.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace squall::contracts {

std::string calendar_text(std::chrono::system_clock::time_point time) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto rest = (whole - std::chrono::floor<std::chrono::seconds>(whole)).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(time)), rest);
}

}  // namespace squall::contracts
