#include "harness/stub_callbacks/call_sender.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "contracts/http/message_size.h"

namespace squall::harness {
namespace {

using Clock = std::chrono::steady_clock;

std::size_t bytes_of(const OrderedCall& call) {
  return sizeof(call) + call.base_url.size() + size_in_memory(call.request);
}

// libcurl is loaded when somebody is called for the first time.
CallSender::Send over_the_network() {
  auto client = std::make_shared<AsyncClient>();
  return [client](const std::string& base_url, const contracts::http::Request& request, const SendOptions& how,
                  CallSender::Done done) { client->submit(base_url, request, how, std::move(done)); };
}

Answer never_sent() {
  Answer answer;
  answer.error = chaos::CallError::cancelled;
  answer.error_text = "cancelled before it was sent";
  return answer;
}

}  // namespace

struct CallSender::Impl {
  Impl(SenderLimits given, MakeSend made) : limits(given), make(made ? std::move(made) : over_the_network) {}

  void run() {
    const Send send = make();
    std::unique_lock lock(mutex);
    while (!quitting) {
      const bool room = under_way < limits.at_once;
      if (waiting.empty() || !room) {
        changed.wait(lock);
      } else if (const auto due = waiting.begin()->first; due > Clock::now()) {
        changed.wait_until(lock, due);
      } else {
        OrderedCall call = std::move(waiting.extract(waiting.begin()).mapped());
        ++under_way;
        lock.unlock();
        begin(send, std::move(call));
        lock.lock();
      }
    }
  }

  // With the mutex held. False: the system has no thread left.
  bool begun() {
    if (thread.joinable()) return true;
    try {
      thread = std::thread([this] { run(); });
    } catch (const std::system_error&) {
      return false;
    }
    return true;
  }

  void begin(const Send& send, OrderedCall call) {
    const std::size_t size = bytes_of(call);
    send(call.base_url, call.request, limits.how, [this, size, done = std::move(call.done)](Answer answer) {
      done(std::move(answer));
      const std::scoped_lock lock(mutex);
      --under_way;
      bytes -= size;
      changed.notify_all();
    });
  }

  const SenderLimits limits;
  const MakeSend make;
  mutable std::mutex mutex;  // guards all below but the thread's own use of it
  std::condition_variable changed;
  std::multimap<Clock::time_point, OrderedCall> waiting;
  std::size_t under_way = 0, bytes = 0;
  bool quitting = false;
  std::thread thread;
};

CallSender::CallSender(SenderLimits limits, MakeSend make) : impl_(std::make_unique<Impl>(limits, std::move(make))) {}

CallSender::~CallSender() {
  {
    const std::scoped_lock lock(impl_->mutex);
    impl_->quitting = true;
    impl_->changed.notify_all();
  }
  if (impl_->thread.joinable()) impl_->thread.join();
  for (const auto& [due, call] : impl_->waiting) call.done(never_sent());
}

bool CallSender::order(OrderedCall call) {
  const std::size_t size = bytes_of(call);
  const std::scoped_lock lock(impl_->mutex);
  const bool full = impl_->waiting.size() + impl_->under_way >= impl_->limits.calls;
  if (full || impl_->quitting || impl_->bytes + size > impl_->limits.bytes) return false;
  if (!impl_->begun()) return false;
  impl_->bytes += size;
  impl_->waiting.emplace(Clock::now() + call.after, std::move(call));
  impl_->changed.notify_all();
  return true;
}

std::size_t CallSender::open() const {
  const std::scoped_lock lock(impl_->mutex);
  return impl_->waiting.size() + impl_->under_way;
}

}  // namespace squall::harness
