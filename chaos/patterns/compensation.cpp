#include "chaos/patterns/compensation.h"

#include <algorithm>

#include "chaos/patterns/crowd.h"

namespace squall::chaos {
namespace {

bool is(const Attempt& attempt, const Compensation& step, const std::string& operation) {
  return attempt.edge == step.edge && operation_of(attempt) == operation;
}

bool in_doubt(const Attempt& attempt) {
  return attempt.status == 0 && attempt.forwarded.has_value();
}

bool of_call(const Attempt& attempt, const Call& call, const PatternInput& input, const PhaseRecord& record) {
  if (attempt.request_started < call.started) return false;
  return !record.traced || trace_of(attempt, input.correlation_header) == call.trace_id;
}

std::vector<const Attempt*> all_attempts(const PhaseRecord& record) {
  std::vector<const Attempt*> all;
  for (const auto* list : {&record.attempts, &record.elsewhere}) {
    for (const Attempt& attempt : *list) all.push_back(&attempt);
  }
  std::sort(all.begin(), all.end(),
            [](const Attempt* a, const Attempt* b) { return a->request_started < b->request_started; });
  return all;
}

bool undoes(const Attempt& attempt, const DoneStep& step) {
  if (!is(attempt, *step.compensation, step.compensation->by)) return false;
  if (attempt.request_started < step.attempt->request_started || !attempt.from_provider) return false;
  const bool nothing_there = attempt.status == 404 || attempt.status == 410;
  return attempt.status / 100 == 2 || (step.in_doubt && nothing_there);
}

}  // namespace

std::vector<DoneStep> done_steps(const PatternInput& input, const PhaseRecord& record) {
  std::vector<DoneStep> steps;
  const auto attempts = all_attempts(record);
  for (const Call& call : record.calls) {
    if (went_well(call)) continue;
    for (const Compensation& compensation : input.compensations) {
      DoneStep step{&compensation};
      for (const Attempt* attempt : attempts) {
        if (!is(*attempt, compensation, compensation.operation) || !of_call(*attempt, call, input, record)) continue;
        const bool done = attempt->from_provider && attempt->status / 100 == 2;
        if (!done && !in_doubt(*attempt)) continue;
        if (step.attempt == nullptr) step.attempt = attempt;
        step.in_doubt = step.attempt == attempt ? !done : step.in_doubt && !done;
      }
      if (step.attempt == nullptr) continue;
      step.undone =
          std::any_of(attempts.begin(), attempts.end(), [&](const Attempt* attempt) { return undoes(*attempt, step); });
      steps.push_back(step);
    }
  }
  return steps;
}

}  // namespace squall::chaos
