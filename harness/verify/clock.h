#pragma once
// Time as the pace of requests and the life of tokens see it: injected, so that their tests take none.

#include <chrono>
#include <functional>
#include <stop_token>

namespace squall::harness {

struct Clock {
  using Time = std::chrono::nanoseconds;  // since any fixed moment; never goes back

  std::function<Time()> now;
  std::function<std::chrono::sys_seconds()> date;  // of the calendar, UTC
  // Returns at that time, or earlier when stop is asked for.
  std::function<void(Time until, const std::stop_token& stop)> sleep_until;
};

Clock real_clock();

}  // namespace squall::harness
