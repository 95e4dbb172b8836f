#include "chaos/graph/timeout_order.h"

#include <gtest/gtest.h>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

using chaos::check_order;
using chaos::OrderCheck;
using State = OrderCheck::State;

const std::vector<GraphEdge> kShop{drawn_edge("gateway", "orders"), drawn_edge("orders", "inventory"),
                                   drawn_edge("orders", "payments"), drawn_edge("payments", "bank"),
                                   drawn_edge("inventory", "warehouse")};

// An order through the gateway, in calm.
CallTree order() {
  return drawn_tree("gateway", 30ms,
                    {drawn_attempt("gateway-orders", "POST /orders", 1ms, 29ms),
                     drawn_attempt("orders-inventory", "POST /reservations", 3ms, 8ms),
                     drawn_attempt("orders-payments", "POST /charges", 9ms, 19ms),
                     drawn_attempt("payments-bank", "POST /authorisations", 11ms, 17ms),
                     drawn_attempt("orders-inventory", "POST /confirm", 20ms, 25ms)},
                    kShop);
}

std::vector<EdgeLimits> shop_limits(Duration bank) {
  return {drawn_limits("gateway-orders", 5s, 1), drawn_limits("orders-inventory", 302ms, 3, {51ms, 101ms}),
          drawn_limits("orders-payments", 303ms, 3, {51ms, 101ms}), drawn_limits("payments-bank", bank, 2, {41ms}),
          drawn_limits("inventory-warehouse", 302ms, 3, {51ms, 101ms})};
}

std::string words(const CallTree& tree, const std::vector<OrderCheck>& checks) {
  std::string text;
  for (const OrderCheck& check : checks) {
    text += tree.nodes[check.node].edge + (check.state == State::fits       ? " fits; "
                                           : check.state == State::violated ? " violated by "
                                                                            : " open; ");
    if (check.state == State::violated) text += tree.nodes[check.inner].edge + "; ";
  }
  return text;
}

TEST(TimeoutOrder, OfTheSoundShopFits) {
  const CallTree tree = order();
  // orders never asks inventory for what inventory asks the warehouse for: its longer timeouts there do not matter.
  EXPECT_EQ(words(tree, check_order(tree, shop_limits(111ms))), "gateway-orders fits; orders-payments fits; ");
}

TEST(TimeoutOrder, FindsThatPaymentsWaitsLongerThanOrders) {
  const CallTree tree = order();
  const auto checks = check_order(tree, shop_limits(302ms));
  EXPECT_EQ(words(tree, checks), "gateway-orders fits; orders-payments violated by payments-bank; ");
  const OrderCheck& violated = checks[1];
  EXPECT_EQ(violated.patience, Duration(303ms));
  EXPECT_EQ(violated.needed.least, Duration(2 * 302ms + 41ms + 4ms));
  EXPECT_TRUE(violated.needed.known);
}

struct Row {
  const char* name;
  Duration outer;
  std::vector<EdgeLimits> inner;  // of b-c
  State expected;
};
class TimeoutOrders : public testing::TestWithParam<Row> {};

TEST_P(TimeoutOrders, OfAChain) {
  const Row& row = GetParam();
  const std::vector<GraphEdge> edges{drawn_edge("a", "b"), drawn_edge("b", "c")};
  const CallTree tree = drawn_tree(
      "a", 20ms, {drawn_attempt("a-b", "GET /b", 1ms, 19ms), drawn_attempt("b-c", "GET /c", 2ms, 18ms)}, edges);
  std::vector<EdgeLimits> limits = row.inner;
  limits.push_back(drawn_limits("a-b", row.outer, 2));
  const auto checks = check_order(tree, limits);
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks.front().state, row.expected);
}

EdgeLimits waiting_for(Duration waited) {
  EdgeLimits limits = drawn_limits("b-c", 0ms, 1);
  limits.timeout.reset();
  limits.waited = waited;
  return limits;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, TimeoutOrders,
    testing::Values(Row{"Fits", 300ms, {drawn_limits("b-c", 100ms, 2, {50ms})}, State::fits},
                    Row{"WithinWhatMeasuringLeavesOpen", 300ms, {drawn_limits("b-c", 305ms, 1)}, State::fits},
                    Row{"TooLong", 300ms, {drawn_limits("b-c", 400ms, 1)}, State::violated},
                    Row{"TooLongByRetries", 300ms, {drawn_limits("b-c", 100ms, 4)}, State::violated},
                    Row{"TooLongByPauses", 300ms, {drawn_limits("b-c", 50ms, 2, {500ms})}, State::violated},
                    Row{"InnerNotMeasured", 300ms, {}, State::open},
                    Row{"InnerWithoutATimeout", 300ms, {waiting_for(5s)}, State::violated},
                    Row{"InnerWithoutATimeoutThatMatters", 10s, {waiting_for(5s)}, State::open}),
    [](const auto& row) { return row.param.name; });

TEST(TimeoutOrder, IsNotAskedWhereTheOuterTimeoutIsUnknown) {
  const CallTree tree = order();
  auto limits = shop_limits(302ms);
  std::erase_if(limits, [](const EdgeLimits& one) { return one.edge == "orders-payments"; });
  EXPECT_EQ(words(tree, check_order(tree, limits)), "gateway-orders open; ");
}

// orders gives up three times; payments has a second attempt of its own under way each time.
struct Held {
  Call call = drawn_call(0ms, 1060ms);
  std::vector<Attempt> attempts;

  Held(Duration inner, int inner_attempts, bool cancels) {
    for (const Duration at : {0ms, 350ms, 750ms}) {
      given_up("orders-payments", at, at + 300ms, false);
      for (int n = 0; n < inner_attempts; ++n) {
        const Duration from = at + n * (inner + 40ms), to = from + inner;
        if (cancels && from >= at + 300ms) break;
        given_up("payments-bank", from, cancels ? std::min(to, at + 302ms) : to, true);
      }
    }
  }
  void given_up(const char* edge, Duration from, Duration to, bool struck) {
    Attempt& attempt = attempts.emplace_back(drawn_attempt(edge, "POST /", from, to));
    attempt.first_byte.reset();
    attempt.last_byte.reset();
    attempt.status = 0;
    attempt.consumer_closed = attempt.ended = to;
    attempt.ended_by = chaos::Peer::consumer;
    if (struck) attempt.faults = {{"1", "delay", "wait 2s", from}};
  }
  chaos::Overstay seen(bool outer_leaks = false, bool inner_leaks = false) const {
    return overstay_of(call, attempts, {"orders-payments"}, outer_leaks, {"payments-bank"}, inner_leaks, 3s);
  }
};

TEST(Overstay, IsShownWhereTheInnerTriesOn) {
  const auto seen = Held(300ms, 2, false).seen();
  EXPECT_TRUE(seen.shown) << seen.why_not;
  EXPECT_EQ(seen.left, Instant(1050ms));
  EXPECT_EQ(seen.sent_after, 1u);
  EXPECT_EQ(seen.worked_on, Duration(340ms));
}

TEST(Overstay, IsShownWhereTheInnerWaitsOn) {
  const auto seen = Held(900ms, 1, false).seen();
  EXPECT_TRUE(seen.shown) << seen.why_not;
  EXPECT_EQ(seen.sent_after, 0u);
  EXPECT_EQ(seen.worked_on, Duration(600ms));
}

TEST(Overstay, IsNotShownWhereTheInnerIsDoneBefore) {
  EXPECT_FALSE(Held(110ms, 2, false).seen().shown);
}

TEST(Overstay, IsNotShownWhereTheInnerLeavesWithItsCaller) {
  const auto seen = Held(900ms, 2, true).seen();
  EXPECT_FALSE(seen.shown);
  EXPECT_EQ(seen.why_not, "the called gave up with its caller");
}

TEST(Overstay, IsNotProvenWithoutAFault) {
  Held held(300ms, 2, false);
  for (Attempt& attempt : held.attempts) attempt.faults.clear();
  EXPECT_FALSE(held.seen().shown);
  EXPECT_EQ(held.seen().why_not, "no reply of the inner provider was held, so nothing is proven");
}

TEST(Overstay, TakesNoConnectionThatIsOnlyLeftOpenForWork) {
  EXPECT_TRUE(Held(900ms, 1, false).seen().shown);
  EXPECT_FALSE(Held(900ms, 1, false).seen(false, true).shown);
}

TEST(Overstay, GoesByTheAnswerOutsideWhereTheOuterLeavesConnectionsOpen) {
  Held held(300ms, 2, false);
  for (Attempt& attempt : held.attempts) {
    if (attempt.edge == "orders-payments") attempt.consumer_closed.reset(), attempt.ended.reset();
  }
  EXPECT_FALSE(held.seen().shown);
  EXPECT_EQ(held.seen(true).left, Instant(1060ms));
  EXPECT_TRUE(held.seen(true).shown);
}

}  // namespace
}  // namespace squall::tests
