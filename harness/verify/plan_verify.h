#pragma once
// The provider verifications that a system file asks for, as checks of a run.

#include <vector>

#include "harness/check/check.h"

namespace squall::harness {

std::vector<PlannedCheck> plan_verify(const System& system);

}  // namespace squall::harness
