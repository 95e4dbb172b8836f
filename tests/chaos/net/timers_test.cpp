#include "chaos/net/timers.h"

#include <gtest/gtest.h>

#include <string>

namespace squall::chaos::net {
namespace {

using std::chrono::milliseconds;

TEST(VirtualTimers, RunInOrderOfTimeThenOfAsking) {
  VirtualTimers timers;
  std::string order;
  timers.at(milliseconds(20), [&] { order += "c"; });
  timers.at(milliseconds(10), [&] { order += "a"; });
  timers.at(milliseconds(10), [&] { order += "b"; });
  timers.advance(milliseconds(9));
  EXPECT_EQ(order, "");
  timers.advance(milliseconds(1));
  EXPECT_EQ(order, "ab");
  timers.advance(milliseconds(100));
  EXPECT_EQ(order, "abc");
}

TEST(VirtualTimers, ACancelledTimerNeverRuns) {
  VirtualTimers timers;
  int ran = 0;
  const auto timer = timers.at(milliseconds(10), [&] { ++ran; });
  timers.cancel(timer);
  timers.cancel(timer);
  timers.cancel(12345);
  timers.advance(milliseconds(100));
  EXPECT_EQ(ran, 0);
}

TEST(VirtualTimers, ATimerMaySetAnother) {
  VirtualTimers timers;
  std::vector<Instant> at;
  timers.at(milliseconds(10), [&] {
    at.push_back(timers.now());
    timers.at(milliseconds(15), [&] { at.push_back(timers.now()); });
  });
  timers.advance(milliseconds(30));
  EXPECT_EQ(at, (std::vector<Instant>{milliseconds(10), milliseconds(15)}));
  EXPECT_EQ(timers.now(), milliseconds(30));
}

}  // namespace
}  // namespace squall::chaos::net
