#pragma once
// EdgeCounters: what one worker counts on an edge. Written on that worker's thread alone, so an increment is a load and
// a store; read from any thread. EdgeCounts (engine.h) is the sum over workers.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "chaos/faults/fault.h"
#include "chaos/faults/registry.h"
#include "chaos/proxy/edge_counts.h"
#include "chaos/timeline/records.h"

namespace squall::chaos {

class EdgeCounters {
 public:
  EdgeCounters() : injected_(faults().size()) {}

  void connected() { add(connections_, 1), add(open_, 1); }
  void disconnected() { add(open_, ~std::uint64_t{0}); }
  void attempted() { add(attempts_, 1); }
  void spared() { add(spared_, 1); }
  void received(Direction direction, std::size_t bytes) { add(received_[index(direction)], bytes); }
  void sent(Direction direction, std::size_t bytes) { add(sent_[index(direction)], bytes); }
  void datagram_sent(Direction direction) { add(datagrams_[index(direction)], 1); }
  void overflowed() { add(overflowed_, 1); }
  // A step of that fault was executed on an attempt for the first time; `first`: of all faults.
  void injected(std::size_t kind, bool first) {
    add(injected_[kind], 1);
    if (first) add(faulted_, 1);
  }
  // Once for each attempt that is over. On a tcp edge its time is the connection's.
  void ended(const Attempt& attempt) {
    add(answers_[answer_class(attempt.status)], 1);
    const auto time = attempt.ended.value_or(attempt.request_started) - attempt.request_started;
    std::size_t bucket = 0;
    while (bucket < kTimeBounds.size() && time > kTimeBounds[bucket]) ++bucket;
    add(times_[bucket], 1);
    add(time_sum_, static_cast<std::uint64_t>(time.count()));
  }

  void add_to(EdgeCounts& sum) const;

 private:
  using Counter = std::atomic<std::uint64_t>;
  static std::size_t index(Direction direction) { return direction == Direction::up ? 0 : 1; }
  static void add(Counter& counter, std::uint64_t value) {
    counter.store(counter.load(std::memory_order_relaxed) + value, std::memory_order_relaxed);
  }

  Counter connections_{0}, open_{0}, attempts_{0}, faulted_{0}, spared_{0}, time_sum_{0}, overflowed_{0};
  std::array<Counter, 2> received_{}, sent_{}, datagrams_{};
  std::array<Counter, EdgeCounts::kAnswerClasses> answers_{};
  std::array<Counter, kTimeBounds.size() + 1> times_{};
  std::vector<Counter> injected_;  // in the order of faults()
};

}  // namespace squall::chaos
