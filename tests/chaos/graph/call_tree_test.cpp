#include "chaos/graph/call_tree.h"

#include <gtest/gtest.h>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

// "gateway > orders > [inventory, payments > bank]" as the tree's edges with their depths.
std::string words(const CallTree& tree) {
  std::string text;
  for (std::size_t i = 1; i < tree.nodes.size(); ++i)
    text += std::to_string(tree.path_to(i).size()) + ":" + tree.nodes[i].edge + " ";
  return text + "strays " + std::to_string(tree.strays);
}

const std::vector<GraphEdge> kShop{drawn_edge("gateway", "orders"), drawn_edge("orders", "inventory"),
                                   drawn_edge("orders", "payments"), drawn_edge("payments", "bank")};

struct Row {
  const char* name;
  const char* service;
  std::vector<Attempt> attempts;
  const char* expected;
};

class CallTrees : public testing::TestWithParam<Row> {};

TEST_P(CallTrees, AreToldFromTimes) {
  const Row& row = GetParam();
  EXPECT_EQ(words(drawn_tree(row.service, 100ms, row.attempts, kShop)), row.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, CallTrees,
    testing::Values(
        Row{"Nothing", "orders", {}, "strays 0"},
        Row{"Chain",
            "orders",
            {drawn_attempt("orders-payments", "POST /charges", 10ms, 50ms),
             drawn_attempt("payments-bank", "POST /authorisations", 20ms, 40ms)},
            "1:orders-payments 2:payments-bank strays 0"},
        Row{"WholeShop",
            "gateway",
            {drawn_attempt("payments-bank", "POST /authorisations", 40ms, 50ms),  // in any order
             drawn_attempt("gateway-orders", "POST /orders", 1ms, 90ms),
             drawn_attempt("orders-inventory", "POST /reservations", 5ms, 20ms),
             drawn_attempt("orders-payments", "POST /charges", 30ms, 60ms),
             drawn_attempt("orders-inventory", "POST /confirm", 65ms, 80ms)},
            "1:gateway-orders 2:orders-inventory 2:orders-payments 3:payments-bank 2:orders-inventory strays 0"},
        Row{"WhatNobodyCaused",
            "gateway",
            {drawn_attempt("gateway-orders", "POST /orders", 1ms, 20ms),
             drawn_attempt("orders-payments", "POST /refunds", 40ms, 50ms)},  // orders had answered
            "1:gateway-orders strays 1"},
        Row{"AnUnknownEdge", "orders", {drawn_attempt("x-y", "GET /", 1ms, 2ms)}, "strays 1"},
        Row{"TheLatestOfTwoAtOnce",
            "orders",
            {drawn_attempt("orders-payments", "POST /charges", 1ms, 90ms),
             drawn_attempt("orders-payments", "POST /charges", 10ms, 80ms),
             drawn_attempt("payments-bank", "POST /authorisations", 20ms, 30ms)},
            "1:orders-payments 1:orders-payments 2:payments-bank strays 0"}),
    [](const auto& row) { return row.param.name; });

TEST(CallTree, KnowsReplicasByTheirEdge) {
  const std::vector<GraphEdge> edges{{"lb.a", "lb", "a", "lb"}, {"lb.b", "lb", "b", "lb"}};
  const CallTree tree = drawn_tree("lb", 50ms, {drawn_attempt("lb.b", "GET /", 1ms, 9ms)}, edges);
  ASSERT_EQ(tree.nodes.size(), 2u);
  EXPECT_EQ(tree.nodes[1].edge, "lb");
  EXPECT_EQ(tree.nodes[1].service, "b");
}

TEST(CallTree, ShapesAreAlikeWhateverTheyTook) {
  const auto tree = [](Duration at, const char* operation) {
    return drawn_tree("orders", 100ms, {drawn_attempt("orders-payments", operation, at, at + 5ms)}, kShop);
  };
  EXPECT_TRUE(same_shape(tree(1ms, "POST /charges"), tree(9ms, "POST /charges")));
  EXPECT_FALSE(same_shape(tree(1ms, "POST /charges"), tree(1ms, "GET /charges")));
  EXPECT_FALSE(same_shape(tree(1ms, "POST /charges"), drawn_tree("orders", 100ms, {}, kShop)));
}

}  // namespace
}  // namespace squall::tests
