#include "harness/check/deadline.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace squall::harness {
namespace {

void wait_for(const std::stop_token& token) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait(lock, token, [] { return false; });
}

TEST(Deadline, FiresWithTheOuterToken) {
  std::stop_source outer;
  const Deadline deadline(outer.get_token(), std::nullopt);
  EXPECT_FALSE(deadline.token().stop_requested());
  outer.request_stop();
  EXPECT_TRUE(deadline.token().stop_requested());
  EXPECT_FALSE(deadline.expired());
}

TEST(Deadline, FiresWhenTheTimeIsOver) {
  const Deadline deadline({}, std::chrono::milliseconds(1));
  wait_for(deadline.token());
  EXPECT_TRUE(deadline.expired());
}

TEST(Deadline, EndsAtOnceWhenItIsNotNeededAnyMore) {
  std::stop_source outer;
  const Deadline deadline(outer.get_token(), std::chrono::hours(1));
  EXPECT_FALSE(deadline.expired());
}

}  // namespace
}  // namespace squall::harness
