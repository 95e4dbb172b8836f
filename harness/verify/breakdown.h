#pragma once
// Breakdown: the verification cannot go on, through no fault of the service: a hook died, no token is given out. The
// first reason counts; everything under way is asked to stop. Thread-safe.

#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

#include "harness/traffic/client.h"

namespace squall::harness {

class Breakdown {
 public:
  // Also stops when `outer` does.
  explicit Breakdown(std::stop_token outer) : outer_(std::move(outer), [this] { source_.request_stop(); }) {}

  std::stop_token token() const { return source_.get_token(); }
  void report(std::string why) {
    {
      const std::lock_guard lock(mutex_);
      if (reason_.empty()) reason_ = std::move(why);
    }
    source_.request_stop();
  }
  std::string reason() const {  // "" while nothing broke
    const std::lock_guard lock(mutex_);
    return reason_;
  }

 private:
  std::stop_source source_;
  mutable std::mutex mutex_;
  std::string reason_;
  std::stop_callback<std::function<void()>> outer_;  // last: its call uses the source
};

// The answer to a request that was not sent.
inline Answer unsent_answer() {
  Answer answer;
  answer.error = chaos::CallError::cancelled;
  answer.error_text = "not sent";
  return answer;
}

}  // namespace squall::harness
