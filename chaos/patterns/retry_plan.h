#pragma once
// The stimuli by which repeating is measured: failures counted to their end, then others of which is only asked whether
// they are repeated, and one that says when to come back.

#include <optional>
#include <span>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

std::optional<Phase> next_retry_phase(const PatternInput& input, std::span<const PhaseRecord> records);

}  // namespace squall::chaos
