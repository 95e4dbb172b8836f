#include "reports/html/layout.h"

#include <gtest/gtest.h>

#include <cmath>

namespace squall::reports {
namespace {

constexpr LayoutSizes sizes{100, 40, 60, 20};

using Edges = std::vector<std::pair<std::size_t, std::size_t>>;
struct Row {
  const char* name;
  GraphShape shape;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

Edges chain(std::size_t nodes) {
  Edges edges;
  for (std::size_t i = 1; i < nodes; ++i) edges.emplace_back(i - 1, i);
  return edges;
}

Edges everyone_to_everyone(std::size_t nodes) {
  Edges edges;
  for (std::size_t a = 0; a < nodes; ++a) {
    for (std::size_t b = 0; b < nodes; ++b) edges.emplace_back(a, b);
  }
  return edges;
}

class Layouts : public testing::TestWithParam<std::tuple<Row, Direction>> {};

TEST_P(Layouts, KeepBoxesApartAndInside) {
  const auto& [row, direction] = GetParam();
  const Layout placed = layout(row.shape, direction, sizes);
  ASSERT_EQ(placed.centres.size(), row.shape.nodes);
  ASSERT_EQ(placed.routes.size(), row.shape.edges.size());
  for (std::size_t a = 0; a < placed.centres.size(); ++a) {
    const Point p = placed.centres[a];
    EXPECT_GE(p.x - sizes.node_width / 2, -0.01);
    EXPECT_GE(p.y - sizes.node_height / 2, -0.01);
    EXPECT_LE(p.x + sizes.node_width / 2, placed.width + 0.01);
    EXPECT_LE(p.y + sizes.node_height / 2, placed.height + 0.01);
    for (std::size_t b = a + 1; b < placed.centres.size(); ++b) {
      const Point q = placed.centres[b];
      EXPECT_TRUE(std::fabs(p.x - q.x) >= sizes.node_width || std::fabs(p.y - q.y) >= sizes.node_height)
          << a << " lies on " << b;
    }
  }
}

TEST_P(Layouts, JoinBordersOfTheRightBoxes) {
  const auto& [row, direction] = GetParam();
  const Layout placed = layout(row.shape, direction, sizes);
  const auto touches = [](Point end, Point centre) {
    const double dx = std::fabs(end.x - centre.x), dy = std::fabs(end.y - centre.y);
    return dx <= sizes.node_width / 2 + 0.01 && dy <= sizes.node_height / 2 + 0.01;
  };
  for (std::size_t e = 0; e < row.shape.edges.size(); ++e) {
    const auto [from, to] = row.shape.edges[e];
    if (from == to) {
      EXPECT_TRUE(placed.routes[e].empty());
      continue;
    }
    ASSERT_GE(placed.routes[e].size(), 2u);
    EXPECT_TRUE(touches(placed.routes[e].front(), placed.centres[from])) << "edge " << e;
    EXPECT_TRUE(touches(placed.routes[e].back(), placed.centres[to])) << "edge " << e;
  }
}

const Row shapes[] = {{"nothing", {0, {}}},
                      {"one", {1, {}}},
                      {"loop", {1, {{0, 0}}}},
                      {"apart", {3, {}}},
                      {"chain", {5, chain(5)}},
                      {"shop", {4, {{0, 1}, {1, 2}, {1, 3}}}},
                      {"past_a_layer", {3, {{0, 1}, {1, 2}, {0, 2}}}},
                      {"two_ways", {2, {{0, 1}, {1, 0}}}},
                      {"parallel", {2, {{0, 1}, {0, 1}, {0, 1}}}},
                      {"circle", {4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}}},
                      {"dense", {7, everyone_to_everyone(7)}},
                      {"long", {120, chain(120)}}};

INSTANTIATE_TEST_SUITE_P(Shapes, Layouts,
                         testing::Combine(testing::ValuesIn(shapes),
                                          testing::Values(Direction::right, Direction::down)),
                         [](const auto& row) {
                           return std::string(std::get<0>(row.param).name) +
                                  (std::get<1>(row.param) == Direction::right ? "_right" : "_down");
                         });

TEST(Layout, PutsCallersBeforeCallees) {
  const Layout placed = layout({4, {{2, 1}, {1, 0}, {2, 3}}}, Direction::right, sizes);
  EXPECT_LT(placed.centres[2].x, placed.centres[1].x);
  EXPECT_LT(placed.centres[1].x, placed.centres[0].x);
  EXPECT_EQ(placed.centres[1].x, placed.centres[3].x);
}

}  // namespace
}  // namespace squall::reports
