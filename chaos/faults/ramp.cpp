#include "chaos/faults/ramp.h"

#include <algorithm>

#include "contracts/core/units.h"

namespace squall::chaos {

double Ramp::at(std::chrono::nanoseconds active) const {
  if (over.count() <= 0) return to;
  const double done = static_cast<double>(active.count()) / static_cast<double>(over.count());
  return from + (to - from) * std::clamp(done, 0.0, 1.0);
}

std::chrono::nanoseconds Ramp::time_at(std::chrono::nanoseconds active) const {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(at(active)));
}

contracts::Result<Ramp> parse_ramp(std::string_view text,
                                   const std::function<contracts::Result<double>(std::string_view)>& read_value) {
  constexpr std::string_view kTo = " -> ", kOver = " over ";
  const auto to = text.find(kTo);
  if (to == std::string_view::npos) {
    SQUALL_TRY_ASSIGN(const double value, read_value(text));
    return Ramp{value, value, {}};
  }
  const auto over = text.find(kOver, to + kTo.size());
  if (over == std::string_view::npos) {
    return contracts::fail(contracts::ErrorKind::usage, "expected the time that '" + std::string(text) + "' takes", {},
                           "write it like '10ms -> 800ms over 30s'");
  }
  Ramp ramp;
  SQUALL_TRY_ASSIGN(ramp.from, read_value(text.substr(0, to)));
  SQUALL_TRY_ASSIGN(ramp.to, read_value(text.substr(to + kTo.size(), over - to - kTo.size())));
  SQUALL_TRY_ASSIGN(ramp.over, contracts::parse_duration(text.substr(over + kOver.size())));
  return ramp;
}

}  // namespace squall::chaos
