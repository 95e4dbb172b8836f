#include "harness/resilience/beside.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "harness/traffic/load.h"

namespace squall::harness {

struct BesideRequests::Impl {
  std::mutex mutex;
  std::vector<chaos::Call> calls;     // guarded by mutex
  std::vector<std::jthread> senders;  // last: joined before what they use goes

  void send(const BesideRequest& what, chaos::Duration every, chaos::Timeline& timeline, std::uint64_t seed,
            const std::stop_token& done) {
    Client client;
    std::mutex own;
    std::condition_variable_any woken;
    SendOptions options;
    options.timeout = std::chrono::seconds(10);
    options.max_body = 1u << 16;
    while (!done.stop_requested()) {
      const auto due = std::chrono::steady_clock::now() + every;
      chaos::Call call = call_once(client, timeline, what.member, what.url, what.request, seed, options, done);
      if (!done.stop_requested()) {
        const std::scoped_lock lock(mutex);
        calls.push_back(std::move(call));
      }
      std::unique_lock lock(own);
      woken.wait_until(lock, done, due, [] { return false; });
    }
  }
};

BesideRequests::BesideRequests(std::vector<BesideRequest> requests, chaos::Duration every, chaos::Timeline& timeline,
                               std::uint64_t seed)
    : impl_(std::make_unique<Impl>()) {
  for (BesideRequest& request : requests) {
    impl_->senders.emplace_back([impl = impl_.get(), what = std::move(request), every, &timeline,
                                 seed](const std::stop_token& done) { impl->send(what, every, timeline, seed, done); });
  }
}

BesideRequests::~BesideRequests() = default;

std::vector<chaos::Call> BesideRequests::end() {
  for (std::jthread& sender : impl_->senders) sender.request_stop();
  impl_->senders.clear();
  const std::scoped_lock lock(impl_->mutex);
  std::stable_sort(impl_->calls.begin(), impl_->calls.end(),
                   [](const chaos::Call& a, const chaos::Call& b) { return a.started < b.started; });
  return std::move(impl_->calls);
}

}  // namespace squall::harness
