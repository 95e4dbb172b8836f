#pragma once
// A stop token that fires when another one does, or when a time is over.

#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

#include "harness/system/system_file.h"

namespace squall::harness {

class Deadline {
 public:
  Deadline(std::stop_token outer, std::optional<Duration> timeout);
  std::stop_token token() const { return source_.get_token(); }
  bool expired() const { return expired_.stop_requested(); }

 private:
  void wait(const std::stop_token& ended, Duration timeout);

  std::stop_source source_;
  std::stop_source expired_;
  std::stop_callback<std::function<void()>> outer_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace squall::harness
