#pragma once
// When the silences on an edge are a circuit breaker's.

#include <vector>

#include "chaos/patterns/silence.h"

namespace squall::chaos {

// The bursts between silences, where these are an opening: one of many stimuli, or shorter ones that are regular (where
// rejections take their time). Whatever comes before is one burst.
std::vector<Burst> openings(const PatternInput& input, const PhaseRecord& record);
bool opened(const std::vector<Burst>& bursts);
// Silences of any length, in no order, as an adaptive throttle has them that lets a small share through at random. Open
// times are alike, or grow. Told from six silences on.
bool at_random(const std::vector<Burst>& bursts);
// They differ, so that more of them must be seen.
bool silences_differ(const std::vector<Burst>& bursts);

}  // namespace squall::chaos
