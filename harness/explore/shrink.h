#pragma once
// Shrink: a finding's trial made smaller, fault by fault and request by request, as long as the same cause comes up.

#include "harness/explore/trial.h"

namespace squall::harness {

struct Shrunk {
  Trial trial;
  Observation seen;         // of the trial as it is now, the last time that the cause came up
  std::size_t tries = 1;    // of the found trial: the first one, and those that were to prove it
  std::size_t came_up = 1;  // in so many of them
  std::size_t runs = 0;     // trials that all of this took
};

// `seen` is the observation that has the breach. What is left out was seen not to matter: without it the cause came up
// again. A trial whose cause does not come up again is left as it is.
Shrunk shrink(Trials& trials, const Trial& trial, const Observation& seen, const Breach& breach);

}  // namespace squall::harness
