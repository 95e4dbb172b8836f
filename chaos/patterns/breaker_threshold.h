#pragma once
// What a circuit breaker counts: failures in a row, or the share of failures among the last calls. Failures alone
// cannot tell; mixed with calls that go well, evenly spread, they can.

#include <optional>
#include <span>
#include <string_view>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

inline constexpr std::string_view kCountsShare = "counts a share of calls, not failures in a row";
inline constexpr std::string_view kCountsInARow = "counts failures in a row";

// The next mix to play on a breaker that opened after `opens_after` failing calls and is closed again: first one
// success for so many failures that as many in a row would open it; for one that counts a share, then 60 % and 30 or 90
// %. `failing` is a phase of failures to make it of.
std::optional<Phase> next_mix(const PatternInput& input, std::span<const PhaseRecord> records, Phase failing,
                              std::size_t opens_after);
Duration expected_of_mix(bool quick, std::size_t opens_after, Duration failing);  // of the first mixes
bool enough_of_mix(const PatternInput& input, const PhaseRecord& running);

// Adds the label, and for a share the range it is in.
void note_threshold_kind(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m);

}  // namespace squall::chaos
