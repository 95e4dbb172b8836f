#pragma once
// When the silences on an edge are a circuit breaker's.

#include <vector>

#include "chaos/patterns/silence.h"

namespace squall::chaos {

// The bursts between silences, where these are an opening: one of many stimuli, or shorter ones that are regular (where
// rejections take their time). Whatever comes before is one burst.
std::vector<Burst> openings(const PatternInput& input, const PhaseRecord& record);
bool opened(const std::vector<Burst>& bursts);

}  // namespace squall::chaos
