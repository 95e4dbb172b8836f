#include "chaos/patterns/hedged_call.h"

#include <algorithm>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

bool alike(const Attempt& a, const Attempt& b) {
  return a.method == b.method && a.target == b.target && a.body_hash == b.body_hash;
}

bool sent_twice(const LogicalCall& call) {
  for (std::size_t i = 1; i < call.attempts.size(); ++i) {
    if (alike(*call.attempts[i - 1], *call.attempts[i])) return true;
  }
  return false;
}

bool let_go(const Attempt& attempt) {
  return attempt.ended_by == Peer::consumer && attempt.ended && !attempt.last_byte;
}

// A timer's doing: the first is given up as the second begins.
bool gives_first_up(const SlowCall& slow) {
  return let_go(*slow.first) && *slow.first->ended <= slow.second->request_started + 10ms;
}

// The consumer itself let go of the attempt because of the other's answer, not for a timeout of its own.
bool closed_soon_after(const Attempt& attempt, Instant answer) {
  return let_go(attempt) && *attempt.ended <= answer + 50ms;
}

}  // namespace

std::vector<SlowCall> read_slow(const PatternInput& input, std::span<const PhaseRecord> records,
                                std::string_view name) {
  std::vector<SlowCall> found;
  const Design design = design_of(records, input.correlation_header);
  for (const PhaseRecord& record : records) {
    if (record.phase.name != name) continue;
    for (LogicalCall& call : logical_calls(record, input.correlation_header)) {
      if (!call.injected()) continue;
      SlowCall slow;
      slow.call = call;
      for (const AttemptGroup& group : groups_of(call, design)) {
        const auto struck = std::find_if(group.attempts.begin(), group.attempts.end(),
                                         [](const Attempt* a) { return !a->faults.empty(); });
        if (struck == group.attempts.end()) continue;
        slow.first = *struck;
        const auto open_until = (*struck)->ended.value_or(record.to);
        const std::size_t by_design = design.alike_of(group.operation);
        const auto next = std::next(struck);
        if (next == group.attempts.end() || (*next)->request_started >= open_until) break;
        const double after = to_ms((*next)->request_started - (*struck)->request_started);
        if (group.attempts.size() <= by_design) {
          slow.together = after;
          break;
        }
        slow.second = *next;
        slow.after = after;
        slow.loser_closed = closed_soon_after(**struck, slow.second->last_byte.value_or(call.call->finished));
        break;
      }
      if (slow.first != nullptr) found.push_back(std::move(slow));
    }
  }
  return found;
}

bool tells_hedge_from_timer(const SlowCall& slow) {
  return slow.second != nullptr && (slow.first->last_byte || gives_first_up(slow));
}

bool takes_the_first(const std::vector<SlowCall>& both) {
  return std::any_of(both.begin(), both.end(), [](const SlowCall& slow) {
    if (!slow.first->last_byte) return false;
    return slow.call.call->finished < *slow.first->last_byte + from_ms(std::max(20.0, slow.after / 2));
  });
}

bool sends_all_twice(const std::vector<SlowCall>& slow, const CalmCalls& calm) {
  std::vector<double> after;
  for (const SlowCall& one : slow) {
    if (one.together) after.push_back(*one.together);
  }
  if (after.size() * 2 <= slow.size()) return false;
  return calm.doubled * 2 > calm.seen || median(after) <= calm.first_takes;
}

CalmCalls read_calm(const PatternInput& input, std::span<const PhaseRecord> records) {
  CalmCalls found;
  const PhaseRecord* baseline = find_phase(records, "baseline");
  if (baseline == nullptr) return found;
  std::vector<double> counts, takes;
  for (const LogicalCall& call : logical_calls(*baseline, input.correlation_header)) {
    counts.push_back(static_cast<double>(call.attempts.size()));
    if (sent_twice(call)) ++found.doubled;
    if (!call.attempts.empty())
      takes.push_back(to_ms(end_of(*call.attempts.front()) - call.attempts.front()->request_started));
  }
  found.seen = counts.size();
  found.first_takes = median(takes);
  const double usual = median(counts);
  found.with_more =
      static_cast<std::size_t>(std::count_if(counts.begin(), counts.end(), [&](double n) { return n > usual; }));
  return found;
}

}  // namespace squall::chaos
