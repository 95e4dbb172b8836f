#pragma once
// What replies that were held tell of the time that a consumer waits for an answer.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chaos/patterns/hold_reaction.h"

namespace squall::chaos {

struct HeldReplies {
  std::vector<HoldReaction> reactions;  // all attempts under "hold" and "longer hold"
  std::vector<double> closed;           // ms
  std::vector<double> answered;         // ms, under the first hold
  std::vector<double> answered_longer;
  std::vector<double> cancelled;  // ms: the consumer closed since its own caller had given up
  std::size_t unmoved = 0;        // calls that waited for the hold to end
  std::size_t samples = 0;        // calls on which the hold was executed
  Duration hold{0};

  bool raced() const { return closed.empty() && !answered.empty(); }
  bool nothing_moves() const { return samples > 0 && unmoved == samples; }
  std::optional<Duration> response() const;  // how long the consumer waited; nothing: to the end, or nobody knows
};
HeldReplies held_replies(const PatternInput& input, std::span<const PhaseRecord> records);

// The next hold to play, or nullopt when the records suffice.
std::optional<Phase> next_hold(const PatternInput& input, std::span<const PhaseRecord> records,
                               const HeldReplies& held);

// Presence, the quantity `response`, the summary, and the finding of connections that were left open.
void conclude_response(const HeldReplies& held, Measurement& m);

// As one limit closes, 20 % and 20 ms apart at most.
bool same_instant(double a_ms, double b_ms);

}  // namespace squall::chaos
