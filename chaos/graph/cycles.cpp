#include "chaos/graph/cycles.h"

#include <algorithm>

namespace squall::chaos {
namespace {

// Bounded: a graph may have exponentially many.
constexpr std::size_t kMostSteps = 100'000;

class Search {
 public:
  Search(std::span<const GraphEdge> edges, std::size_t most) : edges_(edges), most_(most) {}

  // The cycles whose first service in alphabetical order is this one.
  void from(const std::string& service) {
    first_ = service;
    services_ = {service};
    path_.clear();
    step(service);
  }
  std::vector<std::vector<std::string>> take() { return std::move(found_); }

 private:
  void step(const std::string& at) {
    for (const GraphEdge& edge : edges_) {
      if (edge.from != at || edge.to < first_ || found_.size() >= most_ || ++steps_ > kMostSteps) continue;
      path_.push_back(edge.as_written);
      if (edge.to == first_) {
        if (std::find(found_.begin(), found_.end(), path_) == found_.end()) found_.push_back(path_);
      } else if (std::find(services_.begin(), services_.end(), edge.to) == services_.end()) {
        services_.push_back(edge.to);
        step(edge.to);
        services_.pop_back();
      }
      path_.pop_back();
    }
  }

  std::span<const GraphEdge> edges_;
  std::size_t most_, steps_ = 0;
  std::string first_;
  std::vector<std::string> services_, path_;
  std::vector<std::vector<std::string>> found_;
};

}  // namespace

std::vector<std::vector<std::string>> cycles_in(std::span<const GraphEdge> edges, std::size_t most) {
  std::vector<std::string> services;
  for (const GraphEdge& edge : edges) services.push_back(edge.from);
  std::sort(services.begin(), services.end());
  services.erase(std::unique(services.begin(), services.end()), services.end());
  Search search(edges, most);
  for (const std::string& service : services) search.from(service);
  auto found = search.take();
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return found;
}

std::optional<std::size_t> comes_back(const CallTree& tree) {
  for (std::size_t node = 1; node < tree.nodes.size(); ++node) {
    for (std::size_t at = node; at != 0;) {
      at = tree.nodes[at].parent;
      if (tree.nodes[at].service == tree.nodes[node].service) return node;
    }
  }
  return std::nullopt;
}

}  // namespace squall::chaos
