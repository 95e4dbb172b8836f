#pragma once
// What measurements of one edge say of how long and how often its consumer tries.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chaos/patterns/measurement.h"

namespace squall::chaos {

struct EdgeLimits {
  std::string edge;       // as written
  std::string operation;  // with which it was measured: "POST /charges"; may be ""
  // Until one attempt is given up. Where there is none, `waited` says how long was waited without giving up; 0: it was
  // not measured.
  std::optional<Duration> timeout = {};
  Duration waited{0};
  bool leaks = false;  // the connection stays open when it gives up
  // Attempts of one call: while the provider is silent, and at most, whatever its failure. Nothing: not measured.
  std::optional<std::size_t> attempts_silent = {}, attempts_failing = {};
  bool endless = false;               // it tries again without an end
  std::vector<Duration> pauses = {};  // before each retry that was seen, the first ones; the last stands for the rest

  // All pauses of a call of so many attempts.
  Duration paused(std::size_t attempts) const;
};

// Medians. Only what was measured with a fault that was executed, and is known, counts.
EdgeLimits limits_of(const std::string& edge, std::span<const Measurement> measured);

// The edge's; nullptr when there are none.
const EdgeLimits* limits_on(std::span<const EdgeLimits> limits, const std::string& edge);

}  // namespace squall::chaos
