#include "chaos/patterns/breaker_phases.h"

#include <algorithm>

#include "chaos/patterns/expectation.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kDifferingCycles = 8;
// Who asks for a quick answer and has calls that take long when they fail does not wait for all of them.
constexpr std::size_t kQuickCalls = 50;
constexpr Duration kQuickTime = 30s;

// A silence longer than this will not end.
Duration longest_silence(const PatternInput& input) {
  if (input.declared_open_time) return std::max<Duration>(4 * *input.declared_open_time, 2s);
  return input.quick ? 15s : 65s;
}

}  // namespace

Duration interval_of(const PatternInput& input) {
  if (!input.declared_open_time) return 20ms;
  return std::clamp<Duration>(*input.declared_open_time / 50, 4ms, 20ms);
}

std::size_t limit_of(const PatternInput& input) {
  if (const auto declared = count_in(input.expectation, "opens_within"))
    return std::max<std::size_t>(2 * *declared, 20);
  return 150;  // rolling windows have successes in them that outweigh the first failures
}

Duration time_to_tell(const PatternInput& input, Duration failing) {
  const Duration all = static_cast<std::int64_t>(limit_of(input)) * failing;
  if (!input.quick || count_in(input.expectation, "opens_within")) return all;
  return std::min(all, std::max<Duration>(kQuickTime, kQuickCalls * failing));
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
  if (!opened(bursts) && bursts.front().silent_calls == 0) {
    const std::size_t carried = bursts.front().carried.size();
    const auto each = (running.to - running.from) / static_cast<std::int64_t>(std::max<std::size_t>(carried, 1));
    return carried >= limit_of(input) || running.to - running.from >= time_to_tell(input, each);
  }
  const auto cycles = std::count_if(bursts.begin(), bursts.end(), [](const Burst& b) { return b.over; });
  const std::size_t wanted = silences_differ(bursts) ? kDifferingCycles : kBreakerCycles;
  if (static_cast<std::size_t>(cycles) >= wanted) return true;
  return from_ms(bursts.back().silence_ms()) > longest_silence(input);
}

std::size_t healthy_streak(const PatternInput& input, const PhaseRecord& record, Instant* since) {
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

const PhaseRecord* telling(const PatternInput& input, std::span<const PhaseRecord> records) {
  const PhaseRecord* first = find_phase(records, "failing");
  const PhaseRecord* quiet = find_phase(records, "failing after quiet");
  if (first == nullptr || quiet == nullptr || quiet->calls.empty()) return first;
  return opened(openings(input, *first)) ? first : quiet;
}

}  // namespace squall::chaos
