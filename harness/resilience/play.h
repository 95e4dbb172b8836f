#pragma once
// Plays one phase on a stage: settles the edge, puts the faults on, sends the stimuli, and takes everything off again.

#include <functional>
#include <span>
#include <string>

#include "chaos/patterns/pattern.h"
#include "harness/resilience/stage.h"

namespace squall::harness {

struct PlaySettings {
  std::string pattern;  // whose phases these are
  std::string correlation_header = "traceparent";
  chaos::Duration settle_within = std::chrono::seconds(10);  // an open circuit breaker must have closed by then
  bool traced = false;                                       // in and out: the consumer was seen to hand the trace on
  std::function<bool(const chaos::PhaseRecord& running)> enough;  // may be empty
};

// Waits, in calm, until nothing is open on the edge and it has carried that many healthy calls in a row. "" or why not.
std::string settle(Stage& stage, const chaos::Phase& phase, PlaySettings& settings);

// The faults are lifted however it ends. A record that did not settle says so and has no calls.
chaos::PhaseRecord play(Stage& stage, const chaos::Phase& phase, PlaySettings& settings);

}  // namespace squall::harness
