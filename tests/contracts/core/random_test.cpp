#include "contracts/core/random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace squall::contracts {
namespace {

TEST(Random, IsTheSameEverywhereForever) {
  Random random(42, "fault.latency", "orders-payments", 7);
  EXPECT_EQ(random.next(), 17942868329802591727u);
  EXPECT_EQ(stable_hash(""), 0u);
  EXPECT_EQ(stable_hash("squall, and a second word"), 15261885828812177251u);
}

TEST(Random, StreamsAreNamedNotShared) {
  std::set<std::uint64_t> seen;
  for (const std::uint64_t seed : {1, 2}) {
    for (const char* domain : {"a", "b"}) {
      for (const char* identity : {"", "x", "y"}) {
        for (std::uint64_t index = 0; index < 100; ++index) seen.insert(Random(seed, domain, identity, index).next());
      }
    }
  }
  EXPECT_EQ(seen.size(), 1200u);
  Random used(1, "a");
  const std::uint64_t forked_before = used.fork("child", 3).next();
  used.next();
  EXPECT_EQ(used.fork("child", 3).next(), forked_before);
  EXPECT_NE(used.fork("child", 4).next(), forked_before);
}

TEST(Random, BelowIsUniform) {
  std::array<int, 7> counts{};
  Random random(3, "uniform");
  for (int i = 0; i < 70'000; ++i) ++counts[random.below(7)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
  EXPECT_EQ(random.below(1), 0u);
  EXPECT_EQ(random.between(5, 5), 5);
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t drawn = random.between(-3, 3);
    EXPECT_GE(drawn, -3);
    EXPECT_LE(drawn, 3);
  }
  random.between(INT64_MIN, INT64_MAX);
}

TEST(Random, ChanceAndNormalHaveTheirMeans) {
  Random random(5, "chance");
  int hits = 0;
  double sum = 0;
  double squares = 0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    hits += random.chance(0.3) ? 1 : 0;
    const double x = random.normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(hits / double{kDraws}, 0.3, 0.01);
  EXPECT_NEAR(sum / kDraws, 0, 0.02);
  EXPECT_NEAR(squares / kDraws, 1, 0.03);
  EXPECT_FALSE(random.chance(0));
  EXPECT_TRUE(random.chance(1));
}

}  // namespace
}  // namespace squall::contracts
