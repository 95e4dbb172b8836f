#include "chaos/faults/distribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/temporary_files.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

std::vector<double> drawn(Shape shape, double index) {
  contracts::Random random(5, "test");
  std::vector<double> ms;
  for (int i = 0; i < 20000; ++i) {
    const auto time = draw(shape, milliseconds(100), milliseconds(20), index, random);
    ms.push_back(std::chrono::duration<double, std::milli>(time).count());
  }
  std::sort(ms.begin(), ms.end());
  return ms;
}
double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}
double quantile(const std::vector<double>& sorted, double q) {
  return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size()))];
}

TEST(Distributions, HaveTheirShape) {
  EXPECT_EQ(drawn(Shape::constant, 0).front(), 100);
  EXPECT_EQ(drawn(Shape::constant, 0).back(), 100);
  const auto uniform = drawn(Shape::uniform, 0);
  EXPECT_GE(uniform.front(), 80);
  EXPECT_LE(uniform.back(), 120);
  EXPECT_NEAR(quantile(uniform, 0.25), 90, 1);
  const auto normal = drawn(Shape::normal, 0);
  EXPECT_NEAR(mean_of(normal), 100, 1);
  EXPECT_NEAR(quantile(normal, 0.8413), 120, 1.5);  // one deviation
}

TEST(Distributions, ParetoHasItsMeanAndALongTail) {
  const auto pareto = drawn(Shape::pareto, 3);
  EXPECT_NEAR(mean_of(pareto), 100, 3);
  EXPECT_GE(pareto.front(), 66);  // mean (index - 1) / index
  EXPECT_LE(pareto.front(), 67);
  EXPECT_NEAR(quantile(pareto, 0.5), 66.67 * 1.26, 2);  // least * 2^(1/3)
  EXPECT_GT(pareto.back(), 500);
}

TEST(Histograms, AreDrawnByWeight) {
  const auto histogram = Histogram::parse("{10ms: 70, 100ms: 30, 1s: 0}");
  ASSERT_TRUE(histogram) << histogram.error().message;
  contracts::Random random(5, "test");
  int low = 0;
  for (int i = 0; i < 10000; ++i) {
    const auto time = histogram->draw(random);
    EXPECT_LE(time, milliseconds(100));
    low += time <= milliseconds(10) ? 1 : 0;
  }
  EXPECT_NEAR(low, 7000, 200);
}

TEST(Histograms, AreReadFromFiles) {
  const tests::TemporaryFiles files;
  const auto histogram = Histogram::load(files.write("recorded.json", R"({"5ms": 1})"));
  ASSERT_TRUE(histogram) << histogram.error().message;
  contracts::Random random(5, "test");
  EXPECT_LE(histogram->draw(random), milliseconds(5));
}

class WrongHistograms : public testing::TestWithParam<std::pair<const char*, const char*>> {};
TEST_P(WrongHistograms, AreExplained) {
  const auto histogram = Histogram::parse(GetParam().first);
  ASSERT_FALSE(histogram);
  EXPECT_THAT(histogram.error().message, testing::HasSubstr(GetParam().second));
}
INSTANTIATE_TEST_SUITE_P(Faults, WrongHistograms,
                         testing::Values(std::pair("{}", "expected buckets"), std::pair("[1]", "expected buckets"),
                                         std::pair("{soon: 1}", "duration"), std::pair("{1s: many}", "how many"),
                                         std::pair("{1s: -1}", "how many"), std::pair("{1s: 0}", "empty")));

TEST(WrongHistograms, AreNoFilesThatCannotBeRead) {
  EXPECT_FALSE(Histogram::load("/nowhere/at/all"));
  EXPECT_FALSE(Histogram::load("/dev/zero"));
  EXPECT_FALSE(Histogram::load("/"));
}

}  // namespace
}  // namespace squall::chaos
