#pragma once
// Makes what was found as small as it can be: steps that are not needed are dropped, requests made simpler one part at
// a time, and everything that is tried is sent. What is kept in the end was sent last and failed for the same cause.

#include <span>
#include <string>

#include "harness/verify/found.h"

namespace squall::harness {

struct ShrinkLimits {
  std::size_t requests = 200;              // for one finding
  std::chrono::milliseconds time{10'000};  // for one finding; only a provider that is slow comes to it
};

enum class Shrunk {
  proved,        // came up again; steps and exchanges are the smallest that were found
  flaky,         // came up again in some tries only; said in the evidence
  not_again,     // did not come up again; said in the evidence
  out_of_reach,  // the provider refused connections
  interrupted    // stop was asked for
};

Shrunk shrink(const VerifyPlan& plan, const Send& send, FoundProblem& found, const ShrinkLimits& limits = {});

}  // namespace squall::harness
