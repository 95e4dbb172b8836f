#pragma once
// How long phases take, by a first look at the edge: what expected_time() adds up.

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

// The outside answer to one stimulus.
Duration calm_call(const FirstLook& look);
// While its replies are held for so long: the consumer may give up before, and try again.
Duration held_call(const FirstLook& look, Duration hold);
// The consumer's own timeout of one attempt, as far as the look showed one.
std::optional<Duration> attempt_timeout(const FirstLook& look);

// A hold below that timeout: what hold_below_timeout() will be once it is measured. With a look only.
Duration forecast_hold(const PatternInput& input);

// A phase of one stimulus that takes `call`: the edge settles with so many healthy calls, and is watched on.
Duration single_phase(const FirstLook& look, Duration call, Duration linger = std::chrono::milliseconds(60),
                      std::size_t healthy = 3);
Duration calm_phase(const FirstLook& look, std::size_t calls);

}  // namespace squall::chaos
