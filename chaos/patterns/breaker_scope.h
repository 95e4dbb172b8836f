#pragma once
// What a breaker opens for: one operation fails, another on the same edge goes well. While the edge is silent for the
// one, is it for the other? Needs a request that makes the consumer call the other (`other` of the expectation).

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

inline constexpr std::string_view kOther = "other";
inline constexpr std::string_view kScopeEdge = "scope: edge", kScopeOperation = "scope: operation";

std::optional<Phase> next_of_scope(const PatternInput& input, std::span<const PhaseRecord> records,
                                   const Phase& failing, const std::string& operation, Duration open_time);
// Adds the label; where it cannot be told, a confounder says why.
void note_scope(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m);

}  // namespace squall::chaos
