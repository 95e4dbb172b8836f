#include "chaos/graph/edge_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

void read_timeout(const Measurement& m, EdgeLimits& limits) {
  const Quantity* response = m.quantity("response");
  const Quantity* hold = m.quantity("hold");
  if (m.present == Presence::yes && response != nullptr) limits.timeout = from_ms(response->median);
  if (m.present == Presence::no && hold != nullptr) limits.waited = from_ms(hold->median);
  limits.leaks = m.labelled("leaves the connection open");
  limits.operation = m.operation;
}

std::size_t attempts_with(const Quantity& retries) {
  return static_cast<std::size_t>(std::llround(std::max(0.0, retries.max))) + 1;
}

void read_retries(const Measurement& m, EdgeLimits& limits) {
  const Quantity* retries = m.quantity("retries");
  limits.endless = m.labelled("unbounded");
  if (limits.endless || m.labelled("end not seen") || retries == nullptr) return;
  limits.attempts_failing = attempts_with(*retries);
  const Quantity* silent = m.quantity("retries_on_hang");
  limits.attempts_silent = silent == nullptr ? limits.attempts_failing : attempts_with(*silent);
  for (std::size_t n = 1; const Quantity* pause = m.quantity(fmt::format("pause_{}", n)); ++n)
    limits.pauses.push_back(from_ms(pause->median));
}

}  // namespace

Duration EdgeLimits::paused(std::size_t attempts) const {
  Duration all{0};
  for (std::size_t n = 1; n < attempts && !pauses.empty(); ++n) all += pauses[std::min(n, pauses.size()) - 1];
  return all;
}

EdgeLimits limits_of(const std::string& edge, std::span<const Measurement> measured) {
  EdgeLimits limits;
  limits.edge = edge;
  for (const Measurement& m : measured) {
    if (!m.injected || m.present == Presence::unknown) continue;
    if (m.pattern == "timeout") read_timeout(m, limits);
    if (m.pattern == "retries") read_retries(m, limits);
  }
  return limits;
}

const EdgeLimits* limits_on(std::span<const EdgeLimits> limits, const std::string& edge) {
  const auto found =
      std::find_if(limits.begin(), limits.end(), [&](const EdgeLimits& one) { return one.edge == edge; });
  return found == limits.end() ? nullptr : &*found;
}

}  // namespace squall::chaos
