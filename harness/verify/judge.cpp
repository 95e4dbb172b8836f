#include "harness/verify/judge.h"

#include <algorithm>

#include "contracts/http/conformance.h"
#include "contracts/http/content_coding.h"
#include "contracts/match/security_presence.h"
#include "contracts/match/validate.h"
#include "harness/verify/answer_kinds.h"

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
  const bool invalid = expected == Expected::refusal;
  const std::string subject = expected == Expected::success ? "a valid request"
                              : invalid                     ? "an invalid request"
                                                            : "a request";
  return Violation{invalid ? "request.invalid.server-error" : "response.server-error",
                   "",
                   "status",
                   "",
                   subject + " is answered " + std::to_string(status),
                   operation.location};
}

bool is_refused_for_credentials(const Operation& operation, int status) {
  return status == 401 || (status == 403 && contracts::match::needs_credentials(operation));
}

bool names_a_media_type_rule(const Violation& violation) {
  return violation.rule == "response.media-type.missing" || violation.rule == "response.media-type.undeclared";
}

// What HTTP asks beside the contract. What the contract's own rules said of the media type is not said again.
void add_departures_from_http(const Operation& operation, const contracts::http::Request& sent, const Answer& answer,
                              Judgement& judgement) {
  const bool typed = std::any_of(judgement.problems.begin(), judgement.problems.end(),
                                 [](const auto& problem) { return names_a_media_type_rule(problem.violation); });
  for (auto& departure : contracts::http::departures_from_http(sent, answer.response)) {
    if (typed && departure.violation.rule == "response.http.content-type") continue;
    departure.violation.contract = operation.location;
    judgement.problems.push_back(
        {std::move(departure.violation), departure.breaks_clients ? Severity::error : Severity::warning});
  }
}

// What was not looked at is said, so that nobody takes it for sound.
void add_what_was_not_read(const Operation& operation, const Answer& answer, Judgement& judgement) {
  const auto note = [&](std::string rule, std::string message) {
    judgement.problems.push_back(
        {Violation{std::move(rule), "", "body", "", std::move(message), operation.location}, Severity::info});
  };
  if (answer.truncated) return note("response.body.too-large", "the body was not read to its end: it is not judged");
  if (!contracts::http::is_encoded(answer.response.headers)) return;
  const auto decoded = contracts::http::decode_body(answer.response.headers, answer.response.body);
  if (!decoded.unknown.empty())
    note("response.body.not-decoded", "the body is not judged: '" + decoded.unknown + "' is not decoded");
}

void add_departures_from_contract(const contracts::openapi::Contract& contract,
                                  const contracts::match::RequestCase& request, Expected expected, const Answer& answer,
                                  Judgement& judgement, contracts::match::SeenBranches* seen) {
  const Operation& operation = *request.operation;
  const int status = answer.response.status;
  judgement.succeeded = status >= 200 && status < 400;
  judgement.accepted_invalid = expected == Expected::refusal && status >= 200 && status < 300;
  const bool undeclared = operation.response_for(status) == nullptr;
  if (is_refused_for_credentials(operation, status) && (undeclared || expected == Expected::success)) {
    judgement.refused_credentials = true;
    if (undeclared) return;
  }
  if (status >= 500 && !is_announced_outage(operation, status)) {
    judgement.problems.push_back({server_error(operation, expected, status), Severity::error});
    if (undeclared) return;
  }
  const bool lenient = expected != Expected::success && status >= 400 && status < 500;
  for (Violation& violation :
       contracts::match::validate_response(contract, operation, request.request.method, answer.response, seen)) {
    if (answer.truncated && contracts::match::is_about_the_body(violation)) continue;  // its end was thrown away here
    const bool soft = lenient && violation.rule == "response.status.undeclared";
    if (soft && is_of_stub(answer.response)) continue;  // a stub only refuses for the contract, which is silent
    judgement.problems.push_back({std::move(violation), soft ? Severity::warning : Severity::error});
  }
}

}  // namespace

Judgement judge(const contracts::openapi::Contract& contract, const contracts::match::RequestCase& request,
                Expected expected, const Answer& answer, contracts::match::SeenBranches* seen) {
  Judgement judgement;
  const Operation& operation = *request.operation;
  if (answer.error != chaos::CallError::none) {
    judgement.problems.push_back({Violation{"response.missing", "", "status", "",
                                            "there is no answer: " + answer.error_text, operation.location},
                                  Severity::error});
    return judgement;
  }
  add_departures_from_contract(contract, request, expected, answer, judgement, seen);
  add_departures_from_http(operation, request.request, answer, judgement);
  add_what_was_not_read(operation, answer, judgement);
  return judgement;
}

}  // namespace squall::harness
