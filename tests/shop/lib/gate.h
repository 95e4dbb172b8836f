#pragma once
// What stands before work: so many at once, or so many a second.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace shop {

// So many at once; who comes when it is full is turned away, at once or having waited. Thread-safe.
class Gate {
 public:
  Gate(std::size_t limit, std::chrono::milliseconds patience)
      : limit_(limit), patience_(patience) {}  // limit 0: open to all
  bool enter();
  void leave();

 private:
  const std::size_t limit_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t inside_ = 0;
};

// Inside for the length of a scope, if it was let in.
class Visit {
 public:
  explicit Visit(Gate& gate) : gate_(gate), inside_(gate.enter()) {}
  ~Visit() {
    if (inside_) gate_.leave();
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  explicit operator bool() const { return inside_; }

 private:
  Gate& gate_;
  const bool inside_;
};

// A bucket of tokens: so many a second, and a few at once. Thread-safe.
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;
  TokenBucket(double per_second, double burst) : per_second_(per_second), burst_(burst), tokens_(burst) {}
  bool take(Clock::time_point now);  // always true when per_second is 0

 private:
  const double per_second_;
  const double burst_;
  std::mutex mutex_;
  double tokens_;
  Clock::time_point filled_{};
};

}  // namespace shop
