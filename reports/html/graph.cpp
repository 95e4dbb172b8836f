#include "reports/html/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/html/markup.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

constexpr double margin = 10;
constexpr LayoutSizes wide{168, 56, 168, 30};
constexpr LayoutSizes narrow{150, 56, 76, 22};

struct Node {
  std::string name, mode, contract;
  std::string_view state = "idle";
};

std::vector<Node> nodes_of(const RunReport& report) {
  std::vector<Node> nodes;
  for (const auto& service : report.services) nodes.push_back({service.name, service.mode, service.contract, "idle"});
  for (const auto& edge : report.edges) {
    for (const auto& name : {edge.from, edge.to}) {
      const bool known = std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) { return node.name == name; });
      if (!known) nodes.push_back({name, "outside", "", "idle"});
    }
  }
  for (auto& node : nodes) {
    for (const auto& check : report.checks) {
      if (check.id == "verify/" + node.name) node.state = state_class(check.outcome);
    }
  }
  return nodes;
}

std::string box(const Node& node, Point centre, const LayoutSizes& sizes) {
  const double left = centre.x - sizes.node_width / 2 + margin, top = centre.y - sizes.node_height / 2 + margin;
  const std::string tip = node.name + (node.contract.empty() ? "" : " \xC2\xB7 " + node.contract);
  return fmt::format(
      "<g class=\"node {}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>"
      "<text class=\"name\" x=\"{}\" y=\"{}\">{}</text><text class=\"mode\" x=\"{}\" y=\"{}\">{}</text></g>\n",
      node.state, html_escaped(tip), coordinate(left), coordinate(top), coordinate(sizes.node_width),
      coordinate(sizes.node_height), coordinate(centre.x + margin), coordinate(centre.y + margin - 2),
      html_escaped(fitted(node.name, 16)), coordinate(centre.x + margin), coordinate(centre.y + margin + 17),
      html_escaped(fitted(node.mode, 20)));
}

std::string path_of(const std::vector<Point>& route, bool right) {
  std::string d = fmt::format("M{} {}", coordinate(route[0].x + margin), coordinate(route[0].y + margin));
  for (std::size_t i = 1; i < route.size(); ++i) {
    const Point a = route[i - 1], b = route[i];
    const Point c1 = right ? Point{(a.x + b.x) / 2, a.y} : Point{a.x, (a.y + b.y) / 2};
    const Point c2 = right ? Point{(a.x + b.x) / 2, b.y} : Point{b.x, (a.y + b.y) / 2};
    d += fmt::format(" C{} {} {} {} {} {}", coordinate(c1.x + margin), coordinate(c1.y + margin),
                     coordinate(c2.x + margin), coordinate(c2.y + margin), coordinate(b.x + margin),
                     coordinate(b.y + margin));
  }
  return d;
}

std::string arrow_head(const std::vector<Point>& route, bool right) {
  const Point tip = route.back(), before = route[route.size() - 2];
  const double sign = (right ? tip.x - before.x : tip.y - before.y) < 0 ? -1 : 1;
  const Point back = right ? Point{tip.x - sign * 8, tip.y} : Point{tip.x, tip.y - sign * 8};
  const Point half = right ? Point{0, 4.5} : Point{4.5, 0};
  return fmt::format("M{} {} L{} {} L{} {} Z", coordinate(tip.x + margin), coordinate(tip.y + margin),
                     coordinate(back.x + half.x + margin), coordinate(back.y + half.y + margin),
                     coordinate(back.x - half.x + margin), coordinate(back.y - half.y + margin));
}

// The state in a pill on the edge's last stretch, where edges that start together are apart: in the middle of a wide
// graph, past it in a narrow one. The place is the curve's own at t = 0.5 and t = 0.62.
std::string pill(const std::vector<Point>& route, EdgeState state, bool right) {
  const double along = right ? 0.5 : 0.592, across = right ? 0.5 : 0.677;
  const Point a = route[route.size() - 2], b = route.back();
  const std::string text = fmt::format("{} {}", sign_of(state), to_string(state));
  const double width = 7.6 * static_cast<double>(columns(text)) + 16;
  const Point at{a.x + (b.x - a.x) * (right ? along : across), a.y + (b.y - a.y) * (right ? across : along)};
  return fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"22\" rx=\"11\"/><text class=\"state\" x=\"{}\" y=\"{}\">{}</text>",
      coordinate(at.x - width / 2 + margin), coordinate(at.y - 11 + margin), coordinate(width),
      coordinate(at.x + margin), coordinate(at.y + margin + 4), text);
}

std::string line(const EdgeNode& edge, EdgeState state, const std::vector<Point>& route, bool right) {
  if (route.size() < 2) return {};
  return fmt::format(
      "<g class=\"edge {}\"><title>{}: {}</title><path class=\"line\" d=\"{}\"/><path class=\"head\" "
      "d=\"{}\"/>{}</g>\n",
      state_class(state), html_escaped(edge.name), to_string(state), path_of(route, right), arrow_head(route, right),
      pill(route, state, right));
}

}  // namespace

std::string graph_svg(const RunReport& report, Direction direction) {
  const auto nodes = nodes_of(report);
  if (nodes.empty()) return {};
  GraphShape shape{nodes.size(), {}};
  const auto index = [&](const std::string& name) {
    return static_cast<std::size_t>(
        std::find_if(nodes.begin(), nodes.end(), [&](const Node& n) { return n.name == name; }) - nodes.begin());
  };
  for (const auto& edge : report.edges) shape.edges.emplace_back(index(edge.from), index(edge.to));
  const bool right = direction == Direction::right;
  const LayoutSizes& sizes = right ? wide : narrow;
  const Layout placed = layout(shape, direction, sizes);
  const double width = placed.width + 2 * margin, height = placed.height + 2 * margin;
  std::string lines, spoken_lines;
  for (std::size_t e = 0; e < report.edges.size(); ++e) {
    const EdgeState state = edge_state(report, report.edges[e].name);
    lines += line(report.edges[e], state, placed.routes[e], right);
    spoken_lines += fmt::format(" {} to {}: {}.", report.edges[e].from, report.edges[e].to, to_string(state));
  }
  std::string out = fmt::format(
      "<svg class=\"graph {0}\" viewBox=\"0 0 {1} {2}\" style=\"width:{1}px;min-width:{3}px\" role=\"img\" "
      "aria-label=\"{4}\">\n",
      right ? "wide" : "narrow", coordinate(width), coordinate(height), coordinate(std::floor(width * 0.55)),
      html_escaped(fmt::format("{} and {}.", counted(nodes.size(), "service"), counted(report.edges.size(), "edge")) +
                   spoken_lines));
  out += lines;
  for (std::size_t n = 0; n < nodes.size(); ++n) out += box(nodes[n], placed.centres[n], sizes);
  return out + "</svg>";
}

}  // namespace squall::reports
