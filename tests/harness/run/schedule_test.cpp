#include "harness/run/schedule.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace squall::tests {
namespace {

using harness::Duration;
using harness::Footprint;
using namespace std::chrono_literals;

Footprint on(std::vector<std::string> edges, std::vector<std::string> services = {}) {
  return {std::move(edges), std::move(services), false};
}

TEST(Schedule, SharesNoEdgeAndNoService) {
  EXPECT_FALSE(harness::disturb(on({"a-b"}, {"a"}), on({"c-d"}, {"c"})));
  EXPECT_TRUE(harness::disturb(on({"a-b", "b-c"}), on({"b-c"})));
  EXPECT_TRUE(harness::disturb(on({"a-b"}, {"a"}), on({"a-c"}, {"a"})));
  EXPECT_TRUE(harness::disturb(Footprint{}, on({"a-b"}))) << "who says nothing runs alone";
}

TEST(Schedule, TakesAsLongAsTheLongestWay) {
  const auto a = on({"a"}), b = on({"b"}), both = on({"a", "b"});
  EXPECT_EQ(harness::makespan({}, {}), 0s);
  EXPECT_EQ(harness::makespan({a, b}, {3s, 5s}), 5s);
  EXPECT_EQ(harness::makespan({a, both, b}, {3s, 1s, 5s}), 9s) << "b must not overtake what it would disturb";
  EXPECT_EQ(harness::makespan({a, Footprint{}, b}, {3s, 2s, 5s}), 10s);
  EXPECT_EQ(harness::makespan({a, a, b}, {2s, 2s, 5s}), 5s);
  std::vector<Footprint> many;
  for (int i = 0; i < 8; ++i) many.push_back(on({std::to_string(i)}));
  EXPECT_EQ(harness::makespan(many, std::vector<Duration>(8, 1s)), 2s) << "four at once";
}

TEST(Schedule, RunsInOrderWhatDisturbsEachOther) {
  std::vector<Footprint> footprints;
  for (int i = 0; i < 40; ++i) footprints.push_back(i % 7 == 0 ? Footprint{} : on({std::to_string(i % 3)}));
  std::mutex mutex;
  std::vector<std::size_t> running, order;
  harness::run_scheduled(footprints, [&](std::size_t i) {
    {
      const std::scoped_lock lock(mutex);
      for (const std::size_t other : running) EXPECT_FALSE(harness::disturb(footprints[i], footprints[other]));
      running.push_back(i);
      order.push_back(i);
    }
    std::this_thread::yield();
    const std::scoped_lock lock(mutex);
    std::erase(running, i);
  });
  ASSERT_EQ(order.size(), footprints.size());
  for (std::size_t x = 0; x < order.size(); ++x) {
    for (std::size_t y = x + 1; y < order.size(); ++y) {
      if (order[x] < order[y]) continue;
      EXPECT_FALSE(harness::disturb(footprints[order[x]], footprints[order[y]]));
    }
  }
}

}  // namespace
}  // namespace squall::tests
