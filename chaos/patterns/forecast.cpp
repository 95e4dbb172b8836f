#include "chaos/patterns/forecast.h"

#include <algorithm>

#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr Duration kOverhead = 4ms;  // of a call: the client, the edge, looking after it

}  // namespace

Duration calm_call(const FirstLook& look) {
  return look.calm + kOverhead;
}

std::optional<Duration> attempt_timeout(const FirstLook& look) {
  if (!look.gave_up) return std::nullopt;
  const auto attempts = static_cast<std::int64_t>(std::max<std::size_t>(look.attempts_held, 1));
  const bool same_pauses = look.attempts_held == look.attempts_failing;
  const Duration pauses = same_pauses ? std::min(look.failing, look.held / 2) : Duration(0);
  return (look.held - pauses) / attempts;
}

Duration held_call(const FirstLook& look, Duration hold) {
  const auto timeout = attempt_timeout(look);
  return timeout && *timeout < hold ? look.held : hold + calm_call(look);
}

Duration forecast_hold(const PatternInput& input) {
  const auto timeout = attempt_timeout(*input.look);
  return timeout ? std::clamp<Duration>(*timeout * 3 / 5, 50ms, 400ms) : hold_below_timeout(input);
}

Duration single_phase(const FirstLook& look, Duration call, Duration linger, std::size_t healthy) {
  return static_cast<std::int64_t>(healthy) * calm_call(look) + call + kOverhead + linger;
}

Duration calm_phase(const FirstLook& look, std::size_t calls) {
  return static_cast<std::int64_t>(calls + 1) * calm_call(look) + 20ms;
}

}  // namespace squall::chaos
