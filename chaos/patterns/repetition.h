#pragma once
// How often a consumer sent one and the same thing: counted under one kind of failure.

#include <span>
#include <string>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

// Whether the end of the repeating was seen.
enum class Cut {
  no,
  at_limit,   // Squall gave the stimulus up after Phase::attempts_at_most attempts
  impatient,  // Squall's patience ended first, and another attempt may have been on its way
};

// One operation repeated within one logical call, the faulted attempts of it.
struct Repetition {
  const Call* call = nullptr;
  std::string operation;
  std::vector<const Attempt*> attempts;
  std::size_t by_design = 1;  // of these, sent for one stimulus in calm too
  std::size_t replays = 0;    // of a failed reused connection, at once on a fresh one: the transport's doing
  Cut cut = Cut::no;
  std::size_t retries() const;
  bool begun_fresh() const;  // on a connection that had carried nothing before: nothing for a transport to replay
  // Pauses before each retry, ms: failure delivered to next request; those of replays are left out.
  std::vector<double> gaps() const;
};

// What one stimulus brings about in calm.
struct UsualCalls {
  Design design;
  std::size_t from_above = 0;  // calls of the consumer by the tier above, the most seen
};
UsualCalls usual_calls(std::span<const PhaseRecord> records, const PatternInput& input);

// What the tier above sends again is a call of its own, of which the consumer repeats what it likes.
struct Repetitions {
  std::vector<Repetition> seen;
  bool all_apart = true;  // false: some were left out, for the tiers' attempts could not be told apart
};

// The faulted operation of every stimulus in the record's phase; stimuli that met no fault are left out.
Repetitions repetitions_in(const PhaseRecord& record, const UsualCalls& usual, const PatternInput& input);

inline constexpr const char* kTiersMixed =
    "the tier above tried again while the consumer may still have been at it: whose attempts are whose was not told";

// The header that makes the operation's attempts one request: PatternInput's, the expectation's `key`, Idempotency-Key.
std::string key_header(const PatternInput& input, std::string_view operation);
// Every attempt carries the same, non-empty value of that header.
bool has_stable_key(const PatternInput& input, const Repetition& repetition);

}  // namespace squall::chaos
