#pragma once
// The phases in which a circuit breaker is made to open and let close again, and what they show of themselves.

#include <span>

#include "chaos/patterns/breaker_opening.h"

namespace squall::chaos {

inline constexpr std::size_t kBreakerCycles = 3;   // silences that are watched to their end
inline constexpr std::size_t kHealthyStreak = 10;  // calls carried in a row: it has closed

Duration interval_of(const PatternInput& input);  // between stimuli: what an open time is known to
// So many stimuli in a row that reached a failing provider: there is no breaker.
std::size_t limit_of(const PatternInput& input);
// How long these take, where a failing one takes so long.
Duration time_to_tell(const PatternInput& input, Duration failing);

Phase failing_phase(const PatternInput& input, const std::string& name);
// Calm, until the edge carries everything again; bounded by the open time, where one was seen.
Phase healing_phase(const PatternInput& input, const std::string& name, Duration open_time);
bool enough_failing(const PatternInput& input, const PhaseRecord& running);

// Calls at the end of the record that were carried and went well.
std::size_t healthy_streak(const PatternInput& input, const PhaseRecord& record, Instant* since = nullptr);
Duration silence_of(const PatternInput& input, const PhaseRecord& failing);  // the median of those seen to their end

bool wants_quiet_run(const PatternInput& input, std::span<const PhaseRecord> records);
Phase quiet_phase(const PatternInput& input);
// The failing phase that shows most: the first that opened it; nullptr when none was played.
const PhaseRecord* telling(const PatternInput& input, std::span<const PhaseRecord> records);

}  // namespace squall::chaos
