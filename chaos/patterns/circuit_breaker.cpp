// Circuit breaker: the provider answers 503 to everything. After how many failing calls does the edge fall silent while
// callers are still answered, and fast; how long is each silence; what comes through between them; and does the edge
// carry everything again once the provider is well?

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "chaos/patterns/breaker_judgement.h"
#include "chaos/patterns/breaker_notes.h"
#include "chaos/patterns/breaker_phases.h"
#include "chaos/patterns/breaker_scope.h"
#include "chaos/patterns/breaker_threshold.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSuccesses = 5;

bool enough(const PatternInput& input, std::span<const PhaseRecord>, const PhaseRecord& running) {
  if (running.phase.name.starts_with("failing")) return enough_failing(input, running);
  if (running.phase.name.starts_with("healing")) return healthy_streak(input, running) >= kHealthyStreak;
  if (is_opening(running.phase)) return enough_of_opening(input, running);
  if (running.phase.pace == Pace::together || !running.phase.beside.empty()) return false;
  return enough_of_mix(input, running);
}

// Failing calls that are retried with pauses: many of them are no quick question.
bool takes_long(const Burst& burst) {
  std::vector<double> times;
  for (const LogicalCall& call : burst.carried) times.push_back(to_ms(call.call->finished - call.call->started));
  return median(std::move(times)) > 40;
}

// Then what it counts is of no account, and takes time.
bool expects_numbers(const contracts::Value& expectation) {
  return count_in(expectation, "opens_within").has_value() || duration_in(expectation, "open_for").has_value();
}

// What is looked at beyond opening, open time and closing: what it counts, what it opens for, how it probes.
std::optional<Phase> next_of_ways(const PatternInput& input, std::span<const PhaseRecord> records,
                                  const PhaseRecord& shown) {
  const auto bursts = openings(input, shown);
  if (!opened(bursts) || at_random(bursts)) return std::nullopt;
  const bool numbers = expects_numbers(input.expectation);
  const Phase failing = failing_phase(input, "");
  const Duration open_time = silence_of(input, shown);
  if (!numbers && !(input.quick && takes_long(bursts.front()))) {
    if (auto mix = next_mix(input, records, failing, bursts.front().carried.size())) return mix;
  }
  const std::string operation = operation_of(*bursts.front().carried.front().attempts.front());
  if (auto phase = next_of_scope(input, records, failing, operation, open_time)) return phase;
  const bool asked = input.expectation.find("probes") != nullptr;
  const bool curious = !numbers && !input.quick && open_time <= 10s;
  return open_time > 0s && (asked || curious) ? next_burst(input, records, failing, open_time) : std::nullopt;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) {
    Phase phase = baseline_phase(input, kSuccesses);
    phase.healthy_before = 2;
    return phase;
  }
  if (find_phase(records, "failing") == nullptr) return failing_phase(input, "failing");
  const PhaseRecord& last = records.back();
  if (last.phase.name.starts_with("failing") && opened(openings(input, last))) {
    return healing_phase(input, last.phase.name == "failing" ? "healing" : "healing again", silence_of(input, last));
  }
  if (wants_quiet_run(input, records)) return quiet_phase(input);
  if (last.phase.name.starts_with("healing") && healthy_streak(input, last) < kHealthyStreak) return std::nullopt;
  return next_of_ways(input, records, *telling(input, records));
}

// Calls that end well while the edge is silent: whoever is asked then may have been chosen by a balancer, which leaves
// out what fails, and not by a breaker's fallback.
void note_others_asked(std::span<const PhaseRecord> records, const PhaseRecord& failing, Measurement& m) {
  std::set<std::string> calm;
  for (const Attempt& attempt : records.front().elsewhere) calm.insert(attempt.edge);
  for (const Attempt& attempt : failing.elsewhere) {
    if (calm.contains(attempt.edge)) continue;
    m.confounders.push_back(
        fmt::format("'{}' is asked instead: a balancer that leaves out what fails looks the same", attempt.edge));
    return;
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "circuit_breaker";
  if (input.tier_between) m.confounders.push_back("the service between may have a breaker of its own");
  if (input.replicas.size() > 1)
    m.confounders.push_back("a balancer that leaves out each replica by itself looks the same");
  const PhaseRecord* failing = telling(input, records);
  const auto bursts = failing == nullptr ? std::vector<Burst>{} : openings(input, *failing);
  const bool injected = std::any_of(bursts.begin(), bursts.end(), [](const Burst& burst) {
    return std::any_of(burst.carried.begin(), burst.carried.end(), [](const LogicalCall& c) { return c.injected(); });
  });
  if (!injected) {
    m.why_unknown = why_nothing(records, "no failing attempt was seen on the edge");
    return m;
  }
  m.injected = true;
  m.operation = operation_of(*bursts.front().carried.front().attempts.front());
  note_evidence(bursts, m);
  if (!opened(bursts)) {
    std::size_t carried = 0;
    for (const Burst& burst : bursts) carried += burst.carried.size();
    m.quantities.push_back(quantity_of("failing_calls", {static_cast<double>(carried)}, "calls"));
    if (bursts.back().silent_calls > 0 || carried * 20 < failing->calls.size() * 19) {
      m.why_unknown = fmt::format("{} of {} failing calls reached the provider: neither all nor none", carried,
                                  failing->calls.size());
      return m;
    }
    if (carried < 20) {
      m.why_unknown = fmt::format("only {} failing calls could be made", carried);
      return m;
    }
    m.present = Presence::no;
    m.summary = fmt::format("no breaker: all of {} failing calls in a row reached the provider", carried);
    return m;
  }
  if (at_random(bursts)) {
    m.why_unknown =
        "now and then a failing call reaches the provider, after silences of any length: a throttle does so";
    return m;
  }
  m.present = Presence::yes;
  note_threshold(input, records, bursts.front(), m);
  note_threshold_kind(input, records, m);
  note_cycles(input, bursts, admitted_in(input, records), m);
  note_healing(input, find_phase(records, failing->phase.name == "failing" ? "healing" : "healing again"), m);
  note_scope(input, records, m);
  note_others_asked(records, *failing, m);
  if (m.labelled("never closes")) {
    Observation stuck;
    stuck.rule = "resilience.circuit-breaker.never-closes";
    stuck.message = m.summary;
    stuck.operation = m.operation;
    stuck.evidence = m.evidence;
    m.observations.push_back(std::move(stuck));
  }
  return m;
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const FirstLook& look = *input.look;
    const Duration failing = std::max(look.failing, interval_of(input));
    const Duration before = calm_phase(look, kSuccesses);
    if (look.opens_after == 0) return before + time_to_tell(input, failing);
    const Duration once = static_cast<std::int64_t>(look.opens_after) * failing;
    return before + once + kBreakerCycles * (look.open_for + look.failing / 2) + look.open_for +
           kHealthyStreak * interval_of(input) +
           (expects_numbers(input.expectation) || (input.quick && look.failing > 40ms)
                ? Duration(0)
                : expected_of_mix(input.quick, look.opens_after, failing)) +
           (expects_numbers(input.expectation) || input.quick ? Duration(0) : expected_of_bursts(once, look.open_for));
  }
  return input.declared_open_time ? 5 * *input.declared_open_time + 2s : Duration(input.quick ? 10s : 60s);
}

const Pattern kPattern{next, enough, measure, judge_breaker, expected_time};

}  // namespace

const PatternDescriptor circuit_breaker_pattern{
    "circuit_breaker",
    "Circuit breaker",
    "a failing provider is left alone for a while, then tried again",
    {{"opens_within", ParameterType::calls, false, "", "failing calls until it opens, at most"},
     {"open_for", ParameterType::duration, false, "", "how long it stays open before it tries again"},
     {"closes", ParameterType::boolean, false, "true", "it closes once the provider is well again"},
     {"probes", ParameterType::integer, false, "", "calls that it lets through at once to try again, at most"},
     {"scope",
      ParameterType::choice,
      false,
      "",
      "what it opens for, told by `other`: a request that leads to another operation of the provider",
      {"edge", "operation"}}},
    &kPattern,
    {},
    {{kOther, "a request to the consumer that leads to another operation on the edge"}}};

}  // namespace squall::chaos
