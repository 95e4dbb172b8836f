#include "harness/verify/exerciser.h"

#include <algorithm>

#include "contracts/match/violations.h"

namespace squall::harness {
namespace {

using contracts::http::Request;
using contracts::match::RequestCase;
using contracts::openapi::Operation;

constexpr std::size_t most_evidence = 12;

int rank(const std::string& method) {
  if (method == "POST") return 0;
  if (method == "PUT" || method == "PATCH") return 1;
  return method == "DELETE" ? 3 : 2;
}

std::vector<const Operation*> in_order(const contracts::openapi::Contract& contract) {
  std::vector<const Operation*> operations;
  for (const Operation& operation : contract.operations) operations.push_back(&operation);
  std::stable_sort(operations.begin(), operations.end(),
                   [](const Operation* a, const Operation* b) { return rank(a->method) < rank(b->method); });
  return operations;
}

std::string short_text(const std::string& text) {
  return text.empty() ? "no body" : contracts::match::excerpt(text);
}

std::vector<reports::EvidenceLine> evidence_of(const RequestCase& request, const Request& sent, const Answer& answer) {
  std::vector<reports::EvidenceLine> lines;
  lines.push_back({std::nullopt, "sent " + sent.method + " " + sent.target + " (" + request.summary + ")"});
  if (!sent.body.empty()) lines.push_back({std::nullopt, "with " + short_text(sent.body)});
  if (answer.error != chaos::CallError::none) {
    lines.push_back({std::nullopt, "no answer: " + answer.error_text});
  } else {
    lines.push_back({std::nullopt, "answered " + std::to_string(answer.response.status) + ", " +
                                       std::string(answer.response.headers.get("Content-Type")) + ", " +
                                       short_text(answer.response.body)});
  }
  return lines;
}

}  // namespace

Exerciser::Exerciser(const VerifyPlan& plan)
    : plan_(plan), operations_(in_order(plan.router->contract())), tally_(plan.service, operations_) {}

contracts::Random Exerciser::random(std::string_view domain, const Operation& operation, std::uint64_t index) const {
  return contracts::Random(plan_.seed, domain, operation.name(), index);
}

Request Exerciser::ready_to_send(const RequestCase& request) const {
  Request sent = request.request;
  if (plan_.base_path) {
    const std::string& declared = contract().base_path(*request.operation);
    if (sent.target.compare(0, declared.size(), declared) == 0)
      sent.target = *plan_.base_path + sent.target.substr(declared.size());
  }
  for (const auto& header : plan_.headers) {
    if (request.where != "header." + header.name) sent.headers.set(header.name, header.value);
  }
  return sent;
}

void Exerciser::exercise(const RequestCase& request, Expected expected) {
  const Request sent = ready_to_send(request);
  const Answer answer = plan_.send(sent);
  if (answer.error == chaos::CallError::cancelled) return;
  if (answer.error == chaos::CallError::refused) {
    unreachable_ = answer.error_text;
    return;
  }
  const Judgement judgement = judge(contract(), request, expected, answer);
  tally_.count(request, expected, answer.response.status, judgement);
  if (answer.error == chaos::CallError::none) resources_.learn(*request.operation, answer.response);
  if (judgement.accepted_invalid) note_acceptance(request, sent, answer);
  for (const Judgement::Problem& problem : judgement.problems) report(request, problem, sent, answer);
}

void Exerciser::cannot_make(const Operation& operation, const contracts::Error& why) {
  tally_.cannot_make(operation, to_string(why));
}

void Exerciser::report(const RequestCase& request, const Judgement::Problem& problem, const Request& sent,
                       const Answer& answer) {
  const std::string operation = request.operation->name();
  reports::Replay replay{plan_.replay, contracts::match::to_curl(sent, plan_.base_url, plan_.shown_headers)};
  const std::string prefix = answer.error != chaos::CallError::none
                                 ? operation
                                 : operation + " answers " + std::to_string(answer.response.status);
  if (problem.severity == reports::Severity::error) {
    return findings_.add(problem.violation, operation, prefix, evidence_of(request, sent, answer), std::move(replay));
  }
  reports::Finding finding;
  finding.rule = problem.violation.rule;
  finding.severity = problem.severity;
  finding.operation = operation;
  finding.location = problem.violation.contract;
  finding.message = prefix + ": " + problem.violation.message;
  finding.evidence = evidence_of(request, sent, answer);
  finding.replay = std::move(replay);
  findings_.add(std::move(finding));
}

void Exerciser::note_acceptance(const RequestCase& request, const Request& sent, const Answer& answer) {
  Acceptance& acceptance = accepted_[{request.operation->name(), request.where}];
  if (acceptance.count++ == 0) {
    acceptance.curl = contracts::match::to_curl(sent, plan_.base_url, plan_.shown_headers);
    acceptance.location = request.operation->location;
    acceptance.first = request.summary;
  }
  if (acceptance.ways.size() < most_evidence) {
    acceptance.ways.push_back(
        {std::nullopt, "answered " + std::to_string(answer.response.status) + ": " + request.summary});
  }
}

void Exerciser::add_acceptances() {
  for (auto& [key, acceptance] : accepted_) {
    reports::Finding finding;
    finding.rule = "request.invalid.accepted";
    finding.operation = key.first;
    finding.location = acceptance.location;
    finding.message = key.first + " accepts an invalid request: " + acceptance.first;
    finding.occurrences = acceptance.count;
    finding.evidence = std::move(acceptance.ways);
    finding.replay = reports::Replay{plan_.replay, std::move(acceptance.curl)};
    finding.id = finding_id(finding.rule, finding.operation, finding.location, key.second);
    findings_.add(std::move(finding));
  }
}

Verification Exerciser::finish() {
  add_acceptances();
  Verification result;
  reports::Check& check = result.check;
  check.findings = findings_.take();
  check.facts = tally_.facts();
  result.coverage = tally_.coverage();
  const bool failed = std::any_of(check.findings.begin(), check.findings.end(), [](const reports::Finding& finding) {
    return finding.severity == reports::Severity::error;
  });
  if (failed) {
    check.outcome = reports::Outcome::failed;
  } else if (!unreachable_.empty()) {
    check.outcome = reports::Outcome::errored;
    check.reason = unreachable_;
  } else if (operations_.empty()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "the contract has no operations";
  } else if (plan_.stop.stop_requested()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "stopped before the end";
  } else if (!tally_.anything_succeeded()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = tally_.requests() == 0 ? "no request could be made from the contract"
                                          : "no operation was ever answered with a success: is the url right, are "
                                            "credentials needed?";
  } else {
    check.outcome = reports::Outcome::passed;
  }
  return result;
}

}  // namespace squall::harness
