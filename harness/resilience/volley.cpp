#include "harness/resilience/volley.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "harness/traffic/call.h"

namespace squall::harness {
namespace {

using Clock = std::chrono::steady_clock;

// The calls of one volley. Slots never move: the client's thread fills one while new ones are added.
class Calls {
 public:
  chaos::Call& add(chaos::Call call) {
    const std::scoped_lock lock(mutex_);
    ++open_;
    return calls_.emplace_back(std::move(call));
  }
  void finished(chaos::Call& call, Answer answer, const VolleyTarget& target, chaos::Timeline& timeline) {
    end_call(call, answer, timeline.now());
    call.response = std::move(answer.response);
    if (target.judge) target.judge(call);
    timeline.record(call);
    const std::scoped_lock lock(mutex_);
    --open_;
    changed_.notify_all();
  }
  bool wait_for_open_below(std::size_t limit, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait(lock, stop, [&] { return open_ < limit; });
  }
  bool wait_until(Clock::time_point when, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, when, [] { return false; });
    return !stop.stop_requested();
  }
  std::vector<chaos::Call> take() {
    const std::scoped_lock lock(mutex_);
    return {std::make_move_iterator(calls_.begin()), std::make_move_iterator(calls_.end())};
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<chaos::Call> calls_;
  std::size_t open_ = 0;
};

}  // namespace

std::vector<chaos::Call> fire(const Volley& volley, const VolleyTarget& target, chaos::Timeline& timeline,
                              const std::stop_token& stop) {
  Calls calls;
  SendOptions options;
  options.timeout = volley.stimulus.timeout;
  options.max_body = 1u << 20;
  auto client = std::make_unique<AsyncClient>();
  const auto began = Clock::now();
  for (std::size_t n = 0; n < volley.calls; ++n) {
    const bool steady = volley.in_flight == 0;
    if (steady && !calls.wait_until(began + n * volley.every, stop)) break;
    if (!steady && !calls.wait_for_open_below(volley.in_flight, stop)) break;
    if (volley.lasts.count() > 0 && Clock::now() - began > volley.lasts) break;
    if (volley.enough && volley.enough()) break;
    const auto& headers = volley.given.empty() ? volley.stimulus.headers : volley.given[n % volley.given.size()];
    auto request = target.request(headers);
    if (!request) break;
    chaos::Call& call = calls.add(
        begin_call(timeline, volley.stimulus.purpose, target.url, *request, target.seed, target.next_index(), true));
    client->submit(target.url, std::move(*request), options,
                   [&](Answer answer) { calls.finished(call, std::move(answer), target, timeline); });
  }
  if (!stop.stop_requested()) calls.wait_for_open_below(1, stop);
  client.reset();  // cancels what is still open; every call has ended when this returns
  return calls.take();
}

}  // namespace squall::harness
