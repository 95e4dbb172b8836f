#pragma once
// A request case as it goes out: with the base path, the headers and the credentials that the plan says.

#include <optional>

#include "harness/verify/verify.h"

namespace squall::harness {

// nullopt: the plan leaves it unsent.
std::optional<contracts::http::Request> outgoing(const VerifyPlan& plan, const contracts::match::RequestCase& request,
                                                 Expected expected);

}  // namespace squall::harness
