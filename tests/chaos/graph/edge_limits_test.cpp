#include "chaos/graph/edge_limits.h"

#include <gtest/gtest.h>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

using chaos::limits_of;
using chaos::Measurement;
using chaos::Presence;
using chaos::Quantity;

Measurement measured(const char* pattern, Presence present, std::vector<Quantity> quantities,
                     std::vector<std::string> labels = {}) {
  Measurement m;
  m.pattern = pattern;
  m.present = present;
  m.injected = true;
  m.operation = "POST /charges";
  m.quantities = std::move(quantities);
  m.labels = std::move(labels);
  return m;
}

Quantity ms(const char* name, double value) {
  return {name, value, value, value, "ms", 3};
}
Quantity retries(const char* name, double value) {
  return {name, value, value, value, "retries", 3};
}

TEST(EdgeLimits, AreReadOffMeasurements) {
  const std::vector<Measurement> all{
      measured("timeout", Presence::yes, {ms("response", 302), ms("hold", 5000)}),
      measured("retries", Presence::yes, {retries("retries", 2), ms("pause_1", 50), ms("pause_2", 100)}),
      measured("bulkhead", Presence::yes, {ms("response", 7)})};
  const EdgeLimits limits = limits_of("orders-payments", all);
  EXPECT_EQ(limits.edge, "orders-payments");
  EXPECT_EQ(limits.operation, "POST /charges");
  EXPECT_EQ(limits.timeout, Duration(302ms));
  EXPECT_EQ(limits.attempts_silent, 3u);
  EXPECT_EQ(limits.attempts_failing, 3u);
  EXPECT_EQ(limits.pauses, (std::vector<Duration>{50ms, 100ms}));
}

TEST(EdgeLimits, TakesAttemptsUnderSilenceWhereTheyWereSeen) {
  const EdgeLimits limits = limits_of(
      "a-b", std::vector{measured("retries", Presence::yes, {retries("retries", 3), retries("retries_on_hang", 0)})});
  EXPECT_EQ(limits.attempts_silent, 1u);
  EXPECT_EQ(limits.attempts_failing, 4u);
}

TEST(EdgeLimits, KnowsNothingOfWhatWasNotProven) {
  Measurement timeout = measured("timeout", Presence::yes, {ms("response", 302)});
  timeout.injected = false;
  const Measurement unsure = measured("retries", Presence::unknown, {retries("retries", 2)});
  const EdgeLimits limits = limits_of("a-b", std::vector{timeout, unsure});
  EXPECT_FALSE(limits.timeout);
  EXPECT_FALSE(limits.attempts_silent);
  EXPECT_EQ(limits.waited, Duration(0));
}

TEST(EdgeLimits, TellsAMissingTimeoutFromOneThatWasNotMeasured) {
  const EdgeLimits limits = limits_of("a-b", std::vector{measured("timeout", Presence::no, {ms("hold", 5000)})});
  EXPECT_FALSE(limits.timeout);
  EXPECT_EQ(limits.waited, Duration(5s));
}

struct Bounds {
  const char* name;
  const char* label;
  bool endless;
};
class EdgeLimitsWithoutAnEnd : public testing::TestWithParam<Bounds> {};

TEST_P(EdgeLimitsWithoutAnEnd, HaveNoNumberOfAttempts) {
  const EdgeLimits limits =
      limits_of("a-b", std::vector{measured("retries", Presence::yes, {retries("retries", 12)}, {GetParam().label})});
  EXPECT_EQ(limits.endless, GetParam().endless);
  EXPECT_FALSE(limits.attempts_failing);
}

INSTANTIATE_TEST_SUITE_P(Rows, EdgeLimitsWithoutAnEnd,
                         testing::Values(Bounds{"Unbounded", "unbounded", true},
                                         Bounds{"EndNotSeen", "end not seen", false}),
                         [](const auto& row) { return row.param.name; });

TEST(EdgeLimits, AddsUpPauses) {
  EdgeLimits limits = drawn_limits("a-b", 1s, 5, {50ms, 100ms});
  EXPECT_EQ(limits.paused(1), Duration(0));
  EXPECT_EQ(limits.paused(3), Duration(150ms));
  EXPECT_EQ(limits.paused(5), Duration(350ms)) << "the last stands for those that were not seen";
  limits.pauses.clear();
  EXPECT_EQ(limits.paused(5), Duration(0));
}

}  // namespace
}  // namespace squall::tests
