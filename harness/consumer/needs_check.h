#pragma once
// Which fields do the consumer's tests need? Any field is left out for it, required ones, too. Internal to this room.

#include "harness/consumer/varied_play.h"

namespace squall::harness {

// Adds the check `needs`, and to the usage what it learnt of fields of which nothing was known. Nothing that is asked
// meanwhile is judged: no provider that keeps its contract answers like that. What is not steady is not asked.
void learn_needs(ConsumerScene& scene, VariedPlay& play, bool unsteady);

}  // namespace squall::harness
