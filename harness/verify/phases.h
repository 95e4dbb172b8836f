#pragma once
// The descriptors that the phases' files export.

#include "harness/verify/phase.h"

namespace squall::harness {

extern const Phase examples_phase;
extern const Phase generated_phase;
extern const Phase negative_phase;

}  // namespace squall::harness
