#include "chaos/proxy/edge_counters.h"

namespace squall::chaos {

void EdgeCounters::add_to(EdgeCounts& sum) const {
  const auto value = [](const Counter& counter) { return counter.load(std::memory_order_relaxed); };
  sum.connections += value(connections_);
  sum.open += value(open_);
  sum.attempts += value(attempts_);
  sum.faulted += value(faulted_);
  sum.spared += value(spared_);
  sum.bytes_up += value(sent_[0]);
  sum.bytes_down += value(sent_[1]);
  sum.received_up += value(received_[0]);
  sum.received_down += value(received_[1]);
  sum.datagrams_up += value(datagrams_[0]);
  sum.datagrams_down += value(datagrams_[1]);
  sum.overflowed += value(overflowed_);
  sum.time_sum += std::chrono::nanoseconds(value(time_sum_));
  for (std::size_t i = 0; i < answers_.size(); ++i) sum.answers[i] += value(answers_[i]);
  for (std::size_t i = 0; i < times_.size(); ++i) sum.times[i] += value(times_[i]);
  for (std::size_t i = 0; i < injected_.size(); ++i) {
    if (const auto count = value(injected_[i]); count > 0) sum.injected[std::string(faults()[i].kind)] += count;
  }
}

}  // namespace squall::chaos
