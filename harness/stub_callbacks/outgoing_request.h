#pragma once
// The request of a callback or a webhook, made by its contract: examples first, else generated, and valid.

#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/result.h"
#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "harness/stub/answer.h"

namespace squall::harness {

// To the target that the operation's URL turned out to be; the query parameters that the operation declares are added
// where the target has none of their name. Credentials are not: who is called knows its own. Errors: no valid request
// can be made.
contracts::Result<contracts::http::Request> outgoing_request(const contracts::openapi::Contract& contract,
                                                             const contracts::openapi::Operation& operation,
                                                             const std::string& target, const AnswerOptions& options,
                                                             const contracts::Random& random);

// How such a request departs from what its operation declares; empty for one that was made above.
std::vector<contracts::Violation> departures(const contracts::openapi::Contract& contract,
                                             const contracts::openapi::Operation& operation,
                                             contracts::http::Request request);

}  // namespace squall::harness
