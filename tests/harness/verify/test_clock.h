#pragma once
// A clock moved by hand: sleeping takes it to that time at once.

#include <memory>
#include <mutex>
#include <vector>

#include "harness/verify/clock.h"

namespace squall::tests {

class TestClock {
 public:
  harness::Clock clock() {
    harness::Clock made;
    made.now = [this] { return now(); };
    made.date = [this] { return begin_ + std::chrono::floor<std::chrono::seconds>(now()); };
    made.sleep_until = [this](harness::Clock::Time until, const std::stop_token&) {
      const std::lock_guard lock(mutex_);
      now_ = std::max(now_, until);
    };
    return made;
  }
  harness::Clock::Time now() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void pass(std::chrono::nanoseconds time) {
    const std::lock_guard lock(mutex_);
    now_ += time;
  }

 private:
  // Sun, 06 Nov 1994 08:49:37 GMT, the date of RFC 9110's examples.
  const std::chrono::sys_seconds begin_{std::chrono::seconds(784111777)};
  mutable std::mutex mutex_;
  harness::Clock::Time now_{0};
};

}  // namespace squall::tests
