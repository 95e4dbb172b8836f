#pragma once
// What was found, told as a finding: with its evidence, its exchanges, and how to send the request again.

#include "harness/verify/found.h"

namespace squall::harness {

reports::Finding told(const VerifyPlan& plan, const FoundProblem& found);
reports::Exchange exchange_of(const VerifyPlan& plan, const Sent& sent);

}  // namespace squall::harness
