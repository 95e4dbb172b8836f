#include "harness/check/deadline.h"

#include <condition_variable>
#include <mutex>

namespace squall::harness {

Deadline::Deadline(std::stop_token outer, std::optional<Duration> timeout)
    : outer_(std::move(outer), [this] { source_.request_stop(); }) {
  if (timeout) {
    thread_ = std::jthread([this, bound = *timeout](const std::stop_token& ended) { wait(ended, bound); });
  }
}

void Deadline::wait(const std::stop_token& ended, Duration timeout) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait_for(lock, ended, timeout, [] { return false; });
  if (ended.stop_requested()) return;
  expired_.request_stop();
  source_.request_stop();
}

}  // namespace squall::harness
