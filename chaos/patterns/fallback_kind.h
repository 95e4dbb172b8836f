#pragma once
// Where a fallback answer comes from, told by a canary in the provider's last good answer: the same value again (a
// cache), something that never changes (a static default), or another provider, whose call is seen on another edge.

#include <optional>
#include <span>
#include <string_view>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

inline constexpr std::string_view kStatic = "kind: static", kCached = "kind: cached", kAlternate = "kind: alternate";

// To be asked once a fallback was seen.
std::optional<Phase> next_of_kind(const PatternInput& input, std::span<const PhaseRecord> records);
// Adds the label; where it cannot be told, a confounder says why.
void note_kind(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m);
Duration expected_of_kind(const PatternInput& input);

}  // namespace squall::chaos
