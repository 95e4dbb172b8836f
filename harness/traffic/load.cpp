#include "harness/traffic/load.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>

#include "harness/traffic/call.h"

namespace squall::harness {
namespace {

using Clock = std::chrono::steady_clock;

// The calls of one load. Slots never move: the client's thread fills one while new ones are added.
class Arrivals {
 public:
  Arrivals(const LoadPlan& plan, chaos::Timeline& timeline) : plan_(plan), timeline_(timeline) {}

  chaos::Call& add(chaos::Call call) {
    const std::lock_guard lock(mutex_);
    ++open_;
    return calls_.emplace_back(std::move(call));
  }

  void finished(chaos::Call& call, Answer answer) {
    end_call(call, answer, timeline_.now());
    if (plan_.judge) plan_.judge(call, answer.response);
    if (plan_.keep_responses) call.response = std::move(answer.response);
    timeline_.record(call);
    if (plan_.on_call) plan_.on_call(call);
    const std::lock_guard lock(mutex_);
    if (--open_ == 0) all_ended_.notify_all();
  }

  // False when the stop token fired first.
  bool wait_until(Clock::time_point when, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    due_.wait_until(lock, stop, when, [] { return false; });
    return !stop.stop_requested();
  }
  bool wait_for_all(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return all_ended_.wait(lock, stop, [this] { return open_ == 0; });
  }
  std::uint64_t open() {
    const std::lock_guard lock(mutex_);
    return open_;
  }
  std::vector<chaos::Call> take() {
    const std::lock_guard lock(mutex_);
    return {std::make_move_iterator(calls_.begin()), std::make_move_iterator(calls_.end())};
  }

 private:
  const LoadPlan& plan_;
  chaos::Timeline& timeline_;
  std::mutex mutex_;
  std::condition_variable_any due_;
  std::condition_variable_any all_ended_;
  std::deque<chaos::Call> calls_;
  std::uint64_t open_ = 0;
};

std::uint64_t arrivals_in(const LoadPlan& plan) {
  const double seconds = std::chrono::duration<double>(plan.duration).count();
  const double count = plan.rate * seconds;
  return count > 0 ? static_cast<std::uint64_t>(count + 1e-9) : 0;
}

}  // namespace

LoadResult run_load(const LoadPlan& plan, chaos::Timeline& timeline, std::stop_token stop) {
  LoadResult result;
  Arrivals arrivals(plan, timeline);
  auto client = std::make_unique<AsyncClient>();
  const auto start = Clock::now();
  const chaos::Instant origin = timeline.now();
  const std::uint64_t total = arrivals_in(plan);
  for (std::uint64_t index = 0; index < total; ++index) {
    const auto offset =
        std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(index) * 1e9 / plan.rate));
    if (!arrivals.wait_until(start + offset, stop)) break;
    if (arrivals.open() >= plan.max_in_flight) {
      ++result.unsent;
      continue;
    }
    contracts::http::Request request = plan.request(index);
    chaos::Call begun =
        begin_call(timeline, plan.purpose, plan.base_url, request, plan.seed, index, plan.add_traceparent);
    begun.due = origin + offset;
    if (plan.on_start) plan.on_start(begun);
    chaos::Call& call = arrivals.add(std::move(begun));
    client->submit(plan.base_url, std::move(request), plan.send,
                   [&arrivals, &call](Answer answer) { arrivals.finished(call, std::move(answer)); });
  }
  if (!stop.stop_requested()) arrivals.wait_for_all(stop);
  result.stopped = stop.stop_requested();
  client.reset();  // cancels what is still open; every call has ended when this returns
  result.calls = arrivals.take();
  return result;
}

}  // namespace squall::harness
