#pragma once
// How a stub refuses what departs from its contract.

#include <string>

#include "contracts/http/message.h"
#include "harness/stub/answer.h"
#include "harness/stub/judged_request.h"

namespace squall::harness {

// To a request whose path, or method on its path, the contract does not have: 404, or 405 with Allow. `options`:
// whether OPTIONS is answered where it is not declared.
contracts::http::Response no_operation(const JudgedRequest& judged, bool options);
// The problem document where the contract leaves room for it. Where it declares another error body, a provider would
// answer with that one: so does the stub, and says the reason in the header Squall-Violation.
contracts::http::Response refused(const JudgedRequest& judged, const ContractAnswers& answers);

// The same with that status, detail and WWW-Authenticate field ("": the challenges that the contract declares, for
// 401).
contracts::http::Response refused_as(const JudgedRequest& judged, int status, const std::string& detail,
                                     const std::string& challenge, const ContractAnswers& answers);

}  // namespace squall::harness
