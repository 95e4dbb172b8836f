#include "chaos/timeline/timeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Attempt attempt(std::uint64_t id, Instant begun, const std::string& edge = "a-b") {
  Attempt made;
  made.id = id;
  made.edge = edge;
  made.request_started = begun;
  return made;
}

Call call(std::uint64_t id, Instant started) {
  Call made;
  made.id = id;
  made.started = started;
  return made;
}

std::vector<std::uint64_t> ids(const std::vector<Attempt>& attempts) {
  std::vector<std::uint64_t> found;
  found.reserve(attempts.size());
  for (const auto& each : attempts) found.push_back(each.id);
  return found;
}

using Ids = std::vector<std::uint64_t>;

TEST(Timeline, ReplacesAnAttemptRecordedAgain) {
  Timeline timeline;
  auto one = attempt(1, milliseconds(5));
  timeline.record(one);
  EXPECT_EQ(timeline.open_attempts("a-b"), 1u);
  one.status = 200;
  one.ended = milliseconds(9);
  timeline.record(one);
  const auto found = timeline.attempts("a-b", Instant{0}, seconds(1));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].status, 200);
  EXPECT_EQ(timeline.open_attempts("a-b"), 0u);
}

TEST(Timeline, OrdersAttemptsByIdWhateverTheOrderOfRecording) {
  Timeline timeline;
  for (const std::uint64_t id : {3u, 1u, 2u, 200u, 5u}) timeline.record(attempt(id, milliseconds(id)));
  EXPECT_EQ(ids(timeline.attempts("a-b", Instant{0}, seconds(1))), (Ids{1, 2, 3, 5, 200}));
}

TEST(Timeline, FindsAnOldAttemptAmongManyNewer) {
  Timeline timeline;
  for (std::uint64_t id = 1; id <= 1000; ++id) timeline.record(attempt(id, milliseconds(id)));
  auto old = attempt(10, milliseconds(10));
  old.status = 503;
  timeline.record(old);
  const auto found = timeline.attempts("a-b", milliseconds(10), milliseconds(11));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].status, 503);
}

struct Interval {
  const char* name;
  Instant from, to;
  Ids expected;
};

class TimelineIntervals : public testing::TestWithParam<Interval> {};

TEST_P(TimelineIntervals, HoldWhatBeganInThem) {
  Timeline timeline;
  timeline.record(attempt(1, milliseconds(10)));
  timeline.record(attempt(2, milliseconds(30)));  // begun later than the next, recorded first
  timeline.record(attempt(3, milliseconds(20)));
  timeline.record(attempt(4, milliseconds(40), "other"));
  EXPECT_EQ(ids(timeline.attempts("a-b", GetParam().from, GetParam().to)), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Timeline, TimelineIntervals,
                         testing::Values(Interval{"all", milliseconds(0), milliseconds(100), {1, 2, 3}},
                                         Interval{"begin_is_inside", milliseconds(10), milliseconds(20), {1}},
                                         Interval{"end_is_outside", milliseconds(0), milliseconds(10), {}},
                                         Interval{"later_first", milliseconds(20), milliseconds(25), {3}},
                                         Interval{"only_the_latest", milliseconds(30), milliseconds(31), {2}},
                                         Interval{"empty", milliseconds(50), milliseconds(60), {}}),
                         [](const auto& row) { return row.param.name; });

TEST(Timeline, DropsTheOldestAndCountsThem) {
  Timeline timeline;
  timeline.keep_at_most(3);
  for (std::uint64_t id = 1; id <= 5; ++id) timeline.record(attempt(id, milliseconds(id)));
  EXPECT_EQ(timeline.dropped(), 2u);
  auto gone = attempt(1, milliseconds(1));
  gone.ended = milliseconds(9);
  timeline.record(gone);  // stays dropped, yet is no longer open
  EXPECT_EQ(ids(timeline.attempts("a-b", Instant{0}, seconds(1))), (Ids{3, 4, 5}));
  EXPECT_EQ(timeline.open_attempts("a-b"), 4u);
}

TEST(Timeline, DropsClosedWindowsAndKeepsThoseInForce) {
  Timeline timeline;
  timeline.keep_at_most(2);
  timeline.window_opened({"f0", "a-b", "latency", milliseconds(0), {}});
  for (int n = 1; n <= 4; ++n) {
    const auto id = "f" + std::to_string(n);
    timeline.window_opened({id, "a-b", "latency", milliseconds(n), {}});
    timeline.window_closed("a-b", id, milliseconds(n));
  }
  const auto windows = timeline.slice(Instant{0}, seconds(1)).windows;
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_EQ(windows[0].id, "f0");
  EXPECT_EQ(windows[1].id, "f4");
  EXPECT_EQ(timeline.dropped(), 3u);
}

TEST(Timeline, SlicesEveryKindOfRecord) {
  Timeline timeline;
  timeline.record(call(2, milliseconds(20)));
  timeline.record(call(1, milliseconds(10)));
  timeline.record(call(3, milliseconds(90)));
  timeline.record(ProcessEvent{"orders", "ready", milliseconds(15)});
  timeline.window_opened({"f1", "a-b", "latency", milliseconds(1), {}});
  timeline.window_opened({"f1", "c-d", "latency", milliseconds(2), {}});
  timeline.window_opened({"f2", "a-b", "refuse", milliseconds(70), {}});
  timeline.window_executed("a-b", "f2", milliseconds(71));
  timeline.window_closed("a-b", "f1", milliseconds(5));
  const auto slice = timeline.slice(milliseconds(8), milliseconds(80));
  ASSERT_EQ(slice.calls.size(), 2u);
  EXPECT_EQ(slice.calls[0].id, 1u);
  EXPECT_EQ(slice.processes.size(), 1u);
  ASSERT_EQ(slice.windows.size(), 2u);  // a-b's f1 was closed before, c-d's is still on
  EXPECT_EQ(slice.windows[0].edge, "c-d");
  EXPECT_EQ(slice.windows[1].executed, milliseconds(71));
}

TEST(Timeline, TakesRecordsFromManyThreads) {
  Timeline timeline;
  constexpr std::size_t kEach = 500;
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&timeline] {
      for (std::size_t i = 0; i < kEach; ++i) {
        auto one = attempt(timeline.next_id(), timeline.now());
        timeline.record(one);
        one.ended = timeline.now();
        timeline.record(one);
      }
    });
  }
  threads.clear();
  const auto found = timeline.attempts("a-b", Instant{0}, seconds(60));
  EXPECT_EQ(found.size(), 4 * kEach);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
  EXPECT_EQ(timeline.open_attempts("a-b"), 0u);
}

}  // namespace
}  // namespace squall::chaos
