#pragma once
// Timers: the one way logic asks for time. Real in a Loop, advanced by hand in tests.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>

namespace squall::chaos::net {

using Instant = std::chrono::nanoseconds;  // since an origin that all who share a clock agree on
using TimerId = std::uint64_t;             // 0 is never a timer

// Used from one thread.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual Instant now() const = 0;
  // Runs `action` once, at that time or soon after, never inside this call.
  virtual TimerId at(Instant time, std::function<void()> action) = 0;
  virtual void cancel(TimerId timer) = 0;  // nothing when it ran already
};

// Which timer is next. Knows no clock. Equal times run in the order they were asked for.
class TimerHeap {
 public:
  TimerId add(Instant time, std::function<void()> action);
  void cancel(TimerId timer);
  std::optional<Instant> next() const;
  // Takes out the earliest action due by then; empty when there is none.
  std::function<void()> take_due(Instant now);

 private:
  std::map<std::pair<Instant, TimerId>, std::function<void()>> order_;
  std::unordered_map<TimerId, Instant> times_;
  TimerId last_ = 0;
};

// Time that stands still until it is advanced.
class VirtualTimers final : public Timers {
 public:
  Instant now() const override { return now_; }
  TimerId at(Instant time, std::function<void()> action) override { return heap_.add(time, std::move(action)); }
  void cancel(TimerId timer) override { heap_.cancel(timer); }
  void advance(Instant by);

 private:
  Instant now_{0};
  TimerHeap heap_;
};

}  // namespace squall::chaos::net
