#pragma once
// The provider verifications that a system file asks for, as checks of a run.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contracts/match/router.h"
#include "harness/check/check.h"

namespace squall::harness {

// `contracts` by service. Errors (usage): see prepare().
tl::expected<std::vector<PlannedCheck>, std::vector<contracts::Error>> plan_verify(
    const System& system, const std::map<std::string, std::shared_ptr<const contracts::match::Router>>& contracts);

}  // namespace squall::harness
