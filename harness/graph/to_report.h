#pragma once
// The graph as a report shows it: facts and findings of its check.

#include <functional>
#include <string>
#include <vector>

#include "harness/graph/assess.h"

namespace squall::harness {

// A violation is a warning: nothing was declared of the graph. `replay` gives the command that measures these edges
// again.
void add_graph(const GraphAssessment& found, const RunContext& context,
               const std::function<std::string(const std::vector<std::string>& edges)>& replay, reports::Check& check);

}  // namespace squall::harness
