#include "chaos/net/poller.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <ctime>
#include <limits>
#include <system_error>

namespace squall::chaos::net {
namespace {

using std::chrono::nanoseconds;

// To the nanosecond where the kernel can (Linux 5.11), else to the next millisecond.
int wait_for_events(int epoll, epoll_event* events, int room, const std::optional<nanoseconds>& patience) {
  static std::atomic<bool> exact{true};
  if (exact.load(std::memory_order_relaxed)) {
    const auto nanos = patience.value_or(nanoseconds{0}).count();
    const timespec time{static_cast<time_t>(nanos / 1'000'000'000), static_cast<long>(nanos % 1'000'000'000)};
    const int count = ::epoll_pwait2(epoll, events, room, patience ? &time : nullptr, nullptr);
    if (count >= 0 || (errno != ENOSYS && errno != EPERM)) return count;
    exact.store(false, std::memory_order_relaxed);
  }
  if (!patience) return ::epoll_wait(epoll, events, room, -1);
  const auto millis = std::chrono::ceil<std::chrono::milliseconds>(*patience).count();
  return ::epoll_wait(epoll, events, room,
                      static_cast<int>(std::min<std::int64_t>(millis, std::numeric_limits<int>::max())));
}

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Poller::~Poller() {
  ::close(epoll_);
}

bool Poller::want(Watcher& watcher, int descriptor, std::uint32_t events) {
  if (events == watcher.wanted_) return true;
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watcher;
  const int operation = watcher.wanted_ == 0 ? EPOLL_CTL_ADD : events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
  if (::epoll_ctl(epoll_, operation, descriptor, &event) != 0) return false;
  watcher.wanted_ = events;
  if (events != 0) return true;
  for (std::size_t i = told_; i < count_; ++i) {
    if (events_[i].data.ptr == &watcher) events_[i].data.ptr = nullptr;
  }
  return true;
}

void Poller::wait(std::optional<nanoseconds> patience) {
  const int count = wait_for_events(epoll_, events_.data(), static_cast<int>(events_.size()), patience);
  told_ = 0;
  count_ = count > 0 ? static_cast<std::size_t>(count) : 0;
}

bool Poller::tell(std::size_t at_most) {
  for (const std::size_t end = told_ + std::min(at_most, count_ - told_); told_ < end;) {
    const epoll_event event = events_[told_++];
    if (event.data.ptr != nullptr) static_cast<Watcher*>(event.data.ptr)->ready(event.events);
  }
  return told_ < count_;
}

}  // namespace squall::chaos::net
