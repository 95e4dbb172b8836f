#pragma once
// Amplification over a tree of calls: how many attempts one call from outside may become on an edge, when its provider
// fails and every tier on the way tries again as often as it was measured to.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chaos/graph/call_tree.h"
#include "chaos/graph/edge_limits.h"

namespace squall::chaos {

struct Amplified {
  std::size_t node = 0;         // the call at the path's end, the first of several alike
  std::string edge, operation;  // its
  std::size_t in_calm = 0;      // such calls for one call from outside
  std::optional<std::size_t>
      attempts;                    // the product of (1 + retries) along the path, for each of these; nothing: unknown
  std::vector<std::string> tiers;  // the edges on the path that try again, from outside in
  std::string why = "";            // it is unknown or has no end: "how often a-b tries again was not measured"
};

// Of each operation on each edge, in the order of the tree.
std::vector<Amplified> amplified(const CallTree& tree, std::span<const EdgeLimits> limits);

// More than `budget` attempts for one, or several tiers that try again.
bool too_much(const Amplified& one, std::size_t budget = 3);

// The operation's attempts on these edges.
std::size_t attempts_of(std::span<const Attempt> attempts, const std::vector<std::string>& edges,
                        const std::string& operation);

}  // namespace squall::chaos
