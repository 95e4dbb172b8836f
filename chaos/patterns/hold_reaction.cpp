#include "chaos/patterns/hold_reaction.h"

#include <algorithm>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

bool given_up(const Call& call) {
  return call.error == CallError::timeout || call.error == CallError::cancelled;
}

// A consumer may keep the connection that it has given up until it needs another one. Where others of its attempts were
// closed clearly sooner, the closing that comes with the next attempt is of that kind.
void leave_out_late_closings(std::vector<HoldReaction>& reactions, const std::vector<bool>& with_next) {
  std::vector<double> apart, together;
  for (std::size_t i = 0; i < reactions.size(); ++i) {
    if (reactions[i].closed) (with_next[i] ? together : apart).push_back(to_ms(*reactions[i].closed));
  }
  if (together.empty()) return;
  const double sooner = apart.empty() ? *std::min_element(together.begin(), together.end()) : median(apart);
  for (std::size_t i = 0; i < reactions.size(); ++i) {
    if (!with_next[i] || !reactions[i].closed || to_ms(*reactions[i].closed) <= 1.05 * sooner + 20) continue;
    reactions[i].closed.reset();
    reactions[i].closed_to_try_again = true;
  }
}

}  // namespace

std::vector<HoldReaction> reactions_in(const PhaseRecord& record, Duration hold, Duration tail,
                                       std::string_view correlation_header) {
  constexpr Duration slack = std::chrono::milliseconds(5);
  std::vector<HoldReaction> reactions;
  std::vector<bool> with_next;  // closed when the next attempt of its call began
  for (const LogicalCall& call : logical_calls(record, correlation_header)) {
    for (std::size_t n = 0; n < call.attempts.size(); ++n) {
      const Attempt* attempt = call.attempts[n];
      if (attempt->faults.empty() || !attempt->request_complete) continue;
      const Instant asked = *attempt->request_complete;
      const Instant released = asked + hold - hold / 50;
      HoldReaction reaction{attempt, call.call, hold, std::nullopt, std::nullopt, false};
      const bool ours =
          given_up(*call.call) && attempt->consumer_closed && *attempt->consumer_closed + slack >= call.call->finished;
      // Of an answer that it gave up in the middle, the last byte so far came before.
      const bool before_answer =
          attempt->consumer_closed && (!attempt->last_byte || *attempt->consumer_closed < *attempt->last_byte ||
                                       attempt->ended_by == Peer::consumer);
      if (before_answer && !ours && *attempt->consumer_closed < released) {
        reaction.closed = *attempt->consumer_closed - asked;
      } else if (attempt == call.attempts.back() && !given_up(*call.call) && call.call->finished < released) {
        reaction.answered = std::max<Duration>(call.call->finished - asked - tail, Duration(0));
        reaction.leaked = !attempt->consumer_closed && !attempt->ended;
      }
      const Attempt* next = n + 1 < call.attempts.size() ? call.attempts[n + 1] : nullptr;
      with_next.push_back(reaction.closed && next != nullptr &&
                          next->request_started - *attempt->consumer_closed < slack);
      reactions.push_back(reaction);
    }
  }
  leave_out_late_closings(reactions, with_next);
  return reactions;
}

Duration calm_tail(std::span<const PhaseRecord> records, std::string_view correlation_header) {
  std::vector<double> tails;
  for (const PhaseRecord& record : records) {
    if (!record.phase.faults.empty()) continue;
    for (const LogicalCall& call : logical_calls(record, correlation_header)) {
      if (call.attempts.empty() || !call.attempts.back()->last_byte) continue;
      tails.push_back(to_ms(call.call->finished - *call.attempts.back()->last_byte));
    }
  }
  return from_ms(std::max(0.0, median(std::move(tails))));
}

}  // namespace squall::chaos
