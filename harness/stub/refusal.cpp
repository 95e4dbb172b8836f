#include "harness/stub/refusal.h"

#include <algorithm>
#include <string>

#include "contracts/match/validate.h"
#include "harness/stub/allowed_methods.h"
#include "harness/stub/challenge.h"
#include "harness/stub/fix.h"
#include "harness/stub/header_text.h"
#include "harness/stub/problem.h"

namespace squall::harness {
namespace {

using contracts::Violation;
using contracts::http::Response;
using contracts::openapi::Operation;

bool declares(const Operation& operation, const std::string& status) {
  return std::any_of(operation.responses.begin(), operation.responses.end(),
                     [&](const auto& response) { return response.status == status; });
}

// The status a provider would refuse such a request with.
int refusal_status(const Operation& operation, const std::vector<Violation>& violations) {
  for (const auto& violation : violations) {
    if (violation.rule.starts_with("request.security")) return 401;
  }
  for (const auto& violation : violations) {
    if (violation.rule.starts_with("request.media-type")) return 415;
  }
  return !declares(operation, "422") && declares(operation, "400") ? 400 : 422;
}

bool in_contract(const JudgedRequest& judged, const Response& response) {
  return contracts::match::validate_response(judged.contract, *judged.operation(), judged.request().method, response)
      .empty();
}

}  // namespace

Response no_operation(const JudgedRequest& judged, bool options) {
  const auto fix = [&](const Violation& violation) { return fix_of(violation, judged); };
  const auto& request = judged.request();
  const std::string& file = judged.contract.file;
  if (!judged.route.path_known) {
    return problem(404, "no path of " + file + " matches " + request.target, judged.violations, fix);
  }
  Response response =
      problem(405, request.method + " is not declared for this path in " + file, judged.violations, fix);
  response.headers.add("Allow", allowed_methods(judged.route, options));
  return response;
}

Response refused(const JudgedRequest& judged, const ContractAnswers& answers) {
  const Operation& operation = *judged.operation();
  const auto& violations = judged.violations;
  const auto& first = violations.front();
  const std::string detail = "the request is not what " + operation.name() +
                             " declares: " + (first.where.empty() ? "" : first.where + first.pointer + ": ") +
                             first.message;
  return refused_as(judged, refusal_status(operation, violations), detail, "", answers);
}

Response refused_as(const JudgedRequest& judged, int status, const std::string& detail, const std::string& challenge,
                    const ContractAnswers& answers) {
  const Operation& operation = *judged.operation();
  const auto& violations = judged.violations;
  Response response = problem(status, detail + (violations.size() > 1 ? " (and more, see violations)" : ""), violations,
                              [&](const Violation& violation) { return fix_of(violation, judged); });
  if (operation.response_for(status) != nullptr && !in_contract(judged, response)) {
    if (auto declared = answers.declared(judged, status)) {
      response = std::move(*declared);
      response.headers.set("Squall-Violation", header_text(detail));
    }
  }
  response.headers.set("Server", "squall-stub");
  if (!challenge.empty()) {
    response.headers.set("WWW-Authenticate", challenge);
  } else if (response.status == 401 && !response.headers.contains("WWW-Authenticate")) {
    response.headers.add("WWW-Authenticate", challenges_of(judged.contract, operation));
  }
  return response;
}

}  // namespace squall::harness
