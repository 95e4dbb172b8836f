#include "chaos/graph/cycles.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

using chaos::comes_back;
using chaos::cycles_in;

struct Row {
  const char* name;
  std::vector<GraphEdge> edges;
  const char* expected;
};
class Cycles : public testing::TestWithParam<Row> {};

TEST_P(Cycles, AreFoundOnce) {
  std::string text;
  for (const auto& cycle : cycles_in(GetParam().edges)) text += fmt::format("{} | ", fmt::join(cycle, " "));
  EXPECT_EQ(text, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Cycles,
    testing::Values(
        Row{"None", {}, ""}, Row{"Chain", {drawn_edge("a", "b"), drawn_edge("b", "c")}, ""},
        Row{"Diamond", {drawn_edge("a", "b"), drawn_edge("a", "c"), drawn_edge("b", "d"), drawn_edge("c", "d")}, ""},
        Row{"Itself", {drawn_edge("a", "a")}, "a-a | "},
        Row{"Two", {drawn_edge("b", "a"), drawn_edge("a", "b")}, "a-b b-a | "},
        Row{"BehindAnEntry", {drawn_edge("z", "b"), drawn_edge("b", "c"), drawn_edge("c", "b")}, "b-c c-b | "},
        Row{"Nested",
            {drawn_edge("a", "b"), drawn_edge("b", "c"), drawn_edge("c", "a"), drawn_edge("b", "a")},
            "a-b b-a | a-b b-c c-a | "},
        Row{"Replicas", {{"a-b.1", "a", "b", "a-b"}, {"a-b.2", "a", "b", "a-b"}, drawn_edge("b", "a")}, "a-b b-a | "}),
    [](const auto& row) { return row.param.name; });

TEST(Cycles, OfACompleteGraphAreBounded) {
  std::vector<GraphEdge> edges;
  for (char a = 'a'; a < 'a' + 20; ++a) {
    for (char b = 'a'; b < 'a' + 20; ++b) {
      if (a != b) edges.push_back(drawn_edge(std::string(1, a), std::string(1, b)));
    }
  }
  EXPECT_EQ(cycles_in(edges).size(), 20u);
}

TEST(Cycles, ACallMayComeBack) {
  const std::vector<GraphEdge> edges{drawn_edge("a", "b"), drawn_edge("b", "a")};
  const auto there = drawn_attempt("a-b", "GET /b", 1ms, 50ms), back = drawn_attempt("b-a", "GET /a", 10ms, 20ms);
  EXPECT_EQ(comes_back(drawn_tree("a", 60ms, {there}, edges)), std::nullopt);
  EXPECT_EQ(comes_back(drawn_tree("a", 60ms, {there, back}, edges)), 2u);
}

}  // namespace
}  // namespace squall::tests
