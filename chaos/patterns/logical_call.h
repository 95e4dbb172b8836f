#pragma once
// Which attempts on the edge belong to which call from outside.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

struct LogicalCall {
  const Call* call = nullptr;
  std::vector<const Attempt*> attempts;  // in order of arrival
  bool injected() const;                 // a fault's step was executed on at least one of them
};

// The attempts of one logical call that repeat the same operation: the first and its retries.
struct AttemptGroup {
  std::string operation;
  const Call* call = nullptr;
  std::vector<const Attempt*> attempts;
};

// By the trace id of the correlation header; where the consumer is not known to hand it on (PhaseRecord::traced) and
// stimuli were sent one at a time, in time: an attempt belongs to the last stimulus begun before it. Pointers live as
// long as the record.
std::vector<LogicalCall> logical_calls(const PhaseRecord& record, std::string_view correlation_header);

// Without the background traffic, as far as traces tell; a copy.
std::vector<Attempt> own_attempts(const PhaseRecord& record, std::string_view correlation_header);

// How often the consumer calls each operation for one stimulus by design: from calm records.
struct Design {
  struct Use {
    std::string operation;
    std::size_t calls = 0;  // for one stimulus, the most seen
    std::size_t alike = 0;  // of these with the same target and body, the most seen
  };
  std::vector<Use> uses;
  std::size_t calls_of(std::string_view operation) const;  // 0 when it was never seen
  std::size_t alike_of(std::string_view operation) const;  // at least 1
};
Design design_of(std::span<const PhaseRecord> records, std::string_view correlation_header);

// Groups a logical call's attempts by operation. Where the design calls one operation several times for a stimulus, by
// target and body too, so that two charges are not taken for one charge sent twice.
std::vector<AttemptGroup> groups_of(const LogicalCall& call, const Design& design);

std::string operation_of(const Attempt& attempt);  // "POST /charges"; the path as it is when the contract has no name
std::string trace_of(const Attempt& attempt, std::string_view correlation_header);  // "" when there is none
Instant end_of(const Attempt& attempt);  // when the consumer knew how it ended, as far as it has

const PhaseRecord* find_phase(std::span<const PhaseRecord> records, std::string_view name);
std::size_t count_phases(std::span<const PhaseRecord> records, std::string_view name);

}  // namespace squall::chaos
