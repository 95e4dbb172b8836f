#pragma once
// The contract's own answer to a request: which status, which example, or what is generated. Internal to this room.

#include "contracts/core/random.h"
#include "contracts/http/message.h"
#include "harness/stub/judged_request.h"

namespace squall::harness {

// The request's operation is known. What the client prefers (preference.h) is followed or answered with a problem
// document.
contracts::http::Response contract_answer(const JudgedRequest& judged, const contracts::Random& random);

}  // namespace squall::harness
