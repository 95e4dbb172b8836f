#pragma once
// What a consumer did about a reply that was held: shared by the patterns that hold replies.

#include <optional>
#include <span>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

// One attempt under a hold.
struct HoldReaction {
  const Attempt* attempt = nullptr;
  const Call* call = nullptr;
  Duration hold{0};
  std::optional<Duration> closed;    // the consumer closed its connection so long after its request was complete
  std::optional<Duration> answered;  // it did not, but the outside got its answer so long after (last attempt only)
  bool leaked = false;               // still open when the phase ended, though the outside had its answer
  // It closed only when it tried again: that tells its pause and not its patience. Then `closed` is empty.
  bool closed_to_try_again = false;
};

// Reactions of all injected attempts in the record; `tail` is how long the consumer takes from the provider's answer to
// its own, in calm, and is subtracted from `answered`. A consumer that closes because Squall gave up is not a reaction.
std::vector<HoldReaction> reactions_in(const PhaseRecord& record, Duration hold, Duration tail,
                                       std::string_view correlation_header);

// The median time from the provider's last byte to the outside answer in calm records.
Duration calm_tail(std::span<const PhaseRecord> records, std::string_view correlation_header);

}  // namespace squall::chaos
