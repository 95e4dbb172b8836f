#include "chaos/graph/amplified.h"

#include <algorithm>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {
namespace {

Amplified along(const CallTree& tree, std::size_t node, std::span<const EdgeLimits> limits) {
  Amplified found;
  found.node = node;
  found.edge = tree.nodes[node].edge;
  found.operation = tree.nodes[node].operation;
  found.attempts = 1;
  for (const std::size_t at : tree.path_to(node)) {
    const std::string& edge = tree.nodes[at].edge;
    const EdgeLimits* one = limits_on(limits, edge);
    const bool endless = one != nullptr && one->endless;
    if (endless || one == nullptr || !one->attempts_failing) {
      found.why =
          endless ? edge + " tries again without an end" : "how often " + edge + " tries again was not measured";
      found.attempts.reset();
    } else if (*one->attempts_failing > 1) {
      found.tiers.push_back(edge);
      if (found.attempts) *found.attempts *= *one->attempts_failing;
    }
  }
  return found;
}

}  // namespace

std::vector<Amplified> amplified(const CallTree& tree, std::span<const EdgeLimits> limits) {
  std::vector<Amplified> all;
  for (std::size_t node = 1; node < tree.nodes.size(); ++node) {
    Amplified one = along(tree, node, limits);
    auto alike = std::find_if(all.begin(), all.end(), [&](const Amplified& other) {
      return other.edge == one.edge && other.operation == one.operation && other.tiers == one.tiers;
    });
    if (alike == all.end()) alike = all.insert(all.end(), std::move(one));
    ++alike->in_calm;
  }
  return all;
}

bool too_much(const Amplified& one, std::size_t budget) {
  return one.attempts && (*one.attempts > budget || one.tiers.size() > 1);
}

std::size_t attempts_of(std::span<const Attempt> attempts, const std::vector<std::string>& edges,
                        const std::string& operation) {
  return static_cast<std::size_t>(std::count_if(attempts.begin(), attempts.end(), [&](const Attempt& attempt) {
    return operation_of(attempt) == operation && std::find(edges.begin(), edges.end(), attempt.edge) != edges.end();
  }));
}

}  // namespace squall::chaos
