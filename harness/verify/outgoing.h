#pragma once
// A request case as it goes out: with the base path, the headers and the credentials that the plan says.

#include <optional>

#include "harness/verify/verify.h"

namespace squall::harness {

// nullopt: the plan leaves it unsent.
std::optional<contracts::http::Request> outgoing(const VerifyPlan& plan, const contracts::match::RequestCase& request,
                                                 Expected expected);

// The provider cannot be called at all: it refuses connections, has no address, speaks no TLS.
bool is_out_of_reach(const Answer& answer);
// Sends it. A stream of events has no end: what came of it until the time was up is its answer, cut off.
Answer ask(const Send& send, const contracts::http::Request& request);

}  // namespace squall::harness
