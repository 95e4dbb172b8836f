#pragma once
// Silences on an edge: what a circuit breaker looks like from outside.

#include <cstddef>
#include <span>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

// A run of stimuli that reached the edge, and the silence after it.
struct Burst {
  std::vector<LogicalCall> carried;
  std::size_t silent_calls = 0;     // stimuli after it with no attempt on the edge
  std::vector<double> rejected_in;  // ms: how fast those were answered outside
  Instant ended{};                  // the consumer knew of the burst's last failure
  Instant silent_until{};           // the next burst's first request; the end of the record when there is none
  bool over = false;                // another burst followed
  std::size_t attempts() const;
  double silence_ms() const;
};

// Cuts a phase's stimuli into bursts. Fewer than `least_silent` stimuli in a row without an attempt are no silence (an
// adaptive throttle lets some through) and are left out.
std::vector<Burst> bursts_in(const PhaseRecord& record, std::size_t least_silent, std::string_view correlation_header);

}  // namespace squall::chaos
