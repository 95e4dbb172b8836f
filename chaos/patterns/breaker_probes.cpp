#include "chaos/patterns/breaker_probes.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/breaker_opening.h"
#include "chaos/patterns/crowd.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kCalm = "burst in calm", kOpening = "opening for a burst", kHalfOpen = "burst half-open";
constexpr std::size_t kAtOnce = 32;
constexpr std::size_t kBursts = 2;
constexpr std::size_t kSilent = 5;
constexpr std::size_t kUsualProbes = 5;  // more, one after the other, than anybody probes with

// Held, so that all that are let through are open together; below the timeout, since timeouts are failures too.
Phase burst(const PatternInput& input, std::string_view name) {
  Phase phase;
  phase.name = name;
  phase.faults = {hold_reply(std::min<Duration>(hold_below_timeout(input), 300ms))};
  phase.calls = phase.in_flight = kAtOnce;
  phase.pace = Pace::together;
  phase.client_timeout = 10s;
  return phase;
}

std::optional<double> admitted(const PatternInput& input, const PhaseRecord& record) {
  if (!record.settled || record.calls.size() < kAtOnce || spread_of(record.calls) > 100ms) return std::nullopt;
  const auto own = own_attempts(record, input.correlation_header);
  return static_cast<double>(most_open(own, record.to));
}

}  // namespace

bool Admitted::all() const {
  return known() && median(half_open) >= 0.9 * static_cast<double>(closed);
}

bool is_opening(const Phase& phase) {
  return phase.name.starts_with("opening");
}

bool enough_of_opening(const PatternInput& input, const PhaseRecord& running) {
  const auto bursts = bursts_in(running, kSilent, input.correlation_header);
  return (!bursts.empty() && bursts.back().silent_calls >= kSilent) || running.calls.size() > 500;
}

std::optional<Phase> next_burst(const PatternInput& input, std::span<const PhaseRecord> records, const Phase& failing,
                                Duration open_time) {
  if (find_phase(records, kCalm) == nullptr) return burst(input, kCalm);
  const std::size_t opened = count_phases(records, kOpening), played = count_phases(records, kHalfOpen);
  if (admitted_in(input, records).closed <= 2 || played >= kBursts) return std::nullopt;
  if (opened <= played) {
    Phase phase = failing;
    phase.name = kOpening;
    phase.healthy_before = 2;
    return phase;
  }
  Phase phase = burst(input, kHalfOpen);
  phase.healthy_before = 0;
  phase.quiet_before = open_time + open_time / 20 + 2 * failing.every;
  return phase;
}

Duration expected_of_bursts(Duration opening, Duration open_time) {
  return 1s + static_cast<std::int64_t>(kBursts) * (opening + open_time + 500ms);
}

Admitted admitted_in(const PatternInput& input, std::span<const PhaseRecord> records) {
  Admitted found;
  for (const PhaseRecord& record : records) {
    const bool calm = record.phase.name == kCalm, half_open = record.phase.name == kHalfOpen;
    const auto count = calm || half_open ? admitted(input, record) : std::nullopt;
    if (!count) continue;
    if (calm) found.closed = static_cast<std::size_t>(*count);
    if (half_open && *count > 0) found.half_open.push_back(*count);
  }
  return found;
}

void note_probes(const std::vector<double>& bursts, const Admitted& admitted, Measurement& m) {
  const double one_by_one = median(bursts);
  const auto reopens = [&] {
    m.quantities.push_back(quantity_of("reopens_after", bursts, "attempts"));
    m.labels.push_back(fmt::format("re-closes, re-opens after {:.0f} attempts", one_by_one));
  };
  if (!admitted.known()) {
    if (one_by_one > static_cast<double>(kUsualProbes)) return reopens();
    m.quantities.push_back(quantity_of("probes", bursts, "attempts"));
    return;
  }
  if (admitted.all() && one_by_one > 1) return reopens();
  m.quantities.push_back(quantity_of("probes", bursts, "attempts"));
  if (admitted.all()) {
    m.labels.push_back("lets everything through when half-open");
    return;
  }
  m.quantities.push_back(quantity_of("probes_at_once", admitted.half_open, "calls"));
}

}  // namespace squall::chaos
