#pragma once
// The system file's `consumers`: one check `consumers/NAME` for each, which does what `squall consumer` does, with the
// run's session and engine.

#include <vector>

#include "harness/check/check.h"

namespace squall::harness {

// `contracts` by service, one for each provider that a consumer names. The system outlives the checks.
std::vector<PlannedCheck> plan_consumer_tests(
    const System& system, const std::map<std::string, std::shared_ptr<const contracts::match::Router>>& contracts);

}  // namespace squall::harness
