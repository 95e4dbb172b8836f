#include "harness/graph/wording.h"

#include <gtest/gtest.h>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

const std::vector<GraphEdge> kShop{drawn_edge("orders", "inventory"), drawn_edge("orders", "payments"),
                                   drawn_edge("payments", "bank")};

CallTree order() {
  return drawn_tree("orders", 28ms,
                    {drawn_attempt("orders-inventory", "POST /reservations", 2ms, 7ms),
                     drawn_attempt("orders-payments", "POST /charges", 9ms, 19ms),
                     drawn_attempt("payments-bank", "POST /authorisations", 11ms, 17ms)},
                    kShop);
}

std::vector<EdgeLimits> limits(Duration bank) {
  return {drawn_limits("orders-inventory", 300ms, 1), drawn_limits("orders-payments", 300ms, 3, {50ms, 100ms}),
          drawn_limits("payments-bank", bank, 2, {40ms})};
}

TEST(GraphWording, OfAnEntryOperation) {
  const auto entry = harness::entry_words(order(), limits(110ms));
  EXPECT_EQ(entry.service, "orders");
  EXPECT_EQ(entry.operation, "POST /orders");
  // 13 of its own, 300 for the reservation, 3 x (4 + 2 x 110 + 40) + 150 for the charge.
  EXPECT_EQ(entry.worst, "at most 1255 ms");
  ASSERT_TRUE(entry.worst_ms.has_value());
  EXPECT_NEAR(*entry.worst_ms, 1255, 0.01);
  EXPECT_EQ(entry.amplification, 6);
  EXPECT_EQ(entry.amplified,
            "6 attempts of POST /authorisations on payments-bank (3 on orders-payments x 2 on payments-bank)");
  ASSERT_EQ(entry.calls.size(), 3u);
  EXPECT_EQ(entry.calls[2].depth, 2u);
  EXPECT_EQ(entry.calls[2].edge, "payments-bank");
  EXPECT_EQ(entry.calls[2].attempts, 2);
  EXPECT_EQ(entry.calls[2].worst_ms, 260);
}

TEST(GraphWording, SaysWhatIsNotKnown) {
  auto some = limits(110ms);
  std::erase_if(some, [](const EdgeLimits& one) { return one.edge == "orders-inventory"; });
  const auto entry = harness::entry_words(order(), some);
  EXPECT_FALSE(entry.worst_ms);
  EXPECT_EQ(entry.worst, "unknown, at least 960 ms: no timeout of orders-inventory was measured");
  EXPECT_FALSE(entry.amplification);
  EXPECT_EQ(entry.amplified,
            "at least 6 attempts of POST /authorisations on payments-bank (3 on orders-payments x 2 on payments-bank); "
            "unknown: how often orders-inventory tries again was not measured");
  EXPECT_FALSE(entry.calls[0].timeout_ms);
}

TEST(GraphWording, SaysThatNothingEndsIt) {
  auto some = limits(110ms);
  some[0].timeout.reset();
  some[0].waited = 60s;
  EXPECT_EQ(harness::entry_words(order(), some).worst, "unbounded: no timeout of orders-inventory was seen within 1m");
  some[0].waited = 5s;
  EXPECT_EQ(harness::entry_words(order(), some).worst,
            "unknown, at least 5955 ms: no timeout of orders-inventory was seen within 5s");
}

TEST(GraphWording, OfNobodyWhoTriesAgain) {
  const auto entry = harness::entry_words(
      drawn_tree("orders", 20ms, {drawn_attempt("orders-inventory", "GET /stock", 2ms, 7ms)}, kShop),
      std::vector{drawn_limits("orders-inventory", 300ms, 1)});
  EXPECT_EQ(entry.amplified, "nobody on its way tries again");
  EXPECT_EQ(harness::entry_words(drawn_tree("orders", 20ms, {}, kShop), {}).amplified, "it calls nobody");
}

TEST(GraphWording, OfTheOrderOfTimeouts) {
  const CallTree tree = order();
  const auto patient = limits(300ms);
  const auto checks = chaos::check_order(tree, patient);
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(harness::path_words(tree, checks[0].inner), "orders > payments > bank");
  EXPECT_EQ(harness::order_words(tree, checks[0], patient),
            "orders waits 300 ms for POST /charges of payments, which may take 644 ms: 2 attempts of 300 ms on "
            "payments-bank with 40 ms of pause between them");
  chaos::Overstay seen;
  seen.shown = true;
  seen.worked_on = 340ms;
  EXPECT_EQ(harness::overstay_words(tree, checks[0], seen), "payments worked on for 340 ms after orders had given up");
  seen.sent_after = 1;
  EXPECT_EQ(harness::overstay_words(tree, checks[0], seen),
            "payments worked on for 340 ms after orders had given up, and sent POST /authorisations again, once");
}

TEST(GraphWording, BoundsTheTimeline) {
  const std::vector<Attempt> many(100, drawn_attempt("payments-bank", "POST /authorisations", 1ms, 2ms));
  const auto lines = harness::timeline_lines(drawn_call(0ms, 9ms), many);
  ASSERT_EQ(lines.size(), 25u);
  EXPECT_EQ(lines[1].text, "payments-bank: POST /authorisations -> 201 after 1 ms");
  EXPECT_EQ(lines.back().text, "... and 77 more attempts");
}

}  // namespace
}  // namespace squall::tests
