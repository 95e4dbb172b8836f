#pragma once
// The kinds of failure under which repeating is looked at, and what was seen of each.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/patterns/repetition.h"

namespace squall::chaos {

// One kind of failure; its name is that of its phases.
struct RetryMode {
  std::string name;              // "503", "reset", "hang"
  std::vector<Repetition> seen;  // only those whose end was seen, where there are any
  bool replayed = false;         // by the transport: on a reused connection, and not on a fresh one
  bool retried() const;
  bool endless() const;    // repeated as often as Squall let it
  bool impatient() const;  // Squall's patience ended first, every time
  std::vector<double> counts(bool replays_are_policy) const;
  std::vector<std::vector<double>> gaps() const;  // by retry number, ms
};

// By the phase's name; held replies are those of the timeout's measurement.
inline constexpr std::string_view kAnswered = "503", kReset = "reset", kHang = "hang", kMidBody = "mid-body",
                                  kTold = "429 with Retry-After", kToldOtherwise = "503 with Retry-After";
// A healthy call after which the connection is closed, so that the next attempt begins a fresh one.
inline constexpr std::string_view kFreshly = "fresh connection";

struct RetryModes {
  std::vector<RetryMode> all;
  const RetryMode* find(std::string_view name) const;  // nullptr when nothing was seen of it
  const RetryMode* leading() const;                    // the one that was repeated most, those seen first before others
  bool all_apart = true;                               // false: some attempts were not told from another tier's
  // What the consumer repeats at once whatever the failure, it repeats so on a reused connection, too.
  bool replays_are_policy = false;
};

RetryModes read_retry_modes(const PatternInput& input, std::span<const PhaseRecord> records);

}  // namespace squall::chaos
