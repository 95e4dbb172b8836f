#pragma once
// What the calls of a load amount to. Pure.

#include <cstdint>
#include <vector>

#include "chaos/timeline/records.h"
#include "harness/traffic/histogram.h"

namespace squall::harness {

// Answered, and with a status below 400.
bool succeeded(const chaos::Call& call);
// As a user feels it: from when the schedule wanted the call.
chaos::Duration felt_latency(const chaos::Call& call);

struct LoadFigures {
  std::uint64_t calls = 0;   // cancelled ones are left out: nobody knows what would have come of them
  std::uint64_t unsent = 0;  // count as failed
  std::uint64_t succeeded = 0;
  Histogram latency;  // of every call, failed ones included

  std::uint64_t arrivals() const { return calls + unsent; }
  double success() const;  // 0..1; 1 when there were no arrivals
  double seconds(double quantile) const;
};

LoadFigures figures_of(const std::vector<chaos::Call>& calls, std::uint64_t unsent = 0);

}  // namespace squall::harness
