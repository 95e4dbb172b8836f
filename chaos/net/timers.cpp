#include "chaos/net/timers.h"

namespace squall::chaos::net {

TimerId TimerHeap::add(Instant time, std::function<void()> action) {
  const TimerId id = ++last_;
  order_.emplace(std::pair{time, id}, std::move(action));
  times_.emplace(id, time);
  return id;
}

void TimerHeap::cancel(TimerId timer) {
  const auto found = times_.find(timer);
  if (found == times_.end()) return;
  order_.erase({found->second, timer});
  times_.erase(found);
}

std::optional<Instant> TimerHeap::next() const {
  if (order_.empty()) return std::nullopt;
  return order_.begin()->first.first;
}

std::function<void()> TimerHeap::take_due(Instant now) {
  if (order_.empty() || order_.begin()->first.first > now) return {};
  auto first = order_.extract(order_.begin());
  times_.erase(first.key().second);
  return std::move(first.mapped());
}

void VirtualTimers::advance(Instant by) {
  const Instant end = now_ + by;
  while (true) {
    const auto next = heap_.next();
    if (!next || *next > end) break;
    now_ = std::max(now_, *next);
    if (const auto action = heap_.take_due(now_)) action();
  }
  now_ = end;
}

}  // namespace squall::chaos::net
