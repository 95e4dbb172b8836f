// Saga: each step that crosses the edge fails in turn, then is carried out with its answer lost, then the undoing fails
// as well for a while. Once the time for it is over, is everything as it was before, or as after one success?

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "chaos/patterns/compensation.h"
#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr const char* kFails = "fails: ";
constexpr const char* kLost = "answer lost: ";
constexpr const char* kUndoing = "undoing fails: ";
constexpr std::uint64_t kFailedUndoings = 2;

bool reads_state(const PatternInput& input) {
  return input.expectation.find("state") != nullptr;
}

// By values that must be as before, or by the operations that undo others.
bool can_tell(const PatternInput& input) {
  return reads_state(input) || !input.compensations.empty();
}

Duration time_to_undo(const PatternInput& input) {
  return duration_in(input.expectation, "within").value_or(Duration(5s));
}

// The steps: what changes something, in calm, in order.
std::vector<std::string> operations_in(const PhaseRecord& record, const PatternInput& input) {
  std::vector<std::string> operations;
  for (const LogicalCall& call : logical_calls(record, input.correlation_header)) {
    for (const Attempt* attempt : call.attempts) {
      const std::string operation = operation_of(*attempt);
      const bool known = std::find(operations.begin(), operations.end(), operation) != operations.end();
      if (attempt->method != "GET" && attempt->method != "HEAD" && !known) operations.push_back(operation);
    }
  }
  return operations;
}

// What crosses the edge only because a step failed, and the fault on a step that it followed. Undoing goes on in the
// background: in traces of its own, too.
std::map<std::string, FaultSpec> undoings_in(std::span<const PhaseRecord> records,
                                             const std::vector<std::string>& steps) {
  std::map<std::string, FaultSpec> found;
  for (const PhaseRecord& record : records) {
    if (record.phase.faults.empty()) continue;
    for (const Attempt& attempt : record.attempts) {
      const std::string operation = operation_of(attempt);
      if (attempt.method == "GET" || std::find(steps.begin(), steps.end(), operation) != steps.end()) continue;
      found.emplace(operation, record.phase.faults.front());
    }
  }
  return found;
}

// What went on after the answer was kept from ending well: the consumer has still to do it.
bool leaves_work(const PhaseRecord& record) {
  std::map<std::string, bool> failed;  // by operation, the last time
  for (const Attempt& attempt : record.attempts) {
    const bool behind = !record.calls.empty() && attempt.request_started > record.calls.back().finished;
    if (behind && attempt.method != "GET") failed[operation_of(attempt)] = !attempt.faults.empty();
  }
  return std::any_of(failed.begin(), failed.end(), [](const auto& last) { return last.second; });
}

Phase placing(const PatternInput& input, std::string name) {
  Phase phase = baseline_phase(input, 1);
  phase.name = std::move(name);
  phase.linger = time_to_undo(input);
  phase.client_timeout = input.quick ? 10s : 20s;
  phase.healthy_before = 2;
  phase.reads_state = true;
  return phase;
}

Phase troubled(const PatternInput& input, const PhaseRecord& last, const char* how, const std::string& operation,
               std::vector<FaultSpec> faults) {
  Phase phase = placing(input, how + operation);
  phase.faults = std::move(faults);
  if (leaves_work(last)) phase.quiet_before = time_to_undo(input);  // it must not be taken for what this one leaves
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (!can_tell(input)) return std::nullopt;
  if (records.empty()) {
    Phase phase = placing(input, "baseline");
    phase.linger = 300ms;
    if (!input.earlier.empty() && leaves_work(input.earlier.back())) phase.quiet_before = time_to_undo(input);
    return phase;
  }
  const auto steps = operations_in(records.front(), input);
  for (const std::string& step : steps) {
    if (find_phase(records, kFails + step) == nullptr)
      return troubled(input, records.back(), kFails, step, {only(answer_with(503), step)});
    if (find_phase(records, kLost + step) == nullptr)
      return troubled(input, records.back(), kLost, step, {only(reset_before_reply(), step)});
  }
  for (const auto& [undoing, of_step] : undoings_in(records, steps)) {
    if (find_phase(records, kUndoing + undoing) != nullptr) continue;
    FaultSpec again = only(answer_with(503), undoing);
    again.first = kFailedUndoings;
    return troubled(input, records.back(), kUndoing, undoing, {of_step, std::move(again)});
  }
  return std::nullopt;
}

// The operation of "fails: POST /charges".
std::string operation_in(const PhaseRecord& record) {
  return record.phase.name.substr(record.phase.name.find(": ") + 2);
}

// The step met its fault or, where the undoing was to fail, the undoing did.
bool struck(const PhaseRecord& record) {
  return std::any_of(record.attempts.begin(), record.attempts.end(), [&](const Attempt& attempt) {
    return !attempt.faults.empty() && operation_of(attempt) == operation_in(record);
  });
}

std::optional<double> number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return text.empty() || end != text.c_str() + text.size() ? std::nullopt : std::optional(value);
}

struct Left {
  std::string what;         // "" when everything is as it should be
  bool going_back = false;  // towards what it was in calm before the first failure
};

// After a failure: as before. After a success (a repeat went well): changed as by the success in calm.
Left what_is_left(const PhaseRecord& calm, const PhaseRecord& record) {
  const bool success = !record.calls.empty() && went_well(record.calls.front());
  for (std::size_t i = 0; i < record.after.size() && i < record.before.size() && i < calm.after.size(); ++i) {
    const std::string &before = record.before[i], &after = record.after[i];
    if (before.empty() || after.empty()) continue;
    const auto from = number(before), to = number(after), calm_from = number(calm.before[i]),
               calm_to = number(calm.after[i]);
    const bool numbers = from && to && calm_from && calm_to;
    const double usual = numbers && success ? *calm_to - *calm_from : 0;
    const bool as_wanted = numbers ? *to - *from == usual : success || before == after;
    if (as_wanted) continue;
    const bool back =
        numbers ? (*to - *from - usual) * (*calm_to - *calm_from) < 0 : after == calm.before[i] && before != after;
    return {fmt::format("value {} of `state` was {} before and {} after a {}", i + 1, before, after,
                        success ? "success" : "failure"),
            back};
  }
  return {};
}

bool state_known(const PhaseRecord& record) {
  return !record.after.empty() && record.after.size() == record.before.size() &&
         std::none_of(record.after.begin(), record.after.end(), [](const auto& v) { return v.empty(); }) &&
         std::none_of(record.before.begin(), record.before.end(), [](const auto& v) { return v.empty(); });
}

std::string rule_of(std::string_view phase) {
  if (phase.starts_with(kUndoing)) return "resilience.saga.undoing-not-retried";
  return phase.starts_with(kLost) ? "resilience.saga.ambiguous-step-left" : "resilience.saga.not-compensated";
}

void observe(const PatternInput& input, const PhaseRecord& record, const std::string& left, Measurement& m) {
  Observation observation;
  observation.rule = rule_of(record.phase.name);
  observation.operation = operation_in(record);
  observation.message = fmt::format("{}: {} later {}", record.phase.name, ms_text(to_ms(record.phase.linger)), left);
  for (const LogicalCall& call : logical_calls(record, input.correlation_header))
    observation.evidence = lines_of(call, 6);
  for (const Attempt& attempt : record.attempts) {
    if (observation.evidence.size() < 12 && !record.calls.empty() &&
        attempt.request_started > record.calls.front().finished)
      observation.evidence.push_back(line_of(attempt));
  }
  m.observations.push_back(std::move(observation));
}

// Without the state's values nothing is known of what was left behind; with values that a success does not change,
// neither.
std::string trouble_with_state(const PatternInput& input, const PhaseRecord& calm) {
  if (!reads_state(input)) return "";
  if (!state_known(calm))
    return "the values of `state` could not be read: without them nothing is known of what was left behind";
  if (calm.before == calm.after)
    return "in calm, the stimulus changes none of the values of `state`: what a failure leaves behind would not show";
  return "";
}

struct Tries {
  std::size_t looked_at = 0, undoing_failed = 0, done_before = 0;
};

Left left_behind(const PatternInput& input, const PhaseRecord& calm, const PhaseRecord& record, Tries& tries) {
  Left left = reads_state(input) ? what_is_left(calm, record) : Left{};
  for (const DoneStep& step : done_steps(input, record)) {
    ++tries.done_before;
    if (step.undone || !left.what.empty()) continue;
    left.what = fmt::format("{} {} and no {} went well after it", step.compensation->operation,
                            step.in_doubt ? "may have been done" : "was done", step.compensation->by);
  }
  return left;
}

void conclude(const PatternInput& input, const Tries& tries, Measurement& m) {
  m.quantities.push_back(quantity_of("failures_tried", {static_cast<double>(tries.looked_at)}, "calls"));
  if (!m.observations.empty()) {
    m.present = Presence::no;
    m.summary = m.observations.front().message;
    m.operation = m.observations.front().operation;
    m.evidence = m.observations.front().evidence;
  } else if (tries.looked_at < 2) {
    m.why_unknown = "no step could be made to fail and to be left in doubt";
  } else if (!reads_state(input) && tries.done_before == 0) {
    m.why_unknown = "no operation that another one undoes had been done when the call failed";
  } else {
    m.present = Presence::yes;
    m.summary = reads_state(input) ? fmt::format("everything was as before after {} failures", tries.looked_at)
                                   : fmt::format("what had been done was undone, {} times in {} failures",
                                                 tries.done_before, tries.looked_at);
    if (tries.undoing_failed == 0)
      m.confounders.push_back("no undoing crosses this edge: that one which fails is tried again was not looked at");
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "saga";
  if (!any_injected(records, input.correlation_header)) {
    m.why_unknown =
        why_nothing(records, !can_tell(input) ? "the expectation does not say what must be as before (`state`)"
                                              : "no step was made to fail on the edge");
    return m;
  }
  m.injected = true;
  const PhaseRecord& calm = records.front();
  m.why_unknown = trouble_with_state(input, calm);
  if (!m.why_unknown.empty()) return m;
  Tries tries;
  for (const PhaseRecord& record : records.subspan(1)) {
    if (!struck(record) || (reads_state(input) && !state_known(record)) || record.calls.empty()) {
      m.confounders.push_back(record.phase.name + ": could not be looked at");
      continue;
    }
    if (m.operation.empty()) m.operation = operation_in(record);
    ++tries.looked_at;
    if (record.phase.name.starts_with(kUndoing)) ++tries.undoing_failed;
    const Left left = left_behind(input, calm, record, tries);
    if (left.what.empty()) continue;
    if (left.going_back && !m.observations.empty()) {
      // Late work for an earlier failure, not this one's doing.
      m.confounders.push_back(record.phase.name + ": what an earlier failure had left was undone meanwhile");
      continue;
    }
    observe(input, record, left.what, m);
  }
  conclude(input, tries, m);
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value&) {
  if (m.present == Presence::yes) return {Verdict::holds, "resilience.saga.holds", m.summary};
  return {Verdict::broken, m.observations.front().rule, m.observations.front().message};
}

Duration expected_time(const PatternInput& input) {
  return 4 * time_to_undo(input) + 2s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor saga_pattern{
    "saga",
    "Saga compensation",
    "when a step fails, or nobody knows whether it was done, what was done before is undone",
    {{"within", ParameterType::duration, false, "5s", "how long the undoing may take"}},
    &kPattern,
    {"state"},
    {},
    {{"state", "values that must be as before", true}},
    false,
    true};

}  // namespace squall::chaos
