#pragma once
// What one call from outside leads to: the attempts on the edges as a tree, told from their times.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "chaos/timeline/records.h"

namespace squall::chaos {

struct GraphEdge {
  std::string name;  // as attempts have it; of replicas each its own
  std::string from, to;
  std::string as_written;  // the edge that the replicas are of; the name itself where there are none
};

struct CallNode {
  std::string edge;     // as written; "" at the root: the call from outside
  std::string service;  // that works on it
  std::string operation;
  std::size_t parent = 0;  // the root is its own
  Instant from{}, to{};
  bool operator==(const CallNode&) const = default;
};

struct CallTree {
  std::vector<CallNode> nodes;  // the root first, parents before children, else in order of their start
  std::size_t strays = 0;       // attempts that nothing under way can have caused: they are not in it

  std::vector<std::size_t> children_of(std::size_t node) const;
  // From the root's child down to the node, both included; empty for the root.
  std::vector<std::size_t> path_to(std::size_t node) const;
};

// Of attempts that belong to the call. One is caused by the latest begun that its consumer works on at that moment.
CallTree tree_of(const Call& call, const std::string& operation, const std::string& service,
                 std::span<const Attempt> attempts, std::span<const GraphEdge> edges);

// The same calls in the same places, whatever they took.
bool same_shape(const CallTree& a, const CallTree& b);

}  // namespace squall::chaos
