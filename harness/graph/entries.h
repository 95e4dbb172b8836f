#pragma once
// Entry operations: what is asked of the system from outside.

#include <memory>
#include <string>
#include <vector>

#include "chaos/graph/call_tree.h"
#include "harness/resilience/task.h"

namespace squall::harness {

struct GraphEntry {
  std::string service;
  std::string operation;  // "POST /orders"
  StimulusPlan stimulus;
};

// The stimuli of the measured edges, and, where `explore` says so, what the examples of services that no edge leads to
// reach; each operation of a service once, those of the outermost services first, at most 12. May send requests.
std::vector<GraphEntry> graph_entries(const std::vector<std::shared_ptr<EdgeHistory>>& histories, bool explore,
                                      const RunContext& context);

// The edges as trees of calls have them, those that speak http.
std::vector<chaos::GraphEdge> graph_edges(const System& system);

}  // namespace squall::harness
