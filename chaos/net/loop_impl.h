#pragma once
// A Loop's inside, for this room's units only.

#include <atomic>
#include <mutex>
#include <thread>

#include "chaos/net/core.h"
#include "chaos/net/loop.h"

namespace squall::chaos::net {

struct Loop::Impl final : Watcher {
  Impl(Loop& loop, std::chrono::steady_clock::time_point start);
  ~Impl() override;
  void run();
  void run_due();  // some of what is due
  void run_posted();
  void ready(std::uint32_t events) override;  // the wake-up call of another thread
  bool on_its_thread() const { return std::this_thread::get_id() == thread.get_id(); }

  const std::chrono::steady_clock::time_point origin;
  Core core;
  TimerHeap heap;
  int wake;  // eventfd
  std::atomic<bool> stopping{false};
  std::mutex mutex;  // guards what follows
  std::vector<std::function<void()>> posted;
  bool over = false;  // nothing that is posted runs any more
  std::thread thread;
};

}  // namespace squall::chaos::net
