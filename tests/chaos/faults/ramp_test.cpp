#include "chaos/faults/ramp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chaos/faults/notation.h"
#include "chaos/faults/registry.h"

namespace squall::chaos {
namespace {

using std::chrono::seconds;

TEST(Ramps, GoFromOneEndToTheOther) {
  const Ramp ramp{10, 30, seconds(10)};
  EXPECT_EQ(ramp.at(seconds(0)), 10);
  EXPECT_EQ(ramp.at(seconds(5)), 20);
  EXPECT_EQ(ramp.at(seconds(10)), 30);
  EXPECT_EQ(ramp.at(seconds(100)), 30);
  EXPECT_EQ((Ramp{30, 10, seconds(10)}.at(seconds(9))), 12);
  EXPECT_EQ((Ramp{7, 7, {}}.at(seconds(0))), 7);
}

TEST(Ramps, AreReadWithTheFault) {
  const auto spec = parse_fault("latency: {mean: 10ms -> 800ms over 30s, jitter: 5ms}");
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_TRUE(check(*spec, Protocol::http)) << check(*spec, Protocol::http).error().message;
  const auto shorthand = parse_fault("bandwidth: 1MB/s -> 10KB/s over 1m");
  ASSERT_TRUE(shorthand) << shorthand.error().message;
  EXPECT_TRUE(check(*shorthand, Protocol::tcp)) << check(*shorthand, Protocol::tcp).error().message;
}

class WrongRamps : public testing::TestWithParam<std::pair<const char*, const char*>> {};
TEST_P(WrongRamps, AreExplained) {
  const auto spec = parse_fault(GetParam().first);
  ASSERT_TRUE(spec) << spec.error().message;
  const auto checked = check(*spec, Protocol::http);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, testing::HasSubstr(GetParam().second));
}
INSTANTIATE_TEST_SUITE_P(
    Faults, WrongRamps,
    testing::Values(std::pair("latency: 10ms -> 20ms", "the time"),
                    std::pair("latency: 10ms -> soon over 1s", "mean: "),
                    std::pair("latency: 10ms -> 20ms over long", "mean: "),
                    std::pair("abort: 500 -> 503 over 1s", "whole number"),
                    std::pair("latency: {mean: 1ms, distribution: pareto, index: 1}", "more than 1"),
                    std::pair("latency: {mean: 1ms, distribution: constant, jitter: 1ms}", "only with"),
                    std::pair("latency: {jitter: 1ms}", "'mean' is missing"),
                    std::pair("latency: {mean: 1ms, histogram: {1s: 1}}", "says it already"),
                    std::pair("latency: {histogram: /nowhere/at/all}", "no file"),
                    std::pair("flapping: {up: 0s, down: 1s}", "more than 0"),
                    std::pair("throttle: {retry_after: 1s, status: 500}", "429 or 503"),
                    std::pair("interim: {status: 101}", "not 101"), std::pair("interim: 0", "1 to 1000"),
                    std::pair("large_headers: 1GiB", "at most 16 MiB"), std::pair("replay: 1000", "1 to 100"),
                    std::pair("rewrite: {pointer: /a}", "either value or remove"),
                    std::pair("rewrite: {pointer: a, value: 1}", "begin with '/'")));

}  // namespace
}  // namespace squall::chaos
