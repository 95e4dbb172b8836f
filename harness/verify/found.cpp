#include "harness/verify/found.h"

#include "harness/check/finding_builder.h"
#include "reports/model/names.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;

std::string kind_of(const contracts::Violation& violation, reports::Severity severity, const Answer& answer) {
  return violation.rule + '\n' + violation.where + without_indices(violation.pointer) + '\n' + violation.keyword +
         '\n' + std::to_string(answer.response.status) + '\n' + std::string(to_string(severity));
}

FoundProblem of_problem(const RequestCase& request, Judgement::Problem&& problem, const Answer& answer) {
  const std::string operation = request.operation->name();
  const std::string subject = answer.error != chaos::CallError::none
                                  ? operation
                                  : operation + " answers " + std::to_string(answer.response.status);
  FoundProblem found;
  found.finding = finding_of(problem.violation, operation, subject);
  found.finding.severity = problem.severity;
  found.kind = kind_of(problem.violation, problem.severity, answer);
  return found;
}

FoundProblem of_acceptance(const RequestCase& request, const Answer& answer) {
  FoundProblem found;
  reports::Finding& finding = found.finding;
  finding.rule = "request.invalid.accepted";
  finding.operation = request.operation->name();
  finding.location = request.operation->location;
  finding.message = finding.operation + " accepts an invalid request: " + request.summary;
  finding.id = finding_id(finding.rule, finding.operation, finding.location, request.where);
  found.way = "answered " + std::to_string(answer.response.status) + ": " + request.summary;
  return found;
}

}  // namespace

Finds find_in(const VerifyPlan& plan, const RequestCase& request, Expected expected, const Checks& checks,
              const Sent& sent, contracts::match::SeenBranches* seen) {
  Finds finds;
  finds.judgement = judge(plan.router->contract(), request, expected, sent.answer, seen);
  if (checks.also) checks.also(sent.answer, finds.judgement);
  if (finds.judgement.accepted_invalid) finds.found.push_back(of_acceptance(request, sent.answer));
  for (Judgement::Problem& problem : finds.judgement.problems) {
    finds.found.push_back(of_problem(request, std::move(problem), sent.answer));
  }
  if (plan.observe) {
    for (reports::Finding& finding : plan.observe(request, expected, sent.request, sent.answer)) {
      if (finding.operation.empty()) finding.operation = request.operation->name();
      if (finding.id.empty()) finding.id = finding_id(finding.rule, finding.operation, finding.location, {});
      FoundProblem found;
      found.finding = std::move(finding);
      finds.found.push_back(std::move(found));
    }
  }
  for (FoundProblem& found : finds.found) found.cause = found.finding.id;
  return finds;
}

}  // namespace squall::harness
