#pragma once
// The graph of the system as a check, "graph": what was measured on its edges, added up over the calls that follow each
// other, and each violation played to show it.

#include <memory>
#include <optional>
#include <vector>

#include "harness/check/check.h"
#include "harness/resilience/task.h"

namespace squall::harness {

struct GraphOptions {
  bool quick = false;
  bool profile = false;
  bool explore = false;  // what the examples of services that nobody calls reach are entry operations, too
  // What replay commands begin with: "squall profile squall.yaml --seed 7"; how edges are chosen follows.
  std::string command;
};

// Runs after the measurements of these edges: it goes by what they left in the histories. Nothing where fewer than two
// edges have their timeout measured by `checks`. The system outlives the check.
std::optional<PlannedCheck> plan_graph(const System& system, const std::vector<std::shared_ptr<EdgeHistory>>& histories,
                                       const std::vector<PlannedCheck>& checks, const GraphOptions& options);

}  // namespace squall::harness
