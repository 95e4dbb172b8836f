#pragma once
// Which resilience measurements a system file asks for, as checks: "resilience/<edge>/<pattern>".
//
// Ordered so that none disturbs the next: what needs a closed circuit breaker comes first, for all edges; then the
// breakers; then what reads the answers given before.

#include <vector>

#include "harness/check/check.h"

namespace squall::harness {

struct ResilienceOptions {
  bool quick = false;
  bool profile = false;  // every pattern is measured and nothing is judged, whatever is expected
};

std::vector<PlannedCheck> plan_resilience(const System& system, const ResilienceOptions& options = {});

}  // namespace squall::harness
