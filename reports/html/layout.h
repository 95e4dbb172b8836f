#pragma once
// Where the boxes of a service graph go: layers from callers to callees (Sugiyama, Tagawa, Toda 1981), cycles broken.

#include <cstddef>
#include <string>
#include <vector>

namespace squall::reports {

struct Point {
  double x = 0, y = 0;
};

enum class Direction { right, down };  // the way from callers to callees

struct GraphShape {
  std::size_t nodes = 0;
  std::vector<std::pair<std::size_t, std::size_t>> edges;  // from, to; loops and parallels are fine
};

struct LayoutSizes {
  double node_width, node_height;
  double layer_gap;  // between the boxes of neighbouring layers
  double gap;        // between boxes of one layer
};

struct Layout {
  double width = 0, height = 0;
  std::vector<Point> centres;              // by node
  std::vector<std::vector<Point>> routes;  // by edge: from the caller's border to the callee's; empty for a loop
};

Layout layout(const GraphShape& shape, Direction direction, const LayoutSizes& sizes);

}  // namespace squall::reports
