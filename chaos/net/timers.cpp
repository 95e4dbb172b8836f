#include "chaos/net/timers.h"

#include <utility>

namespace squall::chaos::net {

TimerId TimerHeap::add(Instant time, std::function<void()> action) {
  const std::uint32_t slot = free_slot();
  slots_[slot].action = std::move(action);
  heap_.emplace_back();
  settle(heap_.size() - 1, {time, asked_++, slot});
  return (TimerId{slots_[slot].uses} << 32) | slot;
}

void TimerHeap::cancel(TimerId timer) {
  const auto slot = static_cast<std::uint32_t>(timer);
  const auto use = static_cast<std::uint32_t>(timer >> 32);
  if (slot >= slots_.size() || slots_[slot].uses != use || !slots_[slot].action) return;
  take(slots_[slot].place);
}

std::optional<Instant> TimerHeap::next() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().time;
}

std::function<void()> TimerHeap::take_due(Instant now) {
  if (heap_.empty() || heap_.front().time > now) return {};
  return take(0);
}

std::uint32_t TimerHeap::free_slot() {
  if (free_.empty()) {
    slots_.emplace_back();
    free_.push_back(static_cast<std::uint32_t>(slots_.size() - 1));
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  ++slots_[slot].uses;
  return slot;
}

void TimerHeap::settle(std::size_t place, Entry entry) {
  const auto put = [&](std::size_t at, const Entry& each) {
    heap_[at] = each;
    slots_[each.slot].place = at;
  };
  while (place > 0 && entry < heap_[(place - 1) / 2]) {
    put(place, heap_[(place - 1) / 2]);
    place = (place - 1) / 2;
  }
  while (true) {
    std::size_t child = 2 * place + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1] < heap_[child]) ++child;
    if (entry < heap_[child]) break;
    put(place, heap_[child]);
    place = child;
  }
  put(place, entry);
}

std::function<void()> TimerHeap::take(std::size_t place) {
  const std::uint32_t slot = heap_[place].slot;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (place < heap_.size()) settle(place, last);
  free_.push_back(slot);
  return std::exchange(slots_[slot].action, nullptr);
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
