#pragma once
// What the tier above a consumer did: how often it called the consumer for one stimulus, and when.

#include <span>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

// An attempt on one of the edges above the consumer, for this call.
bool is_above(const Attempt& attempt, const Call& call, const PhaseRecord& record, const PatternInput& input);

// The attempts of one logical call on the edge right above the consumer: of the edges above, the one that carried the
// most. In order of arrival; empty where no edge above is watched.
std::vector<const Attempt*> attempts_above(const Call& call, const PhaseRecord& record, const PatternInput& input);

// One logical call as the consumer saw it: where the tier above sends it again, each time is a call of its own.
struct CallsFromAbove {
  std::vector<LogicalCall> calls;
  bool apart = true;  // false: one may have gone on when the next began; then there are none
};

// `in_calm`: how often the tier above calls the consumer for one stimulus by design.
CallsFromAbove apart_by_tier_above(const LogicalCall& call, const PhaseRecord& record, const PatternInput& input,
                                   std::size_t in_calm);

// The most attempts above for one stimulus in phases without a fault.
std::size_t most_above_in_calm(std::span<const PhaseRecord> records, const PatternInput& input);

}  // namespace squall::chaos
