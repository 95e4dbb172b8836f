#pragma once
// Conduct: one experiment from its first probe to its verdict. Internal to this room.

#include "harness/check/check.h"

namespace squall::harness {

// Leaves no fault on any edge, whatever happens; ends soon when the run's stop token fires.
reports::Check conduct(const ExperimentSpec& spec, const PlannedCheck& planned, RunContext& context);

}  // namespace squall::harness
