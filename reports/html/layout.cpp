#include "reports/html/layout.h"

#include <algorithm>
#include <numeric>

namespace squall::reports {
namespace {

constexpr int sweeps = 6;
constexpr double bend_size = 14;  // what an edge takes of a layer it only passes

// A box or a bend of a long edge; `along` counts layers, `across` is the centre within the layer.
struct Item {
  std::size_t layer = 0;
  double across = 0, size = 0;
  std::vector<std::size_t> before, after;
};

class Layers {
 public:
  Layers(const GraphShape& shape, double box)
      : shape_(shape), items_(shape.nodes), chains_(shape.edges.size()), box_(box) {
    find_layers();
    for (std::size_t e = 0; e < shape.edges.size(); ++e) add_chain(e);
    rows_.resize(deepest() + 1);
    for (std::size_t i = 0; i < items_.size(); ++i) rows_[items_[i].layer].push_back(i);
    for (std::size_t i = 0; i < shape.nodes; ++i) items_[i].size = box_;
  }

  void order(double gap) {
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      for (std::size_t row = 1; row < rows_.size(); ++row) sort_row(rows_[row], &Item::before, gap);
      for (std::size_t row = rows_.size(); row-- > 1;) sort_row(rows_[row - 1], &Item::after, gap);
    }
    widest_ = 0;
    for (auto& row : rows_) widest_ = std::max(widest_, place(row, gap));
    for (auto& row : rows_) shift(row, (widest_ - extent(row, gap)) / 2);
  }

  double widest() const { return widest_; }
  std::size_t count() const { return rows_.size(); }
  const Item& item(std::size_t i) const { return items_[i]; }
  const std::vector<std::size_t>& chain(std::size_t edge) const { return chains_[edge]; }

 private:
  // Depth-first: an edge to a node that is still open closes a cycle and is left out of the ranking.
  void visit(std::size_t node, std::vector<int>& seen, std::vector<std::size_t>& finished) {
    seen[node] = 1;
    for (const auto& [from, to] : shape_.edges) {
      if (from != node || seen[to] == 1) continue;
      if (seen[to] == 0) visit(to, seen, finished);
    }
    seen[node] = 2;
    finished.push_back(node);
  }

  void find_layers() {
    std::vector<int> seen(shape_.nodes, 0);
    std::vector<std::size_t> finished;
    std::vector<bool> called(shape_.nodes, false);
    for (const auto& [from, to] : shape_.edges) called[to] = called[to] || from != to;
    for (const bool wanted : {false, true}) {
      for (std::size_t node = 0; node < shape_.nodes; ++node) {
        if (seen[node] == 0 && called[node] == wanted) visit(node, seen, finished);
      }
    }
    std::vector<std::size_t> position(shape_.nodes);
    for (std::size_t i = 0; i < finished.size(); ++i) position[finished[i]] = finished.size() - i;
    for (std::size_t i = finished.size(); i-- > 0;) {
      for (const auto& [from, to] : shape_.edges) {
        const bool forward = from == finished[i] && position[to] > position[from];
        if (forward) items_[to].layer = std::max(items_[to].layer, items_[from].layer + 1);
      }
    }
  }

  std::size_t deepest() const {
    std::size_t most = 0;
    for (const auto& item : items_) most = std::max(most, item.layer);
    return most;
  }

  void add_chain(std::size_t edge) {
    auto [from, to] = shape_.edges[edge];
    if (from == to || items_[from].layer == items_[to].layer) {
      chains_[edge] = {from, to};
      return;
    }
    const bool backward = items_[from].layer > items_[to].layer;
    if (backward) std::swap(from, to);
    auto& chain = chains_[edge];
    chain = {from};
    for (std::size_t layer = items_[from].layer + 1; layer < items_[to].layer; ++layer) {
      items_.push_back({layer, 0, bend_size, {}, {}});
      chain.push_back(items_.size() - 1);
    }
    chain.push_back(to);
    for (std::size_t i = 1; i < chain.size(); ++i) {
      items_[chain[i - 1]].after.push_back(chain[i]);
      items_[chain[i]].before.push_back(chain[i - 1]);
    }
    if (backward) std::reverse(chain.begin(), chain.end());
  }

  double place(const std::vector<std::size_t>& row, double gap) {
    double at = 0;
    for (const auto i : row) {
      items_[i].across = at + items_[i].size / 2;
      at += items_[i].size + gap;
    }
    return at > 0 ? at - gap : 0;
  }
  double extent(const std::vector<std::size_t>& row, double gap) const {
    double at = 0;
    for (const auto i : row) at += items_[i].size + gap;
    return at > 0 ? at - gap : 0;
  }
  void shift(const std::vector<std::size_t>& row, double by) {
    for (const auto i : row) items_[i].across += by;
  }

  // By the mean place of the neighbours on one side; those without any keep their order.
  void sort_row(std::vector<std::size_t>& row, std::vector<std::size_t> Item::*side, double gap) {
    std::vector<std::pair<double, std::size_t>> keyed;
    for (std::size_t at = 0; at < row.size(); ++at) {
      const auto& neighbours = items_[row[at]].*side;
      double sum = 0;
      for (const auto n : neighbours) sum += items_[n].across;
      keyed.emplace_back(neighbours.empty() ? items_[row[at]].across : sum / static_cast<double>(neighbours.size()),
                         row[at]);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t at = 0; at < row.size(); ++at) row[at] = keyed[at].second;
    place(row, gap);
    shift(row, -extent(row, gap) / 2);
  }

  const GraphShape& shape_;
  std::vector<Item> items_;
  std::vector<std::vector<std::size_t>> chains_;
  std::vector<std::vector<std::size_t>> rows_;
  double box_, widest_ = 0;
};

// Where along a box's side each of its edges ends: spread around the middle in the order of where they lead.
double port(const GraphShape& shape, const Layers& layers, std::size_t edge, bool at_start, double box) {
  const auto& mine = layers.chain(edge);
  const std::size_t node = at_start ? mine.front() : mine.back();
  const auto neighbour = [&](std::size_t e, bool start) {
    return start ? layers.chain(e)[1] : layers.chain(e)[layers.chain(e).size() - 2];
  };
  const bool forward = layers.item(neighbour(edge, at_start)).layer > layers.item(node).layer;
  std::size_t count = 0, rank = 0;
  for (std::size_t e = 0; e < shape.edges.size(); ++e) {
    const auto& other = layers.chain(e);
    if (other.front() == other.back()) continue;
    for (const bool start : {true, false}) {
      if ((start ? other.front() : other.back()) != node) continue;
      const auto& leads = layers.item(neighbour(e, start));
      if ((leads.layer > layers.item(node).layer) != forward) continue;
      ++count;
      const double there = leads.across, here = layers.item(neighbour(edge, at_start)).across;
      rank += there < here || (there == here && e < edge);
    }
  }
  const double step = std::min(box / static_cast<double>(count + 1), 14.0);
  return (static_cast<double>(rank) - (static_cast<double>(count) - 1) / 2) * step;
}

}  // namespace

Layout layout(const GraphShape& shape, Direction direction, const LayoutSizes& sizes) {
  if (shape.nodes == 0) return {};
  const bool right = direction == Direction::right;
  const double across = right ? sizes.node_height : sizes.node_width;
  const double along = right ? sizes.node_width : sizes.node_height;
  Layers layers(shape, across);
  layers.order(sizes.gap);
  const double stride = along + sizes.layer_gap;
  const auto point = [&](double l, double c) { return right ? Point{l, c} : Point{c, l}; };
  const auto middle = [&](const Item& item) { return static_cast<double>(item.layer) * stride + along / 2; };
  Layout result;
  const double length = static_cast<double>(layers.count()) * stride - sizes.layer_gap;
  result.width = right ? length : layers.widest();
  result.height = right ? layers.widest() : length;
  for (std::size_t i = 0; i < shape.nodes; ++i)
    result.centres.push_back(point(middle(layers.item(i)), layers.item(i).across));
  for (std::size_t e = 0; e < shape.edges.size(); ++e) {
    auto& route = result.routes.emplace_back();
    const auto& chain = layers.chain(e);
    if (chain.front() == chain.back()) continue;
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Item& item = layers.item(chain[i]);
      const bool start = i == 0, end = i + 1 == chain.size();
      if (!start && !end) {
        route.push_back(point(middle(item), item.across));
        continue;
      }
      const Item& next = layers.item(chain[start ? 1 : i - 1]);
      const double side = next.layer > item.layer ? along / 2 : next.layer < item.layer ? -along / 2 : 0;
      route.push_back(point(middle(item) + side, item.across + port(shape, layers, e, start, across)));
    }
  }
  return result;
}

}  // namespace squall::reports
