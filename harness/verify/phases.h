#pragma once
// The descriptors that the phases' files export.

#include "harness/verify/phase.h"

namespace squall::harness {

extern const Phase examples_phase;
extern const Phase coverage_phase;
extern const Phase fuzz_phase;
extern const Phase stateful_phase;
extern const Phase security_phase;
extern const Phase negative_phase;
extern const Phase protocol_phase;

// The first look of several phases: collections as they are found, perhaps empty. What is created later would hide how
// that is answered.
void look_at_collections(Exerciser& exerciser);

}  // namespace squall::harness
