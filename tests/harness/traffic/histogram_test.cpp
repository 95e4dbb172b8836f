#include "harness/traffic/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "contracts/core/random.h"

namespace squall::harness {
namespace {

using std::chrono::nanoseconds;

TEST(Histogram, IsZeroWhenEmpty) {
  const Histogram empty;
  EXPECT_EQ(empty.count(), 0u);
  EXPECT_EQ(empty.min(), nanoseconds(0));
  EXPECT_EQ(empty.max(), nanoseconds(0));
  EXPECT_EQ(empty.mean(), nanoseconds(0));
  EXPECT_EQ(empty.quantile(0.99), nanoseconds(0));
}

struct Small {
  const char* name;
  std::vector<std::int64_t> values;
  double q;
  std::int64_t expected;  // exact: all below 128
};

class ExactQuantile : public testing::TestWithParam<Small> {};

TEST_P(ExactQuantile, IsTheNearestRank) {
  Histogram histogram;
  for (const auto value : GetParam().values) histogram.record(nanoseconds(value));
  EXPECT_EQ(histogram.quantile(GetParam().q).count(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Histogram, ExactQuantile,
    testing::Values(Small{"one", {7}, 0.5, 7}, Small{"median of odd", {1, 2, 3}, 0.5, 2},
                    Small{"median of even is the lower", {1, 2, 3, 4}, 0.5, 2},
                    Small{"q 0 is the least", {5, 9, 30}, 0, 5}, Small{"q 1 is the greatest", {5, 9, 30}, 1, 30},
                    Small{"p99 of ten is the greatest", {1, 2, 3, 4, 5, 6, 7, 8, 9, 100}, 0.99, 100},
                    Small{"p90 of ten is the ninth", {1, 2, 3, 4, 5, 6, 7, 8, 9, 100}, 0.9, 9},
                    Small{"out of range is clamped", {1, 2}, 7.5, 2}, Small{"negative counts as zero", {-5, 3}, 0, 0}),
    [](const auto& row) {
      std::string name = row.param.name;
      std::replace(name.begin(), name.end(), ' ', '_');
      return name;
    });

class WideQuantile : public testing::TestWithParam<int> {};  // decimal exponent of the scale

TEST_P(WideQuantile, IsWithinOnePercentAtAnyScale) {
  const double scale = std::pow(10.0, GetParam());
  contracts::Random random(7, "test.histogram");
  Histogram histogram;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 5000; ++i) {
    values.push_back(static_cast<std::int64_t>(scale * (0.5 + random.unit() * 9)));
    histogram.record(nanoseconds(values.back()));
  }
  std::sort(values.begin(), values.end());
  for (const double q : {0.01, 0.25, 0.5, 0.9, 0.99, 0.999}) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
    const auto exact = static_cast<double>(values[rank - 1]);
    EXPECT_NEAR(static_cast<double>(histogram.quantile(q).count()), exact, exact * 0.01) << q;
  }
  EXPECT_EQ(histogram.min().count(), values.front());
  EXPECT_EQ(histogram.max().count(), values.back());
}

INSTANTIATE_TEST_SUITE_P(Histogram, WideQuantile, testing::Values(2, 3, 6, 9, 12, 15));

TEST(Histogram, MergesAsIfRecordedTogether) {
  Histogram low;
  Histogram high;
  Histogram both;
  for (int i = 1; i <= 100; ++i) {
    low.record(nanoseconds(i));
    high.record(nanoseconds(i * 1'000'000));
    both.record(nanoseconds(i));
    both.record(nanoseconds(i * 1'000'000));
  }
  low.merge(high);
  EXPECT_EQ(low.count(), both.count());
  EXPECT_EQ(low.mean(), both.mean());
  for (const double q : {0.0, 0.3, 0.5, 0.75, 0.99, 1.0}) EXPECT_EQ(low.quantile(q), both.quantile(q)) << q;
}

TEST(Histogram, CountsRepetitions) {
  Histogram histogram;
  histogram.record(nanoseconds(10), 99);
  histogram.record(nanoseconds(90));
  EXPECT_EQ(histogram.count(), 100u);
  EXPECT_EQ(histogram.quantile(0.99).count(), 10);
  EXPECT_EQ(histogram.quantile(1).count(), 90);
}

TEST(Histogram, HoldsTheLargestDuration) {
  Histogram histogram;
  histogram.record(nanoseconds::max());
  histogram.record(nanoseconds(1));
  EXPECT_EQ(histogram.max(), nanoseconds::max());
  EXPECT_EQ(histogram.quantile(1), nanoseconds::max());
}

}  // namespace
}  // namespace squall::harness
