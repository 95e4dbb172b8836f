#pragma once
// Timers: the one way logic asks for time. Real in a Loop, advanced by hand in tests.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace squall::chaos::net {

using Instant = std::chrono::nanoseconds;  // since an origin that all who share a clock agree on
using TimerId = std::uint64_t;             // 0 is never a timer

// Used from one thread.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual Instant now() const = 0;
  // When what is being told came in. Of the bytes of a stream that notes arrivals: when the kernel had them, which is
  // earlier than now() when they waited for their turn.
  virtual Instant arrived() const { return now(); }
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
  struct Entry {
    Instant time;
    std::uint64_t asked;  // how many were asked for before
    std::uint32_t slot;
    bool operator<(const Entry& other) const { return time != other.time ? time < other.time : asked < other.asked; }
  };
  // A timer is known by its slot and how often that slot was used before.
  struct Slot {
    std::function<void()> action;
    std::uint32_t uses = 0;
    std::size_t place = 0;  // in the heap; used slots only
  };
  std::uint32_t free_slot();
  void settle(std::size_t place, Entry entry);  // puts the entry where it belongs, beginning at `place`
  std::function<void()> take(std::size_t place);

  std::vector<Entry> heap_;  // binary, the earliest first
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t asked_ = 0;
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
