#include "harness/resilience/measure.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/replica_traffic.h"
#include "harness/resilience/clauses.h"
#include "harness/resilience/drift.h"

namespace squall::harness {
namespace {

using chaos::Verdict;

constexpr std::size_t kMostPhases = 80;

// Without proof of injection there is no operation to look for, and no verdict either.
chaos::Judgement judge_run(const chaos::PatternDescriptor& pattern, const chaos::Measurement& m,
                           const MeasureOptions& options) {
  const contracts::Value* expectation = &options.input.expectation;
  if (options.clauses != nullptr && m.injected) {
    const OperationExpectation* clause = clause_for(*options.clauses, m.operation);
    if (clause == nullptr && !options.clauses->otherwise) {
      return {Verdict::inconclusive, fmt::format("resilience.{}.inconclusive", pattern.name),
              fmt::format("the contract says {} of {}; the stimulus leads to {}, of which it says nothing",
                          options.clauses->operations.front().clause, options.clauses->operations.front().operation,
                          m.operation.empty() ? "an operation it does not name" : m.operation)};
    }
    expectation = clause != nullptr ? &clause->expectation : &*options.clauses->otherwise;
  }
  return chaos::judge(pattern, m, *expectation);
}

PatternRun measure_once(Stage& stage, const chaos::PatternDescriptor& pattern, const MeasureOptions& options, int turn,
                        bool& traced) {
  PatternRun run;
  chaos::PatternInput input = options.input;
  input.nonce += fmt::format("-{}", turn);
  PlaySettings settings;
  settings.pattern = pattern.name;
  settings.correlation_header = options.input.correlation_header;
  settings.settle_within = options.settle_within;
  settings.traced = traced;
  if (pattern.pattern->enough != nullptr) {
    settings.enough = [&](const chaos::PhaseRecord& running) {
      return pattern.pattern->enough(input, run.records, running);
    };
  }
  const chaos::Instant began = stage.now();
  while (!stage.stopped() && run.records.size() < kMostPhases) {
    const auto phase = pattern.pattern->next(input, run.records);
    if (!phase) break;
    if (options.progress) options.progress(fmt::format("{}: {}", pattern.title, phase->name), stage.now() - began);
    run.records.push_back(play(stage, *phase, settings));
    if (!run.records.back().settled) break;
  }
  traced = settings.traced;
  run.stopped = stage.stopped();
  run.measurement = pattern.pattern->measure(input, run.records);
  if (!options.judged) return run;
  run.judgement = judge_run(pattern, run.measurement, options);
  if (run.stopped)
    run.judgement = {Verdict::inconclusive, "resilience.stopped", "the run was stopped before the measurement ended"};
  return run;
}

bool unsettled(const PatternRun& run) {
  return !run.records.empty() && !run.records.back().settled;
}

// Did the edge, or the replica, stay silent in calm, as a breaker that never closes and a replica that was left for
// good would have it?
bool confirms_stuck(const PatternRun& first, const PatternRun& second) {
  if (first.judgement.rule == "resilience.failover.no-return") return second.measurement.labelled(chaos::kUnusedInCalm);
  return first.judgement.rule == "resilience.circuit-breaker.never-closes" && unsettled(second);
}

// That measurements of the same thing differ is a finding of its own: whatever is concluded rests on a moment.
void note_instability(PatternRun& run, std::string message) {
  run.measurement.confounders.push_back(message);
  run.measurement.observations.push_back(
      {"resilience.unstable", std::move(message), run.measurement.operation, run.measurement.evidence});
}

// Nothing is expected: measured as often as was asked for, and told when the measurements differ.
PatternRun measure_again(Stage& stage, const chaos::PatternDescriptor& pattern, const MeasureOptions& options,
                         PatternRun run, bool& traced) {
  std::string differences;
  for (std::size_t turn = 2; turn <= options.repeats && !run.stopped; ++turn) {
    const PatternRun again = measure_once(stage, pattern, options, static_cast<int>(turn), traced);
    run.stopped = again.stopped;
    if (again.stopped) break;
    ++run.measurements;
    for (const PatternDrift& drift : drift_between(run.measurement, again.measurement))
      differences += (differences.empty() ? "" : "; ") + drift.text;
  }
  if (!differences.empty()) note_instability(run, "measured again, it differs: " + differences);
  return run;
}

}  // namespace

PatternRun measure_pattern(Stage& stage, const chaos::PatternDescriptor& pattern, const MeasureOptions& options) {
  bool traced = false;
  PatternRun first = measure_once(stage, pattern, options, 1, traced);
  if (!options.judged) return measure_again(stage, pattern, options, std::move(first), traced);
  if (first.judgement.verdict != Verdict::broken) return first;
  PatternRun second = measure_once(stage, pattern, options, 2, traced);
  first.measurements = second.measurements = 2;
  if (second.judgement.verdict == Verdict::broken || confirms_stuck(first, second)) return first;
  PatternRun third = measure_once(stage, pattern, options, 3, traced);
  third.measurements = 3;
  if (third.judgement.verdict == Verdict::broken && !third.stopped) {
    note_instability(third, "one of three measurements said otherwise: " + second.judgement.message);
    return third;
  }
  if (second.judgement.verdict == third.judgement.verdict) {
    note_instability(third, "one of three measurements said otherwise: " + first.judgement.message);
    return third;
  }
  note_instability(third, "three measurements differ; the first said: " + first.judgement.message);
  third.judgement = {Verdict::inconclusive, first.judgement.rule,
                     "three measurements differ; the first said: " + first.judgement.message};
  return third;
}

}  // namespace squall::harness
