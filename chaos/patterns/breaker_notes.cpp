#include "chaos/patterns/breaker_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/breaker_threshold.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

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

}  // namespace

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

void note_cycles(const PatternInput& input, const std::vector<Burst>& bursts, const Admitted& admitted,
                 Measurement& m) {
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
  note_probes(probes, admitted, m);
  if (variation(silences) > 0.15) m.labels.push_back("open times differ");
  if (silences.size() < kBreakerCycles)
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
  for (std::size_t i = 0; i < bursts.size() && i < kBreakerCycles + 1; ++i) {
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

}  // namespace squall::chaos
