#include "chaos/patterns/retry_modes.h"

#include <algorithm>

#include "chaos/patterns/backoff.h"

namespace squall::chaos {
namespace {

// So many attempts for one call, and no end: below it a stimulus was given up because more would not tell more.
constexpr std::size_t kMany = 12;

// Only the operation that the stimulus troubles first counts: what the consumer calls because of the failure
// (a compensation, say) is another thing.
void keep_first_operation(std::vector<Repetition>& seen) {
  if (seen.empty()) return;
  const auto first = std::min_element(seen.begin(), seen.end(), [](const Repetition& a, const Repetition& b) {
    return a.attempts.front()->request_started < b.attempts.front()->request_started;
  });
  const std::string operation = first->operation;
  std::erase_if(seen, [&](const Repetition& r) { return r.operation != operation; });
}

void keep_complete(std::vector<Repetition>& seen) {
  const auto complete = [](const Repetition& one) { return one.cut != Cut::impatient; };
  if (std::any_of(seen.begin(), seen.end(), complete))
    std::erase_if(seen, [&](const Repetition& one) { return !complete(one); });
}

std::size_t most_attempts(const std::vector<Repetition>& seen, bool fresh) {
  std::size_t most = 0;
  for (const Repetition& one : seen) {
    if (one.begun_fresh() == fresh) most = std::max(most, one.attempts.size());
  }
  return most;
}

// Where something was repeated as a transport would, what began on a fresh connection tells the policy.
void keep_fresh(RetryMode& mode) {
  const bool doubtful =
      std::any_of(mode.seen.begin(), mode.seen.end(), [](const Repetition& r) { return r.replays > 0; });
  const std::size_t fresh = most_attempts(mode.seen, true);
  mode.replayed = doubtful && most_attempts(mode.seen, false) > fresh;
  if (doubtful && fresh > 0) std::erase_if(mode.seen, [](const Repetition& r) { return !r.begun_fresh(); });
}

void add(const PhaseRecord& record, std::string_view name, const UsualCalls& usual, const PatternInput& input,
         RetryModes& modes) {
  Repetitions repetitions = repetitions_in(record, usual, input);
  modes.all_apart = modes.all_apart && repetitions.all_apart;
  for (Repetition& one : repetitions.seen) {
    if (one.cut == Cut::at_limit && one.attempts.size() < 2) continue;  // others used the limit up
    auto mode = std::find_if(modes.all.begin(), modes.all.end(), [&](const RetryMode& m) { return m.name == name; });
    if (mode == modes.all.end()) mode = modes.all.insert(modes.all.end(), RetryMode{std::string(name), {}, false});
    mode->seen.push_back(std::move(one));
  }
}

}  // namespace

bool RetryMode::retried() const {
  return std::any_of(seen.begin(), seen.end(), [](const Repetition& one) { return one.retries() > 0; });
}

bool RetryMode::endless() const {
  return std::any_of(seen.begin(), seen.end(),
                     [](const Repetition& one) { return one.cut == Cut::at_limit && one.attempts.size() >= kMany; });
}

bool RetryMode::impatient() const {
  return !seen.empty() &&
         std::all_of(seen.begin(), seen.end(), [](const Repetition& one) { return one.cut == Cut::impatient; });
}

std::vector<double> RetryMode::counts(bool replays_are_policy) const {
  std::vector<double> found;
  for (const Repetition& one : seen)
    found.push_back(static_cast<double>(one.retries() + (replays_are_policy ? one.replays : 0)));
  return found;
}

std::vector<std::vector<double>> RetryMode::gaps() const {
  std::vector<std::vector<double>> by_number;
  for (const Repetition& one : seen) {
    const auto gaps = one.gaps();
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      if (by_number.size() <= i) by_number.emplace_back();
      by_number[i].push_back(gaps[i]);
    }
  }
  return by_number;
}

const RetryMode* RetryModes::find(std::string_view name) const {
  const auto found = std::find_if(all.begin(), all.end(), [&](const RetryMode& mode) { return mode.name == name; });
  return found == all.end() ? nullptr : &*found;
}

const RetryMode* RetryModes::leading() const {
  const RetryMode* best = nullptr;
  double most = -1;
  for (const RetryMode& mode : all) {
    const auto counts = mode.counts(replays_are_policy);
    const double highest = *std::max_element(counts.begin(), counts.end());
    if (highest > most) {
      best = &mode;
      most = highest;
    }
  }
  return best;
}

RetryModes read_retry_modes(const PatternInput& input, std::span<const PhaseRecord> records) {
  const UsualCalls usual = usual_calls(records, input);
  RetryModes found;
  for (const PhaseRecord& record : records) {
    const bool calm = record.phase.faults.empty() || record.phase.name == kFreshly;
    if (!calm) add(record, record.phase.name, usual, input, found);
  }
  for (const PhaseRecord& record : input.earlier) {
    if (record.phase.name == "hold") add(record, kHang, usual, input, found);
  }
  for (RetryMode& mode : found.all) {
    keep_first_operation(mode.seen);
    keep_complete(mode.seen);
    keep_fresh(mode);
  }
  const RetryMode* answered = found.find(kAnswered);
  found.replays_are_policy = answered != nullptr && classify(answered->gaps()).shape == Shape::none;
  return found;
}

}  // namespace squall::chaos
