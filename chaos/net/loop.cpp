#include "chaos/net/loop.h"

#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <future>
#include <system_error>
#include <utility>

#include "chaos/net/loop_impl.h"
#include "chaos/net/turns.h"

namespace squall::chaos::net {
namespace {

// So long timers have the loop before sockets have it. What a timer lets go makes its peer send again: were all that
// are due served first, answers that were delayed would stay the bunch they once came in, and wait for each other.
constexpr std::chrono::microseconds kTimersTurn{50};

// So many sockets are served before timers have the loop again. Fewer, and a bunch costs more than it has to: each send
// wakes its reader anew, and timers let go more than the sockets take in.
constexpr std::size_t kSocketsTurn = 16;

// A thread that sleeps until a time comes 40 to 60 us late where the processor has to be woken. So it sleeps until
// shortly before, and then watches the clock and the sockets.
constexpr std::chrono::microseconds kWatch{60};

}  // namespace

Loop::Loop(std::chrono::steady_clock::time_point origin) : impl_(std::make_unique<Impl>(*this, origin)) {
  impl_->thread = std::thread([this] { impl_->run(); });
  pthread_setname_np(impl_->thread.native_handle(), "squall-worker");
}

Loop::~Loop() {
  stop();
}

void Loop::stop() {
  impl_->stopping = true;
  post([] {});
  if (impl_->thread.joinable()) impl_->thread.join();
}

void Loop::post(std::function<void()> action) {
  const std::scoped_lock lock(impl_->mutex);
  if (impl_->over) return;
  impl_->posted.push_back(std::move(action));
  if (impl_->posted.size() == 1) ::eventfd_write(impl_->wake, 1);
}

void Loop::call(const std::function<void()>& action) {
  if (impl_->on_its_thread()) {
    action();
    return;
  }
  // A loop that stops drops the promise, which is an answer as well.
  auto done = std::make_shared<std::promise<void>>();
  const auto finished = done->get_future();
  post([&action, done = std::move(done)] {
    action();
    done->set_value();
  });
  finished.wait();
}

Instant Loop::now() const {
  return std::chrono::steady_clock::now() - impl_->origin;
}

Instant Loop::arrived() const {
  return impl_->core.arrived.value_or(now());
}

TimerId Loop::at(Instant time, std::function<void()> action) {
  return impl_->heap.add(time, std::move(action));
}

void Loop::cancel(TimerId timer) {
  impl_->heap.cancel(timer);
}

std::shared_ptr<Stream> Loop::adopt(int connected_socket) {
  return make_adopted(impl_->core, connected_socket);
}

std::shared_ptr<Stream> Loop::dial(const std::string& host, std::uint16_t port, std::optional<Instant> patience) {
  return make_dialled(impl_->core, host, port, patience);
}

std::shared_ptr<Datagrams> Loop::dial_datagrams(const std::string& host, std::uint16_t port) {
  return make_datagrams(impl_->core, host, port);
}

Loop::Impl::Impl(Loop& loop, std::chrono::steady_clock::time_point start)
    : origin(start),
      core(loop, [&loop](std::function<void()> action) { loop.post(std::move(action)); }),
      wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (wake < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  core.poller.want(*this, wake, EPOLLIN);
}

// What timers and the core own may own sockets, which take leave of both: they go while both are there.
Loop::Impl::~Impl() {
  std::exchange(heap, {});
  std::exchange(core.kept, {}).clear();
  core.gone.clear();
  ::close(wake);
}

void Loop::Impl::run() {
  ::prctl(PR_SET_TIMERSLACK, 1);  // timers to the nanosecond, not to 50 us
  take_short_turns();
  while (!stopping) {
    std::optional<Instant> patience;
    if (const auto next = heap.next()) {
      patience = std::max(Instant{0}, *next - kWatch - (std::chrono::steady_clock::now() - origin));
    }
    if (patience == Instant{0}) let_others_go_first();  // a timer is near or late: this loop does not sleep
    core.poller.wait(patience);
    do {
      run_due();
    } while (core.poller.tell(kSocketsTurn));
    core.gone.clear();
  }
  std::vector<std::function<void()>> dropped;
  const std::scoped_lock lock(mutex);
  over = true;
  dropped.swap(posted);
}

void Loop::Impl::run_due() {
  if (!heap.next()) return;
  const auto clock = [this] { return std::chrono::steady_clock::now() - origin; };
  const Instant begun = clock();
  for (Instant now = begun; now - begun < kTimersTurn; now = clock()) {
    const auto action = heap.take_due(now);
    if (!action) return;
    action();
  }
}

void Loop::Impl::run_posted() {
  std::vector<std::function<void()>> now;
  {
    const std::scoped_lock lock(mutex);
    now.swap(posted);
  }
  for (const auto& action : now) action();
}

void Loop::Impl::ready(std::uint32_t) {
  eventfd_t count = 0;
  ::eventfd_read(wake, &count);
  run_posted();
}

}  // namespace squall::chaos::net
