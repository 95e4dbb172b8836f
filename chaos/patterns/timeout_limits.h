#pragma once
// The timeouts beside the one on the wait for an answer: on making the connection (its SYN is not answered), between
// two bytes (the body stops half-way), on the whole answer (the body comes byte by byte).

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

// The next phase that one of them needs, or nullopt. `response`: how long the consumer waits for an answer, where it
// does not wait for ever.
std::optional<Phase> next_limit(const PatternInput& input, std::span<const PhaseRecord> records,
                                std::optional<Duration> response);

// The quantities `connect`, `idle` and `total`, or, where the consumer waited on, `connect_watched` and so on, with
// labels; and the finding of a body that nobody watches.
void conclude_limits(const PatternInput& input, std::span<const PhaseRecord> records, std::optional<Duration> response,
                     Measurement& m);

// What `expect: {timeout: {connect: 1s}}` and its like make of a measurement; nullopt: the expectation says none.
std::optional<Judgement> judge_limits(const Measurement& m, const contracts::Value& expectation);

Duration expected_time_of_limits(const PatternInput& input);

}  // namespace squall::chaos
