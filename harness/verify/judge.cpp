#include "harness/verify/judge.h"

#include "contracts/match/security_presence.h"
#include "contracts/match/validate.h"

namespace squall::harness {
namespace {

using contracts::Violation;
using contracts::openapi::Operation;
using reports::Severity;

bool declares_exactly(const Operation& operation, int status) {
  const auto* declared = operation.response_for(status);
  return declared != nullptr && declared->status == std::to_string(status);
}

// A gateway's or an overloaded provider's answer, and one the contract announces: no proof of a fault.
bool is_announced_outage(const Operation& operation, int status) {
  return status >= 501 && status <= 504 && declares_exactly(operation, status);
}

Violation server_error(const Operation& operation, Expected expected, int status) {
  const bool valid = expected == Expected::success;
  return Violation{valid ? "response.server-error" : "request.invalid.server-error",
                   "",
                   "status",
                   "",
                   std::string(valid ? "a valid" : "an invalid") + " request is answered " + std::to_string(status),
                   operation.location};
}

bool is_refused_for_credentials(const Operation& operation, int status) {
  return status == 401 || (status == 403 && contracts::match::needs_credentials(operation));
}

}  // namespace

Judgement judge(const contracts::openapi::Contract& contract, const contracts::match::RequestCase& request,
                Expected expected, const Answer& answer) {
  Judgement judgement;
  const Operation& operation = *request.operation;
  if (answer.error != chaos::CallError::none) {
    judgement.problems.push_back({Violation{"response.missing", "", "status", "",
                                            "there is no answer: " + answer.error_text, operation.location},
                                  Severity::error});
    return judgement;
  }
  const int status = answer.response.status;
  judgement.succeeded = status >= 200 && status < 400;
  judgement.accepted_invalid = expected == Expected::refusal && status >= 200 && status < 300;
  const bool undeclared = operation.response_for(status) == nullptr;
  if (is_refused_for_credentials(operation, status) && (undeclared || expected == Expected::success)) {
    judgement.refused_credentials = true;
    if (undeclared) return judgement;
  }
  if (status >= 500 && !is_announced_outage(operation, status)) {
    judgement.problems.push_back({server_error(operation, expected, status), Severity::error});
    if (undeclared) return judgement;
  }
  const bool lenient = expected == Expected::refusal && status >= 400 && status < 500;
  for (Violation& violation :
       contracts::match::validate_response(contract, operation, request.request.method, answer.response)) {
    const bool soft = lenient && violation.rule == "response.status.undeclared";
    judgement.problems.push_back({std::move(violation), soft ? Severity::warning : Severity::error});
  }
  return judgement;
}

}  // namespace squall::harness
