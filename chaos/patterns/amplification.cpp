// Amplification: the provider fails and every tier above it may try again. How many attempts reach it for one stimulus,
// how many tiers multiply each other, and does the load go back to what it was once the provider is well?

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/tier_above.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSamples = 4;
constexpr std::uint64_t kBudget = 3;  // attempts for one stimulus
constexpr Duration kEvery = 100ms;

Phase under_load(const PatternInput& input, std::string name, bool failing, Duration lasts) {
  Phase phase = baseline_phase(input, static_cast<std::size_t>(lasts / kEvery));
  phase.name = std::move(name);
  phase.pace = Pace::steady;
  phase.every = kEvery;
  if (failing) phase.faults = {answer_with(503)};
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 5);
  if (count_phases(records, "503") < kSamples) {
    Phase phase = single_stimulus(input, "503", answer_with(503));
    phase.attempts_at_most = 60;
    phase.linger = 150ms;
    return phase;
  }
  if (find_phase(records, "calm load") == nullptr) return under_load(input, "calm load", false, 2s);
  if (find_phase(records, "failing load") == nullptr) return under_load(input, "failing load", true, 2s);
  if (find_phase(records, "healed load") == nullptr) {
    Phase phase = under_load(input, "healed load", false, 4s);
    phase.healthy_before = 0;
    return phase;
  }
  return std::nullopt;
}

using Counts = std::map<std::string, double>;  // attempts by operation

// Of one call: by operation, on this edge under "" and on the edges above under their names.
std::map<std::string, Counts> counts_of(const LogicalCall& call, const PhaseRecord& record, const PatternInput& input) {
  std::map<std::string, Counts> found;
  for (const Attempt* attempt : call.attempts) ++found[""][operation_of(*attempt)];
  for (const Attempt& attempt : record.elsewhere) {
    if (is_above(attempt, *call.call, record, input)) ++found[attempt.edge][operation_of(attempt)];
  }
  return found;
}

void keep_most(std::map<std::string, Counts>& most, const std::map<std::string, Counts>& seen) {
  for (const auto& [edge, counts] : seen) {
    for (const auto& [operation, count] : counts) most[edge][operation] = std::max(most[edge][operation], count);
  }
}

struct Findings {
  std::vector<double> on_edge;  // attempts of the struck operation for one stimulus over those in calm
  std::string operation;
  std::map<std::string, double> tries;  // by edge: how often it does what it does once in calm
  bool cut_off = false;                 // the stimulus was given up while attempts went on
  LogicalCall shown;
};

double ratio(const Counts& calm, const Counts& failing) {
  double most = 1;
  for (const auto& [operation, count] : failing) {
    const auto usual = calm.find(operation);
    if (usual != calm.end() && usual->second > 0) most = std::max(most, count / usual->second);
  }
  return most;
}

Findings read(const PatternInput& input, std::span<const PhaseRecord> records) {
  Findings found;
  std::map<std::string, Counts> calm;
  const auto usual = [&](const PhaseRecord& record) {
    for (const LogicalCall& call : logical_calls(record, input.correlation_header))
      keep_most(calm, counts_of(call, record, input));
  };
  if (const PhaseRecord* baseline = find_phase(records, "baseline")) usual(*baseline);
  for (const PhaseRecord& record : records) {
    if (record.phase.name != "503") continue;
    for (LogicalCall& call : logical_calls(record, input.correlation_header)) {
      if (!call.injected()) continue;
      auto counts = counts_of(call, record, input);
      const auto struck =
          std::find_if(call.attempts.begin(), call.attempts.end(), [](const Attempt* a) { return !a->faults.empty(); });
      found.operation = operation_of(**struck);
      const double by_design = std::max(1.0, calm[""][found.operation]);
      // A call that is given up at its first failure makes fewer than in calm.
      found.on_edge.push_back(std::max(1.0, counts[""][found.operation] / by_design));
      found.cut_off = found.cut_off || call.call->error == CallError::cancelled;
      for (const auto& [edge, seen] : counts) {
        if (!edge.empty()) found.tries[edge] = std::max(found.tries[edge], ratio(calm[edge], seen));
      }
      if (found.shown.call == nullptr || call.attempts.size() > found.shown.attempts.size())
        found.shown = std::move(call);
    }
  }
  return found;
}

// Attempts a stimulus, of those begun in the later half.
double load_of(const PhaseRecord* record) {
  if (record == nullptr || record->calls.size() < 4) return 0;
  const Instant half = record->calls[record->calls.size() / 2].started;
  const auto begun_after = [&](const auto& all, auto when) {
    return static_cast<double>(
        std::count_if(all.begin(), all.end(), [&](const auto& one) { return when(one) >= half; }));
  };
  const double calls = begun_after(record->calls, [](const Call& c) { return c.started; });
  return begun_after(record->attempts, [](const Attempt& a) { return a.request_started; }) / calls;
}

void note_after_heal(std::span<const PhaseRecord> records, Measurement& m) {
  const double calm = load_of(find_phase(records, "calm load"));
  const double healed = load_of(find_phase(records, "healed load"));
  if (calm == 0 || healed == 0) {
    m.confounders.push_back("whether the load goes back after the heal could not be told");
    return;
  }
  m.quantities.push_back(quantity_of("load_after_heal", {healed / calm}, "times"));
  if (healed <= 1.5 * calm) return;
  m.labels.push_back("metastable");
  m.summary += fmt::format("; with the provider well again its load stays at {:.1f} times what it was", healed / calm);
}

void note_tiers(const Findings& found, double own, Measurement& m) {
  // What a tier tries again arrives at all tiers below it as often: of each, only what it adds is its own.
  std::vector<std::pair<double, std::string>> ways;
  for (const auto& [edge, tries] : found.tries) ways.emplace_back(tries, edge);
  std::sort(ways.begin(), ways.end());
  ways.emplace_back(own, "the edge itself");
  double before = 1;
  std::vector<std::string> tiers;
  for (const auto& [tries, name] : ways) {
    if (tries > 1.01 * before) tiers.push_back(fmt::format("{} {:.3g} times", name, tries / before));
    before = std::max(before, tries);
  }
  m.quantities.push_back(quantity_of("tiers_that_retry", {static_cast<double>(tiers.size())}, "tiers"));
  if (tiers.size() < 2) return;
  std::string all;
  for (const std::string& tier : tiers) all += (all.empty() ? "" : ", ") + tier;
  m.labels.push_back("several tiers retry");
  m.summary += fmt::format("; several tiers try again: {}", all);
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "amplification";
  const Findings found = read(input, records);
  if (found.on_edge.empty()) {
    m.why_unknown = why_nothing(records, "no failing attempt was seen on the edge");
    return m;
  }
  m.injected = true;
  m.operation = found.operation;
  m.evidence = lines_of(found.shown);
  const Quantity attempts = quantity_of("attempts", found.on_edge, "attempts");
  m.quantities.push_back(attempts);
  if (found.on_edge.size() < 2) {
    m.why_unknown = "only one failing call could be made";
    return m;
  }
  m.present = attempts.max > 1 ? Presence::yes : Presence::no;
  m.summary = fmt::format("{}{:.0f} attempts for one stimulus while the provider fails",
                          found.cut_off ? "more than " : "", attempts.max);
  if (found.cut_off) m.labels.push_back("without an end");
  note_tiers(found, attempts.max, m);
  note_after_heal(records, m);
  if (input.edges_above.empty() && input.tier_between)
    m.confounders.push_back("no edge above this one is watched: who of the tiers retries is not told");
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const auto budget = count_in(expectation, "at_most").value_or(kBudget);
  const double attempts = m.quantity("attempts")->max;
  if (m.labelled("without an end") || attempts > static_cast<double>(budget)) {
    return {Verdict::broken, "resilience.amplification.too-high",
            fmt::format("expected at most {} attempts for one stimulus; {}", budget, m.summary)};
  }
  if (m.labelled("several tiers retry"))
    return {Verdict::broken, "resilience.amplification.several-tiers",
            fmt::format("expected one tier to retry; {}", m.summary)};
  if (m.labelled("metastable"))
    return {Verdict::broken, "resilience.amplification.metastable",
            fmt::format("expected the load to go back; {}", m.summary)};
  return {Verdict::holds, "resilience.amplification.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  if (input.look)
    return 8200ms + calm_phase(*input.look, 5) + kSamples * single_phase(*input.look, input.look->failing, 150ms);
  return 13s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor amplification_pattern{
    "amplification",
    "Amplification",
    "a failing provider gets no more than a few attempts for one call from outside, from all tiers together",
    {{"at_most", ParameterType::integer, false, "3", "attempts on the edge for one stimulus, at most"}},
    &kPattern};

}  // namespace squall::chaos
