#pragma once
// A circuit breaker: opens after consecutive failures, lets one probe through when its time is over.

#include <chrono>
#include <mutex>
#include <string_view>

namespace shop {

struct BreakerSettings {
  int failures_to_open = 5;  // 0: never opens
  std::chrono::milliseconds open_for{600};
  bool closes = true;  // false: one opening is for ever
};

// Thread-safe.
class Breaker {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Permit { normal, probe, denied };

  explicit Breaker(const BreakerSettings& settings) : settings_(settings) {}
  Permit ask(Clock::time_point now);
  void report(Permit permit, bool success, Clock::time_point now);
  // Whether background work may use the dependency: the breaker is closed, or has been idle for a second past its time.
  bool calm(Clock::time_point now) const;
  std::string_view state(Clock::time_point now) const;  // "closed", "open", "half-open"

 private:
  const BreakerSettings settings_;
  mutable std::mutex mutex_;
  bool open_ = false;
  bool probing_ = false;
  int failures_ = 0;
  Clock::time_point until_{};
};

}  // namespace shop
