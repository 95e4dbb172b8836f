#pragma once
// Poller: which descriptors of a loop are ready (epoll, level-triggered). On the loop's thread only.

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace squall::chaos::net {

// What waits for a descriptor.
class Watcher {
 public:
  Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  virtual ~Watcher() = default;
  // `events`: EPOLLIN, EPOLLOUT; EPOLLERR and EPOLLHUP come unasked while anything is wanted.
  virtual void ready(std::uint32_t events) = 0;

 private:
  friend class Poller;
  std::uint32_t wanted_ = 0;
};

class Poller {
 public:
  Poller();  // throws std::system_error when there is no descriptor left
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // From now on these events; 0: none, and none of those that were seen already. A watcher has one descriptor, and
  // wants nothing of it before it closes it or goes. False when the kernel has no room for it.
  bool want(Watcher& watcher, int descriptor, std::uint32_t events);
  // Waits for events, no longer than that.
  void wait(std::optional<std::chrono::nanoseconds> patience);
  // Tells the next watchers of what was waited for, so many at most; false when all were told.
  bool tell(std::size_t at_most);

 private:
  int epoll_;
  std::array<epoll_event, 256> events_{};
  std::size_t told_ = 0, count_ = 0;
};

}  // namespace squall::chaos::net
