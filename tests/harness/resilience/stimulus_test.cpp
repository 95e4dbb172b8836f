#include "harness/resilience/stimulus.h"

#include <gtest/gtest.h>

#include <set>

namespace squall::tests {
namespace {

using contracts::http::Headers;
using contracts::http::Request;
using contracts::http::Response;
using harness::StimulusPlan;
using harness::StimulusSource;

StimulusPlan paying() {
  StimulusPlan plan;
  plan.request.method = "POST";
  plan.request.target = "/orders/${captured.order}/payment";
  plan.request.body = R"({"amount": ${captured.total}, "note": "${unique} ${other}"})";
  plan.request.headers.add("Idempotency-Key", "pay-${unique}");
  Request order;
  order.method = "POST";
  order.target = "/orders";
  order.body = R"({"key": "${unique}"})";
  plan.before.push_back({"http://orders", order, {{"order", "/id"}, {"total", "/sum/total"}}});
  plan.seed = 7;
  return plan;
}

// Answers with a number of its own each time.
struct Shop {
  int orders = 0;
  int status = 201;
  std::string body = R"({"id": "o-%", "sum": {"total": 12.50}})";
  std::vector<Request> seen;
  StimulusSource::Send send() {
    return [this](const std::string&, const Request& request) {
      seen.push_back(request);
      Response response;
      response.status = status;
      response.body = body;
      const std::size_t at = response.body.find('%');
      if (at != std::string::npos) response.body.replace(at, 1, std::to_string(++orders));
      return response;
    };
  }
};

TEST(Stimulus, CarriesWhatWasCapturedAndANumberOfItsOwn) {
  Shop shop;
  StimulusSource source(paying(), shop.send());
  const auto first = source.next({}), second = source.next({});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->target, "/orders/o-1/payment");
  EXPECT_EQ(second->target, "/orders/o-2/payment");
  const std::string unique(first->headers.get("Idempotency-Key").substr(4));
  EXPECT_EQ(unique.size(), 9U);
  EXPECT_EQ(first->body, R"({"amount": 12.50, "note": ")" + unique + R"( ${other}"})");
  EXPECT_EQ(shop.seen.front().body, R"({"key": ")" + unique + R"("})") << "the same number in all of one sequence";
  EXPECT_NE(first->headers.get("Idempotency-Key"), second->headers.get("Idempotency-Key"));
}

TEST(Stimulus, SendsNothingBeforeItUnderFaults) {
  Shop shop;
  StimulusSource source(paying(), shop.send());
  ASSERT_TRUE(source.prepare(3));
  EXPECT_EQ(shop.orders, 3);
  source.under_faults(true);
  std::set<std::string> targets;
  for (int i = 0; i < 5; ++i) targets.insert(source.next({})->target);
  EXPECT_EQ(shop.orders, 3);
  EXPECT_EQ(targets.size(), 3U) << "when none is left, they are used again";
}

TEST(Stimulus, IsTheSameUnderTheSameKeyWhereDeliveriesAreRepeated) {
  StimulusPlan plan = paying();
  plan.same_by_headers = true;
  Shop shop;
  StimulusSource source(plan, shop.send());
  const Headers one{{"Idempotency-Key", "k1"}}, other{{"Idempotency-Key", "k2"}};
  const auto first = source.next(one), again = source.next(one), another = source.next(other);
  EXPECT_EQ(*first, *again);
  EXPECT_NE(first->target, another->target);
  EXPECT_EQ(first->headers.get("Idempotency-Key"), "k1");
}

TEST(Stimulus, SaysWhyNothingCouldBeCaptured) {
  Shop shop;
  shop.status = 503;
  StimulusSource refused(paying(), shop.send());
  EXPECT_EQ(refused.prepare(1).error().message, "POST /orders, sent before the stimulus, was answered 503");
  EXPECT_FALSE(refused.next({}));
  shop.status = 201;
  shop.body = R"({"id": "o-1"})";
  StimulusSource lacking(paying(), shop.send());
  EXPECT_EQ(lacking.prepare(1).error().message,
            "the answer to POST /orders, sent before the stimulus, has nothing at '/sum/total' (captured as 'total')");
  shop.body = "ok";
  StimulusSource text(paying(), shop.send());
  EXPECT_EQ(text.prepare(1).error().message,
            "the answer to POST /orders, sent before the stimulus, is no JSON to capture from");
}

}  // namespace
}  // namespace squall::tests
