#include "chaos/patterns/retry_plan.h"

#include <algorithm>

#include "chaos/patterns/backoff.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/retry_modes.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSamples = 4;
constexpr std::size_t kJitterSamples = 10;
constexpr Duration kShort = 1500ms;  // a call that takes no longer is let come to its end
constexpr Duration kSlow = 5s;       // a call that takes longer is sampled twice only

std::size_t most_attempts(const PatternInput& input) {
  const auto declared = count_in(input.expectation, "at_most");
  return declared ? std::max<std::size_t>(4 * (*declared + 1), 12) : 24;
}

// Pauses that do not grow any more: then so many attempts take about so long.
std::optional<Duration> until_limit(const PatternInput& input, const RetryMode& mode) {
  const auto gaps = mode.seen.back().gaps();
  if (gaps.size() < 2 || gaps.back() > 1.15 * gaps[gaps.size() - 2]) return std::nullopt;
  return from_ms(1.2 * gaps.back() * static_cast<double>(most_attempts(input)));
}

// How long to wait for the consumer's last word: as most need; longer for one whose end was not seen; and for one that
// goes on at the same pace as long as many attempts take. nullopt: it was waited for long enough.
std::optional<Duration> patience(const PatternInput& input, const RetryModes& modes, const RetryMode* mode) {
  const Duration first = input.quick ? 5s : 15s, second = input.quick ? 20s : 90s;
  if (mode != nullptr && mode->impatient()) {
    if (mode->seen.size() == 1) return second;
    const auto many = until_limit(input, *mode);
    return mode->seen.size() == 2 && many ? std::optional(std::clamp<Duration>(*many, second, 90s)) : std::nullopt;
  }
  Duration longest{0};
  for (const RetryMode& one : modes.all) {
    if (one.name == kHang) continue;
    for (const Repetition& seen : one.seen) longest = std::max(longest, seen.call->finished - seen.call->started);
  }
  return std::max(first, longest * 3 / 2);
}

Phase failing(const PatternInput& input, std::string_view name, FaultSpec fault, Duration patience) {
  Phase phase = single_stimulus(input, std::string(name), std::move(fault));
  phase.attempts_at_most = most_attempts(input);
  phase.client_timeout = patience;
  phase.linger = 150ms;
  return phase;
}

std::size_t wanted(const RetryMode* mode, std::size_t usual) {
  if (mode == nullptr) return usual;
  const bool slow = std::any_of(mode->seen.begin(), mode->seen.end(),
                                [](const Repetition& one) { return one.call->finished - one.call->started > kSlow; });
  if (slow) return 2;
  const bool varies = mode->seen.size() >= kSamples && classify(mode->gaps()).spread > 0.12;
  return varies ? kJitterSamples : usual;
}

// Samples of a mode whose repeating is counted to its end.
std::optional<Phase> next_sample(const PatternInput& input, std::span<const PhaseRecord> records,
                                 const RetryModes& modes, std::string_view name, std::size_t usual,
                                 const FaultSpec& fault) {
  const RetryMode* mode = modes.find(name);
  const std::size_t enough = wanted(mode, usual);
  const bool doubtful = mode != nullptr && mode->impatient();
  if (!doubtful && mode != nullptr && mode->seen.size() >= enough) return std::nullopt;
  if (count_phases(records, name) >= enough + 3) return std::nullopt;
  const auto time = patience(input, modes, mode);
  return time ? std::optional(failing(input, name, fault, *time)) : std::nullopt;
}

// Something was repeated on a fresh connection at once: the transport's doing, or a policy without a pause? One more
// time, with no reused connection that a transport would replay on.
std::optional<Phase> next_fresh(const PatternInput& input, std::span<const PhaseRecord> records,
                                const RetryModes& modes) {
  const RetryMode* reset = modes.find(kReset);
  const bool doubtful = reset != nullptr && std::any_of(reset->seen.begin(), reset->seen.end(),
                                                        [](const Repetition& one) { return one.replays > 0; });
  if (records.back().phase.name == kFreshly) {
    Phase phase = failing(input, kReset, reset_before_reply(), patience(input, modes, nullptr).value_or(5s));
    phase.healthy_before = 0;
    return phase;
  }
  if (!doubtful || count_phases(records, kFreshly) >= 2) return std::nullopt;
  Phase phase = single_stimulus(input, std::string(kFreshly), close_after_answer());
  phase.linger = 30ms;
  return phase;
}

struct Probe {
  std::string_view name;
  bool thorough = false;
  FaultSpec fault;
};

// How long the provider asks to wait: other than what the consumer would wait anyway. nullopt: that is too long to see.
std::optional<Duration> told_to_wait(const PatternInput& input, const RetryModes& modes) {
  double usual = 0;
  for (const RetryMode& mode : modes.all) {
    if (mode.name == kTold || mode.name == kToldOtherwise) continue;
    const auto gaps = mode.gaps();
    if (!gaps.empty()) usual = std::max(usual, *std::max_element(gaps.front().begin(), gaps.front().end()));
  }
  if (usual < 700) return 1s;
  const auto asked = std::chrono::ceil<std::chrono::seconds>(from_ms(1.5 * usual));
  return asked <= (input.quick ? 5s : 20s) ? std::optional<Duration>(asked) : std::nullopt;
}

std::vector<Probe> probes(const PatternInput& input, const RetryModes& modes) {
  std::vector<Probe> found{{"500", false, answer_with(500)},
                           {"502", true, answer_with(502)},
                           {"504", true, answer_with(504)},
                           {"408", true, answer_with(408)},
                           {kMidBody, false, reset_in_body()}};
  if (const auto wait = told_to_wait(input, modes)) {
    found.push_back({kTold, false, come_back_later(429, *wait)});
    const RetryMode* told = modes.find(kTold);
    const RetryMode* answered = modes.find(kAnswered);
    if (told != nullptr && !told->retried() && answered != nullptr && answered->retried())
      found.push_back({kToldOtherwise, false, come_back_later(503, *wait)});
  }
  std::erase_if(found, [&](const Probe& probe) { return probe.thorough && input.quick; });
  return found;
}

// The longest that one stimulus took, to its end.
Duration whole_of(const RetryMode& mode) {
  Duration longest{0};
  for (const Repetition& one : mode.seen) longest = std::max(longest, one.call->finished - one.call->started);
  return longest;
}

bool given_up(const PhaseRecord& record) {
  return std::any_of(record.calls.begin(), record.calls.end(),
                     [](const Call& call) { return call.error == CallError::cancelled; });
}

// How long after its second attempt a consumer may send the third.
Duration pause_after_second(const RetryMode& leading, const PhaseRecord& last) {
  const auto gaps = leading.gaps();
  Duration pause = gaps.size() > 1 ? from_ms(1.2 * *std::max_element(gaps[1].begin(), gaps[1].end())) : Duration(0);
  if (const auto told = duration_in(last.phase.faults.front().parameters, "retry_after"))
    pause = std::max<Duration>(pause, *told * 6 / 5);
  return pause + 100ms;
}

// Whether a failure is repeated at all shows with the second attempt; how often, where nothing else is repeated.
std::optional<Phase> next_probe(const PatternInput& input, std::span<const PhaseRecord> records,
                                const RetryModes& modes) {
  const RetryMode* leading = modes.leading();
  const bool known = leading != nullptr && leading->counts(modes.replays_are_policy).front() > 0;
  for (const Probe& probe : probes(input, modes)) {
    if (modes.find(probe.name) != nullptr || count_phases(records, probe.name) >= 2) continue;
    Phase phase = failing(input, probe.name, probe.fault, patience(input, modes, nullptr).value_or(5s));
    const Duration rest = known ? whole_of(*leading) : Duration(0);
    if (rest > kShort) {
      phase.attempts_at_most = 2;
      // What a stimulus that was given up still sends must not be taken for the next one's.
      if (given_up(records.back())) phase.quiet_before = pause_after_second(*leading, records.back());
    }
    return phase;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Phase> next_retry_phase(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 3);
  const RetryModes modes = read_retry_modes(input, records);
  const RetryMode* answered = modes.find(kAnswered);
  const RetryMode* reset = modes.find(kReset);
  if ((answered != nullptr && answered->endless()) || (reset != nullptr && reset->endless())) return std::nullopt;
  if (auto phase = next_sample(input, records, modes, kAnswered, kSamples, answer_with(503))) return phase;
  if (auto phase = next_sample(input, records, modes, kReset, 2, reset_before_reply())) return phase;
  if (auto phase = next_fresh(input, records, modes)) return phase;
  return next_probe(input, records, modes);
}

}  // namespace squall::chaos
