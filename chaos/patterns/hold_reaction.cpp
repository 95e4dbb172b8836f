#include "chaos/patterns/hold_reaction.h"

#include <algorithm>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

bool given_up(const Call& call) {
  return call.error == CallError::timeout || call.error == CallError::cancelled;
}

}  // namespace

std::vector<HoldReaction> reactions_in(const PhaseRecord& record, Duration hold, Duration tail,
                                       std::string_view correlation_header) {
  constexpr Duration slack = std::chrono::milliseconds(5);
  std::vector<HoldReaction> reactions;
  for (const LogicalCall& call : logical_calls(record, correlation_header)) {
    for (const Attempt* attempt : call.attempts) {
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
      reactions.push_back(reaction);
    }
  }
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
