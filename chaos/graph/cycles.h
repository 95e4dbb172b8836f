#pragma once
// Cycles of services: a calls b, which calls a again.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chaos/graph/call_tree.h"

namespace squall::chaos {

// Each cycle once, as the edges that lead around it, shortest first, at most `most`. No service twice in one.
std::vector<std::vector<std::string>> cycles_in(std::span<const GraphEdge> edges, std::size_t most = 20);

// The first call in the tree that comes back to a service that waits for it already; none in a tree without one.
std::optional<std::size_t> comes_back(const CallTree& tree);

}  // namespace squall::chaos
