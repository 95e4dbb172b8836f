#pragma once
// Adds up the graph and plays what looks wrong: a violation is told only where the system was seen to commit it.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chaos/graph/edge_limits.h"
#include "harness/graph/trials.h"
#include "harness/resilience/task.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct GraphViolation {
  std::string rule;  // "resilience.graph.timeout-order"
  std::string message;
  std::string edge, operation;
  std::vector<std::string> edges;  // whose measurements it rests on
  std::vector<chaos::EvidenceLine> evidence;
  reports::MeasuredTimeline timeline;
};

struct GraphAssessment {
  std::vector<reports::EntryOperation> entries;
  std::vector<GraphViolation> violations;
  std::vector<std::string> notes;  // what could not be told, or looked wrong and was not seen
};

// Sends entry operations, in calm and under faults, one at a time. `limits` as measured.
GraphAssessment assess_graph(const std::vector<GraphEntry>& entries, const std::vector<chaos::EdgeLimits>& limits,
                             GraphTrials& trials, const System& system,
                             const std::function<void(const std::string& doing)>& progress);

}  // namespace squall::harness
