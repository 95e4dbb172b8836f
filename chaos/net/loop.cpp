#include "chaos/net/loop.h"

#include <pthread.h>

#include <boost/asio/post.hpp>
#include <future>

#include "chaos/net/loop_asio.h"

namespace squall::chaos::net {

Loop::Loop(std::chrono::steady_clock::time_point origin) : impl_(std::make_unique<Impl>(origin)) {
  impl_->thread = std::thread([this] { impl_->context.run(); });
  pthread_setname_np(impl_->thread.native_handle(), "squall-worker");
}

Loop::~Loop() {
  stop();
}

void Loop::stop() {
  impl_->context.stop();
  if (impl_->thread.joinable()) impl_->thread.join();
}

void Loop::post(std::function<void()> action) {
  asio::post(impl_->context, std::move(action));
}

void Loop::call(const std::function<void()>& action) {
  if (std::this_thread::get_id() == impl_->thread.get_id()) {
    action();
    return;
  }
  auto done = std::make_shared<std::promise<void>>();
  auto finished = done->get_future();
  post([&action, done] {
    action();
    done->set_value();
  });
  // A stopped loop runs nothing more.
  while (finished.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
    if (impl_->context.stopped()) return;
  }
}

Instant Loop::now() const {
  return std::chrono::steady_clock::now() - impl_->origin;
}

TimerId Loop::at(Instant time, std::function<void()> action) {
  const TimerId id = impl_->heap.add(time, std::move(action));
  impl_->arm();
  return id;
}

void Loop::cancel(TimerId timer) {
  impl_->heap.cancel(timer);
}

void Loop::Impl::arm() {
  const auto next = heap.next();
  if (!next || *next >= armed) return;
  armed = *next;
  timer.expires_at(origin + *next);
  timer.async_wait([this](error_code error) {
    if (!error) run_due();
  });
}

void Loop::Impl::run_due() {
  armed = Instant::max();
  const Instant now = std::chrono::steady_clock::now() - origin;
  while (const auto action = heap.take_due(now)) action();
  arm();
}

std::shared_ptr<Stream> Loop::adopt(int connected_socket) {
  return make_adopted(impl_->context, *this, connected_socket);
}

std::shared_ptr<Stream> Loop::dial(const std::string& host, std::uint16_t port) {
  return make_dialled(impl_->context, *this, host, port);
}

}  // namespace squall::chaos::net
