#pragma once
// Is this the answer the contract allows to this request? Pure; the rules are tables of tests.

#include <utility>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/seen_branches.h"
#include "harness/traffic/client.h"
#include "harness/verify/expected.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct Judgement {
  struct Problem {
    contracts::Violation violation;
    reports::Severity severity = reports::Severity::error;
  };
  std::vector<Problem> problems;
  bool refused_credentials = false;  // 401 or 403 where credentials are needed: nothing was exercised
  bool accepted_invalid = false;     // an invalid request was answered with a success
  bool succeeded = false;            // answered 2xx or 3xx
};

// Rules beside those of validate_response: response.missing, response.server-error (and
// request.invalid.server-error, when the request was invalid). An invalid request that is accepted is a finding
// of rule request.invalid.accepted.
// A status that the contract does not declare is a warning when the request was invalid: many contracts leave their
// refusals undeclared. The branches of schemas that the answer takes are added to `seen`, when there is one.
Judgement judge(const contracts::openapi::Contract& contract, const contracts::match::RequestCase& request,
                Expected expected, const Answer& answer, contracts::match::SeenBranches* seen = nullptr);

}  // namespace squall::harness
