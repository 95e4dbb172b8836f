#include "harness/verify/clock.h"

#include <condition_variable>
#include <mutex>

namespace squall::harness {

Clock real_clock() {
  using Steady = std::chrono::steady_clock;
  Clock clock;
  clock.now = [] { return std::chrono::duration_cast<Clock::Time>(Steady::now().time_since_epoch()); };
  clock.date = [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); };
  clock.sleep_until = [](Clock::Time until, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    const Steady::time_point end{std::chrono::duration_cast<Steady::duration>(until)};
    never.wait_until(lock, stop, end, [] { return false; });
  };
  return clock;
}

}  // namespace squall::harness
