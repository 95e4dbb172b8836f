#pragma once
// The provider verifications that a system file asks for, as checks of a run.

#include <vector>

#include "harness/check/check.h"
#include "harness/verify/verify.h"

namespace squall::harness {

// A plan with everything that the system file says; sending, stopping and replaying are the caller's.
VerifyPlan verify_plan(const VerifySpec& spec, const System& system,
                       std::shared_ptr<const contracts::match::Router> router, std::string base_url,
                       std::uint64_t seed);
// Sends through a client of its own, ten seconds at most for each answer.
Send send_to(std::string origin, std::stop_token stop);
std::vector<PlannedCheck> plan_verify(const System& system);

}  // namespace squall::harness
