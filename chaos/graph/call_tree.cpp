#include "chaos/graph/call_tree.h"

#include <algorithm>
#include <optional>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {
namespace {

const GraphEdge* edge_named(std::span<const GraphEdge> edges, const std::string& name) {
  const auto found = std::find_if(edges.begin(), edges.end(), [&](const GraphEdge& edge) { return edge.name == name; });
  return found == edges.end() ? nullptr : &*found;
}

std::optional<std::size_t> cause_of(const CallTree& tree, const std::string& consumer, Instant at) {
  std::optional<std::size_t> latest;
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const CallNode& node = tree.nodes[i];
    if (node.service != consumer || at < node.from || at > node.to) continue;
    if (!latest || node.from >= tree.nodes[*latest].from) latest = i;
  }
  return latest;
}

}  // namespace

std::vector<std::size_t> CallTree::children_of(std::size_t node) const {
  std::vector<std::size_t> children;
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    if (nodes[i].parent == node) children.push_back(i);
  }
  return children;
}

std::vector<std::size_t> CallTree::path_to(std::size_t node) const {
  std::vector<std::size_t> path;
  for (; node != 0; node = nodes[node].parent) path.push_back(node);
  std::reverse(path.begin(), path.end());
  return path;
}

CallTree tree_of(const Call& call, const std::string& operation, const std::string& service,
                 std::span<const Attempt> attempts, std::span<const GraphEdge> edges) {
  CallTree tree;
  tree.nodes.push_back({"", service, operation, 0, call.started, call.finished});
  std::vector<const Attempt*> ordered;
  for (const Attempt& attempt : attempts) ordered.push_back(&attempt);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Attempt* a, const Attempt* b) { return a->request_started < b->request_started; });
  for (const Attempt* attempt : ordered) {
    const GraphEdge* edge = edge_named(edges, attempt->edge);
    const auto cause = edge == nullptr ? std::nullopt : cause_of(tree, edge->from, attempt->request_started);
    if (!cause) {
      ++tree.strays;
      continue;
    }
    tree.nodes.push_back(
        {edge->as_written, edge->to, operation_of(*attempt), *cause, attempt->request_started, end_of(*attempt)});
  }
  return tree;
}

bool same_shape(const CallTree& a, const CallTree& b) {
  return std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(),
                    [](const CallNode& one, const CallNode& other) {
                      return one.edge == other.edge && one.operation == other.operation && one.parent == other.parent;
                    });
}

}  // namespace squall::chaos
