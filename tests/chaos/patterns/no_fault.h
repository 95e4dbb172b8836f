#pragma once
// Reasons for which no fault was at work in a phase: what its record would have been then.

#include "chaos/patterns/pattern.h"

namespace squall::tests {

using Spoil = void (*)(chaos::PhaseRecord&);

// It matched nothing.
inline void no_fault_struck(chaos::PhaseRecord& record) {
  record.windows.clear();
  for (auto& attempt : record.attempts) attempt.faults.clear();
}

// The edge is not on the path.
inline void no_attempt_came(chaos::PhaseRecord& record) {
  record.attempts.clear();
}

// The service is down.
inline void nothing_answered(chaos::PhaseRecord& record) {
  record.attempts.clear();
  for (auto& call : record.calls) {
    call.status = 0;
    call.error = chaos::CallError::refused;
    call.finished = call.started + std::chrono::milliseconds(1);
  }
}

// The provider is: nothing was sent.
inline void never_settled(chaos::PhaseRecord& record) {
  chaos::PhaseRecord empty;
  empty.pattern = record.pattern;
  empty.phase = record.phase;
  empty.from = empty.to = record.from;
  empty.settled = false;
  empty.trouble = "in calm, nothing was carried";
  record = std::move(empty);
}

// It struck somebody else's requests only, as their traces tell.
inline void others_were_struck(chaos::PhaseRecord& record) {
  if (!record.traced) return no_fault_struck(record);
  record.windows.clear();
  std::vector<chaos::Attempt> others;
  for (auto& attempt : record.attempts) {
    if (attempt.faults.empty()) continue;
    auto& other = others.emplace_back(attempt);
    other.id += 1'000'000;
    other.connection += 1'000'000;
    other.request_headers.set("traceparent", "00-0123456789abcdef0123456789abcdef-00f067aa0ba902b7-01");
    attempt.faults.clear();
  }
  record.attempts.insert(record.attempts.end(), others.begin(), others.end());
}

inline constexpr Spoil kNoFaultAtWork[] = {no_fault_struck, no_attempt_came, nothing_answered, never_settled,
                                           others_were_struck};

}  // namespace squall::tests
