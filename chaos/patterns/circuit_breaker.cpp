// Circuit breaker: the provider answers 503 to everything. After how many failing calls does the edge fall silent while
// callers are still answered, and fast; how long is each silence; what comes through between them; and does the edge
// carry everything again once the provider is well?

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/breaker_opening.h"
#include "chaos/patterns/breaker_threshold.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::format_duration;
using namespace std::chrono_literals;

constexpr std::size_t kSuccesses = 5;
constexpr std::size_t kCycles = 3;
constexpr std::size_t kHealthyStreak = 10;

Duration interval_of(const PatternInput& input) {
  if (!input.declared_open_time) return 20ms;
  return std::clamp<Duration>(*input.declared_open_time / 50, 4ms, 20ms);
}

// So many stimuli in a row that reached a failing provider: there is no breaker.
std::size_t limit_of(const PatternInput& input) {
  if (const auto declared = count_in(input.expectation, "opens_within"))
    return std::max<std::size_t>(2 * *declared, 20);
  return 150;  // rolling windows have successes in them that outweigh the first failures
}

// A silence longer than this will not end.
Duration longest_silence(const PatternInput& input) {
  if (input.declared_open_time) return std::max<Duration>(4 * *input.declared_open_time, 2s);
  return input.quick ? 15s : 65s;
}

Phase failing_phase(const PatternInput& input, const std::string& name) {
  Phase phase;
  phase.name = name;
  phase.faults = {answer_with(503)};
  phase.calls = 100'000;
  phase.every = interval_of(input);
  phase.client_timeout = input.quick ? 5s : 15s;
  phase.lasts = 5 * longest_silence(input) + 30s;
  phase.attempts_at_most = 50;
  phase.healthy_before = 0;
  return phase;
}

Phase healing_phase(const PatternInput& input, const std::string& name, Duration open_time) {
  Phase phase;
  phase.name = name;
  phase.calls = 100'000;
  phase.every = interval_of(input);
  phase.client_timeout = input.quick ? 5s : 15s;
  phase.lasts =
      open_time > 0s && !input.declared_open_time ? std::max<Duration>(4 * open_time, 2s) : longest_silence(input);
  phase.healthy_before = 0;
  return phase;
}

bool enough_failing(const PatternInput& input, const PhaseRecord& running) {
  const auto bursts = openings(input, running);
  if (bursts.empty()) return running.calls.size() >= limit_of(input);
  if (!opened(bursts) && bursts.front().silent_calls == 0) return bursts.front().carried.size() >= limit_of(input);
  const auto cycles = std::count_if(bursts.begin(), bursts.end(), [](const Burst& b) { return b.over; });
  if (static_cast<std::size_t>(cycles) >= kCycles) return true;
  return from_ms(bursts.back().silence_ms()) > longest_silence(input);
}

// Calls at the end of the record that were carried and went well.
std::size_t healthy_streak(const PatternInput& input, const PhaseRecord& record, Instant* since = nullptr) {
  const auto calls = logical_calls(record, input.correlation_header);
  std::size_t streak = 0;
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    const bool well = !call->attempts.empty() && call->call->status > 0 && call->call->status < 500 &&
                      call->attempts.back()->from_provider;
    if (!well) break;
    ++streak;
    if (since != nullptr) *since = call->call->started;
  }
  return streak;
}

bool enough(const PatternInput& input, std::span<const PhaseRecord>, const PhaseRecord& running) {
  if (running.phase.name.starts_with("failing")) return enough_failing(input, running);
  if (running.phase.name.starts_with("healing")) return healthy_streak(input, running) >= kHealthyStreak;
  return enough_of_mix(input, running);
}

Duration silence_of(const PatternInput& input, const PhaseRecord& failing) {
  std::vector<double> silences;
  for (const Burst& burst : openings(input, failing)) {
    if (burst.over) silences.push_back(burst.silence_ms());
  }
  return from_ms(median(silences));
}

// A breaker that counts a share of the calls in a window opens late, or not within the limit, when many went well just
// before. So a threshold that was not met is looked at again with nothing in the window but the failures.
bool wants_quiet_run(const PatternInput& input, std::span<const PhaseRecord> records) {
  const auto declared = count_in(input.expectation, "opens_within");
  const PhaseRecord* failing = find_phase(records, "failing");
  if (failing == nullptr || find_phase(records, "failing after quiet") != nullptr) return false;
  if (!declared && input.quick) return false;
  const auto bursts = openings(input, *failing);
  if (bursts.empty() || bursts.front().carried.size() <= declared.value_or(10)) return false;
  if (!declared && !opened(bursts)) return false;
  return !opened(bursts) || healthy_streak(input, records.back()) >= kHealthyStreak;
}

Phase quiet_phase(const PatternInput& input) {
  Phase phase = failing_phase(input, "failing after quiet");
  phase.quiet_before = 11s;
  phase.healthy_before = 1;
  return phase;
}

// The failing phase that shows most: the first that opened it.
const PhaseRecord* telling(const PatternInput& input, std::span<const PhaseRecord> records) {
  const PhaseRecord* first = find_phase(records, "failing");
  const PhaseRecord* quiet = find_phase(records, "failing after quiet");
  if (first == nullptr || quiet == nullptr || quiet->calls.empty()) return first;
  return opened(openings(input, *first)) ? first : quiet;
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
  if (expects_numbers(input.expectation)) return std::nullopt;
  const PhaseRecord* shown = telling(input, records);
  const auto bursts = openings(input, *shown);
  if (!opened(bursts) || (input.quick && takes_long(bursts.front()))) return std::nullopt;
  return next_mix(input, records, failing_phase(input, ""), bursts.front().carried.size());
}

// Calls that went well in the 10 s before a phase: a breaker's window may have them in it.
std::size_t successes_before(const PatternInput& input, std::span<const PhaseRecord> records,
                             const PhaseRecord& phase) {
  std::size_t count = 0;
  const auto add = [&](std::span<const PhaseRecord> from) {
    for (const PhaseRecord& record : from) {
      if (!record.settled || record.from < phase.from - 10s || record.from > phase.from) continue;
      count += record.phase.healthy_before;
      if (&record == &phase) continue;
      count += static_cast<std::size_t>(std::count_if(record.calls.begin(), record.calls.end(), [](const Call& call) {
        return call.status > 0 && call.status < 500;
      }));
    }
  };
  add(input.earlier);
  add(records);
  return count;
}

void note_threshold(const PatternInput& input, std::span<const PhaseRecord> records, const Burst& first,
                    Measurement& m) {
  double calls = static_cast<double>(first.carried.size());
  std::size_t attempts = first.attempts();
  const std::size_t successes = successes_before(input, records, *telling(input, records));
  m.quantities.push_back(quantity_of("opens_after", {calls}, "calls"));
  m.quantities.push_back(quantity_of("failures", {static_cast<double>(attempts)}, "attempts"));
  m.quantities.push_back(quantity_of("successes_before", {static_cast<double>(successes)}, "calls"));
  if (const PhaseRecord* quiet = find_phase(records, "failing after quiet")) {
    const auto bursts = openings(input, *quiet);
    if (opened(bursts)) {
      m.quantities.push_back(
          quantity_of("opens_after_quiet", {static_cast<double>(bursts.front().carried.size())}, "calls"));
      const bool later_among_successes =
          find_phase(records, "failing")->calls.size() > bursts.front().carried.size() &&
          (telling(input, records) == quiet || bursts.front().carried.size() < first.carried.size());
      if (later_among_successes) m.labels.emplace_back(kCountsShare);
    }
  }
  m.quantities.push_back(quantity_of("rejects_in", first.rejected_in, "ms"));
  m.summary = fmt::format("opens after {:.0f} failing {} ({} attempts; {} successes in the 10 s before)", calls,
                          calls == 1 ? "call" : "calls", attempts, successes);
}

void note_cycles(const PatternInput& input, const std::vector<Burst>& bursts, Measurement& m) {
  std::vector<double> spacings;
  for (const Burst& burst : bursts) {
    if (burst.silent_calls > 0) spacings.push_back(burst.silence_ms() / static_cast<double>(burst.silent_calls));
  }
  const double resolution = std::max(to_ms(interval_of(input)), median(spacings));
  std::vector<double> silences, probes;
  for (std::size_t i = 0; i < bursts.size(); ++i) {
    // A probe comes with the first stimulus after the open time: half an interval late on average.
    if (bursts[i].over) silences.push_back(std::max(0.0, bursts[i].silence_ms() - resolution / 2));
    if (i > 0 && bursts[i].silent_calls > 0) probes.push_back(static_cast<double>(bursts[i].attempts()));
  }
  if (silences.empty()) {
    m.labels.push_back("never half-open");
    m.summary += "; then silent for good";
    return;
  }
  m.quantities.push_back(quantity_of("open_for", silences, "ms"));
  m.quantities.push_back(quantity_of("resolution", {resolution / 2}, "ms"));
  m.summary += fmt::format(", for {} +- {}", text_of(*m.quantity("open_for")), ms_text(resolution / 2));
  if (probes.empty()) return;
  m.quantities.push_back(quantity_of("probes", probes, "attempts"));
  if (median(probes) > 5) {
    m.labels.push_back(fmt::format("re-closes, re-opens after {:.0f} attempts", median(probes)));
  }
  if (variation(silences) > 0.15) m.labels.push_back("open times differ");
  if (silences.size() < kCycles)
    m.confounders.push_back(fmt::format("only {} open times were seen to their end", silences.size()));
}

void note_healing(const PatternInput& input, const PhaseRecord* healing, Measurement& m) {
  if (healing == nullptr || healing->calls.empty()) return;
  Instant since{};
  const std::size_t streak = healthy_streak(input, *healing, &since);
  if (streak >= kHealthyStreak) {
    m.quantities.push_back(quantity_of("closes_after", {to_ms(since - healing->from)}, "ms"));
    m.labels.push_back("closes");
    m.summary += fmt::format("; closes {} after the heal", ms_text(to_ms(since - healing->from)));
    return;
  }
  const auto last = logical_calls(*healing, input.correlation_header);
  const auto carried =
      std::count_if(last.begin(), last.end(), [](const LogicalCall& c) { return !c.attempts.empty(); });
  m.quantities.push_back(quantity_of("watched_after_heal", {to_ms(healing->to - healing->from)}, "ms"));
  m.labels.push_back("never closes");
  m.summary += fmt::format("; {} after the heal it had not closed ({} of {} calls reached the provider)",
                           ms_text(to_ms(healing->to - healing->from)), carried, last.size());
  if (!last.empty()) m.evidence.push_back(line_of(*last.back().call));
}

void note_evidence(const std::vector<Burst>& bursts, Measurement& m) {
  for (std::size_t i = 0; i < bursts.size() && i < kCycles + 1; ++i) {
    const Burst& burst = bursts[i];
    m.evidence.push_back({burst.carried.front().call->started,
                          fmt::format("{} {} calls reached the provider, {} attempts, all failing",
                                      i == 0 ? "first" : "half-open:", burst.carried.size(), burst.attempts())});
    if (burst.silent_calls > 0) {
      m.evidence.push_back(
          {burst.ended,
           fmt::format("silence of {}: {} calls answered in {} without reaching the provider",
                       ms_text(burst.silence_ms()), burst.silent_calls, ms_text(median(burst.rejected_in)))});
    }
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "circuit_breaker";
  if (input.tier_between) m.confounders.push_back("the service between may have a breaker of its own");
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
  m.present = Presence::yes;
  note_threshold(input, records, bursts.front(), m);
  note_threshold_kind(input, records, m);
  note_cycles(input, bursts, m);
  note_healing(input, find_phase(records, failing->phase.name == "failing" ? "healing" : "healing again"), m);
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

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const auto within = count_in(expectation, "opens_within");
  if (m.present == Presence::no) {
    return {Verdict::broken, "resilience.circuit-breaker.never-opens",
            fmt::format("expected a circuit breaker{}; {}",
                        within ? fmt::format(" that opens within {} calls", *within) : "", m.summary)};
  }
  if (m.labelled("never closes") && flag_in(expectation, "closes") != false) {
    return {Verdict::broken, "resilience.circuit-breaker.never-closes",
            fmt::format("expected the breaker to close again; it {}", m.summary)};
  }
  const Quantity* quiet = m.quantity("opens_after_quiet");
  const double calls =
      quiet != nullptr ? std::min(quiet->median, m.quantity("opens_after")->median) : m.quantity("opens_after")->median;
  if (within && calls > static_cast<double>(*within)) {
    return {Verdict::broken, "resilience.circuit-breaker.too-late",
            fmt::format("expected the breaker to open within {} calls; it {}", *within, m.summary)};
  }
  const Quantity* open_for = m.quantity("open_for");
  if (const auto declared = duration_in(expectation, "open_for")) {
    const double wanted = to_ms(*declared);
    if (open_for == nullptr) {
      return {Verdict::inconclusive, "resilience.circuit-breaker.inconclusive",
              fmt::format("expected an open time of {}; none was seen to its end: {}", format_duration(*declared),
                          m.summary)};
    }
    const double error = 0.1 * wanted + m.quantity("resolution")->median + 10;
    if (std::abs(open_for->median - wanted) > error) {
      return {Verdict::broken, "resilience.circuit-breaker.open-time",
              fmt::format("expected an open time of {}; it {}", format_duration(*declared), m.summary)};
    }
  }
  if (!m.labelled("closes") && flag_in(expectation, "closes") != false) {
    return {Verdict::inconclusive, "resilience.circuit-breaker.inconclusive", "whether it closes again was not seen"};
  }
  return {Verdict::holds, "resilience.circuit-breaker.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const FirstLook& look = *input.look;
    const Duration failing = std::max(look.failing, interval_of(input));
    const Duration before = calm_phase(look, kSuccesses);
    if (look.opens_after == 0) return before + static_cast<std::int64_t>(limit_of(input)) * failing;
    const Duration once = static_cast<std::int64_t>(look.opens_after) * failing;
    return before + once + kCycles * (look.open_for + look.failing / 2) + look.open_for +
           kHealthyStreak * interval_of(input) +
           (expects_numbers(input.expectation) || (input.quick && look.failing > 40ms)
                ? Duration(0)
                : expected_of_mix(input.quick, look.opens_after, failing));
  }
  return input.declared_open_time ? 5 * *input.declared_open_time + 2s : Duration(input.quick ? 10s : 60s);
}

const Pattern kPattern{next, enough, measure, judge, expected_time};

}  // namespace

const PatternDescriptor circuit_breaker_pattern{
    "circuit_breaker",
    "Circuit breaker",
    "a failing provider is left alone for a while, then tried again",
    {{"opens_within", ParameterType::calls, false, "", "failing calls until it opens, at most"},
     {"open_for", ParameterType::duration, false, "", "how long it stays open before it tries again"},
     {"closes", ParameterType::boolean, false, "true", "it closes once the provider is well again"}},
    &kPattern};

}  // namespace squall::chaos
