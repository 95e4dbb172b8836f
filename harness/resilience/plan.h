#pragma once
// Which resilience measurements a system file asks for, as checks: "resilience/<edge>/<pattern>".
//
// Ordered so that none disturbs the next: what needs a closed circuit breaker comes first, for all edges; then what
// sends many stimuli at once; then the breakers; then what reads the answers given before.

#include <functional>
#include <memory>
#include <vector>

#include "harness/check/check.h"

namespace squall::harness {

struct Baseline;
class BaselineRecorder;

struct ResilienceOptions {
  bool quick = false;          // shorter holds; a profile measures the patterns that single calls and a breaker show
  bool thorough = false;       // everything twice; what differs is told
  bool profile = false;        // every pattern of every http edge is measured and nothing is judged
  bool every_pattern = false;  // though it is quick: the patterns were named
  std::shared_ptr<BaselineRecorder> recorder = {};  // is given what was measured; may be null
  std::shared_ptr<const Baseline> against = {};     // drift from it is a finding; may be null
};

struct EdgeHistory;

struct ResiliencePlan {
  std::vector<PlannedCheck> checks;
  std::vector<std::shared_ptr<EdgeHistory>> histories;  // of the edges: filled in while the checks run
  // As Plan::prepare: finds stimuli and takes a first look at the edges of these checks. Empty when nobody asks.
  std::function<void(RunContext&, const std::vector<PlannedCheck>&)> prepare;
};

ResiliencePlan plan_resilience(const System& system, const ResilienceOptions& options = {});

}  // namespace squall::harness
