#pragma once
// Experiments: steady state, load, faults on a schedule, and what must stay true. One check `experiment/<name>` for
// each.

#include <vector>

#include "harness/check/check.h"

namespace squall::harness {

// The system outlives the checks.
std::vector<PlannedCheck> plan_experiments(const System& system);

}  // namespace squall::harness
