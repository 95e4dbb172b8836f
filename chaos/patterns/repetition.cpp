#include "chaos/patterns/repetition.h"

#include <algorithm>

#include "chaos/patterns/expectation.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/tier_above.h"

namespace squall::chaos {
namespace {

bool reset_by_fault(const Attempt& attempt) {
  return attempt.status == 0 && attempt.ended_by == Peer::proxy;
}

// A reused connection may have been closed by the provider in the meantime, so transports repeat on a fresh one what
// failed on it without an answer.
bool is_replay(const Attempt& failed, const Attempt& again) {
  constexpr Duration at_once = std::chrono::milliseconds(5);
  const bool reused = failed.ordinal > 0 && reset_by_fault(failed);
  const bool fresh = again.ordinal == 0 && again.connection != failed.connection;
  return reused && fresh && again.request_started - end_of(failed) < at_once;
}

std::size_t count_replays(const std::vector<const Attempt*>& attempts) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < attempts.size(); ++i) count += is_replay(*attempts[i - 1], *attempts[i]) ? 1 : 0;
  return count;
}

// After a failure the consumer neither answered nor tried again so far; or the next pause, three times as long as the
// last, was not waited for.
Cut cut_of(const Call& call, const std::vector<const Attempt*>& attempts) {
  if (call.error == CallError::cancelled) return Cut::at_limit;
  if (call.error != CallError::timeout) return Cut::no;
  const Attempt& last = *attempts.back();
  if (attempts.size() == 1) return last.last_byte || reset_by_fault(last) ? Cut::impatient : Cut::no;
  const Duration gap = last.request_started - attempts[attempts.size() - 2]->request_started;
  return call.finished - last.request_started < 3 * gap ? Cut::impatient : Cut::no;
}

void add(const LogicalCall& call, bool last, const Design& design, std::vector<Repetition>& seen) {
  for (const AttemptGroup& group : groups_of(call, design)) {
    const bool faulted =
        std::any_of(group.attempts.begin(), group.attempts.end(), [](const Attempt* a) { return !a->faults.empty(); });
    if (!faulted) continue;
    Repetition repetition;
    repetition.call = call.call;
    repetition.operation = group.operation;
    repetition.attempts = group.attempts;
    repetition.by_design = design.alike_of(group.operation);
    repetition.replays = count_replays(group.attempts);
    repetition.cut = last ? cut_of(*call.call, group.attempts) : Cut::no;
    seen.push_back(std::move(repetition));
  }
}

}  // namespace

std::size_t Repetition::retries() const {
  const std::size_t expected = by_design + replays;
  return attempts.size() > expected ? attempts.size() - expected : 0;
}

bool Repetition::begun_fresh() const {
  return !attempts.empty() && attempts.front()->ordinal == 0;
}

std::vector<double> Repetition::gaps() const {
  std::vector<double> found;
  if (by_design > 1) return found;
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    if (is_replay(*attempts[i - 1], *attempts[i])) continue;
    found.push_back(std::max(0.0, to_ms(attempts[i]->request_started - end_of(*attempts[i - 1]))));
  }
  return found;
}

UsualCalls usual_calls(std::span<const PhaseRecord> records, const PatternInput& input) {
  return {design_of(records, input.correlation_header), most_above_in_calm(records, input)};
}

Repetitions repetitions_in(const PhaseRecord& record, const UsualCalls& usual, const PatternInput& input) {
  Repetitions found;
  for (const LogicalCall& call : logical_calls(record, input.correlation_header)) {
    const CallsFromAbove parts = apart_by_tier_above(call, record, input, usual.from_above);
    found.all_apart = found.all_apart && parts.apart;
    for (const LogicalCall& part : parts.calls) add(part, &part == &parts.calls.back(), usual.design, found.seen);
  }
  return found;
}

std::string key_header(const PatternInput& input, std::string_view operation) {
  for (const std::string_view wanted : {operation, std::string_view()}) {
    for (const auto& [name, header] : input.key_headers) {
      if (name == wanted) return header;
    }
  }
  return text_in(input.expectation, "key").value_or("Idempotency-Key");
}

bool has_stable_key(const PatternInput& input, const Repetition& repetition) {
  if (repetition.attempts.empty()) return false;
  const std::string header = key_header(input, repetition.operation);
  const std::string_view key = repetition.attempts.front()->request_headers.get(header);
  return !key.empty() && std::all_of(repetition.attempts.begin(), repetition.attempts.end(),
                                     [&](const Attempt* a) { return a->request_headers.get(header) == key; });
}

}  // namespace squall::chaos
