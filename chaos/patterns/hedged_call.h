#pragma once
// What a call that was made slow looks like on the edge: a hedge, a timer and a retry, or nothing of the kind.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

// One stimulus whose first attempt was slow.
struct SlowCall {
  LogicalCall call;
  const Attempt* first = nullptr;
  const Attempt* second = nullptr;  // sent while the first was open; nullptr: none was
  double after = 0;                 // ms after the first
  bool loser_closed = false;        // the first was let go because of the other's answer
  // Nothing more was sent than in calm, and that while the first was open: so long after it, ms.
  std::optional<double> together;
};

// Of the phases of that name; pointers live as long as the records.
std::vector<SlowCall> read_slow(const PatternInput& input, std::span<const PhaseRecord> records, std::string_view name);

// Both were slow, and how the first ended tells a hedge from a timer that only races and then retries.
bool tells_hedge_from_timer(const SlowCall& slow);
// Of these: the answer comes with some first one's (a hedge), or with the second's (a retry after a timer).
bool takes_the_first(const std::vector<SlowCall>& both);

struct CalmCalls {
  std::size_t seen = 0;
  std::size_t with_more = 0;  // more was sent than for most
  std::size_t doubled = 0;    // one and the same thing was sent twice
  double first_takes = 0;     // ms, the median of the first attempts
};
CalmCalls read_calm(const PatternInput& input, std::span<const PhaseRecord> records);
// The second attempt does not wait to see whether the first is slow: it comes sooner than a fast answer.
bool sends_all_twice(const std::vector<SlowCall>& slow, const CalmCalls& calm);

}  // namespace squall::chaos
