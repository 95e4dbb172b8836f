#pragma once
// Many stimuli at once: what was open together, who was carried, who was turned away, what suffered beside them.

#include <span>
#include <string_view>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

std::size_t most_open(std::span<const Attempt> attempts, Instant end);  // attempts open at once; `end`: of the record
std::size_t most_open(std::span<const Call> calls);
bool went_well(const Call& call);  // answered, below 400
double ms_of(const Call& call);    // from its start to its end
// Begun within so long of each other: a generator that falls behind spreads them.
Duration spread_of(std::span<const Call> calls);
// The consumer did not wait for a reply that was held.
bool gave_up(std::span<const Attempt> attempts);
// A fault's step was executed on an attempt of ours.
bool any_injected(std::span<const PhaseRecord> records, std::string_view correlation_header);

// The calls of one member sent beside the stimuli.
struct BesideFigures {
  std::size_t asked = 0, well = 0;
  double seconds = 0;  // in which they were sent
  std::vector<double> ms;
  double per_second() const { return seconds > 0 ? static_cast<double>(well) / seconds : 0; }
};
void add_beside(BesideFigures& to, const PhaseRecord& record, std::string_view member);

}  // namespace squall::chaos
