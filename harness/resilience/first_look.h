#pragma once
// A first look at an edge: what reaches it, which other edges that touches, and how long a stimulus takes in calm, when
// the provider fails and when it is silent. What measurements are planned and forecast from.

#include <string>
#include <vector>

#include "chaos/patterns/pattern.h"
#include "harness/resilience/soundings.h"
#include "harness/resilience/stimulus.h"

namespace squall::harness {

struct EdgeLook {
  std::string trouble;  // why it cannot be measured; "" when it can
  std::string service;  // that answers the stimulus
  StimulusPlan stimulus;
  bool found = false;                // not given: an example of the contract of `service`
  std::vector<std::string> touched;  // edges, this one among them, in calm and in trouble
  std::optional<chaos::FirstLook> times;
};

// The stimulus that is given, or one that is found. Sends nothing when one is given.
EdgeLook stimulus_for(const ResilienceSpec& spec, Soundings& soundings, const RunContext& context);
// Fills in `touched` and `times`: calls in calm, failing ones until a breaker opens (at most 25), and one with the
// provider silent for at most `patience`.
void look_at(const ResilienceSpec& spec, chaos::Duration patience, RunContext& context, EdgeLook& look);

}  // namespace squall::harness
