#include "chaos/patterns/repetition.h"

#include <algorithm>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

bool reset_by_fault(const Attempt& attempt) {
  return attempt.status == 0 && attempt.ended_by == Peer::proxy;
}

// A reused connection may have been closed by the provider in the meantime, so transports repeat on a fresh one what
// failed on it without an answer.
std::size_t count_replays(const std::vector<const Attempt*>& attempts) {
  constexpr Duration at_once = std::chrono::milliseconds(5);
  std::size_t replays = 0;
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    const Attempt& failed = *attempts[i - 1];
    const Attempt& again = *attempts[i];
    const bool reused = failed.ordinal > 0 && reset_by_fault(failed);
    const bool fresh = again.ordinal == 0 && again.connection != failed.connection;
    if (reused && fresh && again.request_started - end_of(failed) < at_once) ++replays;
  }
  return replays;
}

bool still_going(const Call& call, const std::vector<const Attempt*>& attempts) {
  if (call.error == CallError::cancelled) return true;
  if (call.error != CallError::timeout || attempts.size() < 3) return false;
  const Duration last_gap = attempts.back()->request_started - attempts[attempts.size() - 2]->request_started;
  return call.finished - attempts.back()->request_started < 3 * last_gap;
}

}  // namespace

std::size_t Repetition::retries() const {
  const std::size_t expected = by_design + replays;
  return attempts.size() > expected ? attempts.size() - expected : 0;
}

std::vector<double> Repetition::gaps() const {
  std::vector<double> found;
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    found.push_back(std::max(0.0, to_ms(attempts[i]->request_started - end_of(*attempts[i - 1]))));
  }
  if (replays > 0 || by_design > 1) found.clear();
  return found;
}

std::vector<Repetition> repetitions_in(const PhaseRecord& record, const Design& design,
                                       std::string_view correlation_header) {
  std::vector<Repetition> found;
  for (const LogicalCall& call : logical_calls(record, correlation_header)) {
    for (const AttemptGroup& group : groups_of(call, design)) {
      const bool faulted = std::any_of(group.attempts.begin(), group.attempts.end(),
                                       [](const Attempt* a) { return !a->faults.empty(); });
      if (!faulted) continue;
      Repetition repetition;
      repetition.call = call.call;
      repetition.operation = group.operation;
      repetition.attempts = group.attempts;
      repetition.by_design = design.alike_of(group.operation);
      repetition.replays = count_replays(group.attempts);
      repetition.unanswered = still_going(*call.call, group.attempts);
      found.push_back(std::move(repetition));
    }
  }
  return found;
}

bool has_stable_key(const Repetition& repetition) {
  if (repetition.attempts.empty()) return false;
  const std::string_view key = repetition.attempts.front()->request_headers.get("idempotency-key");
  return !key.empty() && std::all_of(repetition.attempts.begin(), repetition.attempts.end(), [&](const Attempt* a) {
    return a->request_headers.get("idempotency-key") == key;
  });
}

}  // namespace squall::chaos
