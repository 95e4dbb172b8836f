#include "chaos/timeline/timeline.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "chaos/timeline/record_log.h"

namespace squall::chaos {
namespace {

struct AttemptBegun {
  Instant operator()(const Attempt& attempt) const { return attempt.request_started; }
};
struct CallBegun {
  Instant operator()(const Call& call) const { return call.started; }
};

bool overlaps(const FaultWindow& window, Instant from, Instant to) {
  return window.from < to && (!window.to || *window.to >= from);
}

}  // namespace

struct Timeline::Impl {
  // Those of faults that are still in force stay.
  void drop_excess_windows() {
    while (windows.size() > limit) {
      const auto oldest = std::find_if(windows.begin(), windows.end(), [](const FaultWindow& w) { return w.to; });
      if (oldest == windows.end()) return;
      windows.erase(oldest);
      ++dropped_windows;
    }
  }

  const std::chrono::steady_clock::time_point origin = std::chrono::steady_clock::now();
  std::atomic<std::uint64_t> last_id{0};

  mutable std::mutex mutex;  // guards all below
  RecordLog<Attempt, AttemptBegun> attempts;
  RecordLog<Call, CallBegun> calls;
  std::unordered_map<std::string, std::unordered_set<std::uint64_t>> open;  // edge -> attempts not ended
  std::vector<FaultWindow> windows;
  std::vector<ProcessEvent> processes;
  std::size_t limit = 1'000'000;  // of each kind, as the logs of attempts and calls have it
  std::uint64_t dropped_windows = 0;
};

Timeline::Timeline() : impl_(std::make_unique<Impl>()) {}
Timeline::~Timeline() = default;

std::chrono::steady_clock::time_point Timeline::origin() const {
  return impl_->origin;
}

Instant Timeline::now() const {
  return std::chrono::steady_clock::now() - impl_->origin;
}

std::uint64_t Timeline::next_id() {
  return impl_->last_id.fetch_add(1, std::memory_order_relaxed) + 1;
}

void Timeline::record(const Attempt& attempt) {
  const std::scoped_lock lock(impl_->mutex);
  if (!attempt.ended) {
    impl_->open[attempt.edge].insert(attempt.id);
  } else if (const auto open = impl_->open.find(attempt.edge); open != impl_->open.end()) {
    open->second.erase(attempt.id);
    if (open->second.empty()) impl_->open.erase(open);
  }
  impl_->attempts.put(attempt);
}

void Timeline::record(Call call) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->calls.append(std::move(call));
}

void Timeline::window_opened(const FaultWindow& window) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->windows.push_back(window);
  impl_->drop_excess_windows();
}

void Timeline::window_executed(const std::string& edge, const std::string& id, Instant at) {
  const std::scoped_lock lock(impl_->mutex);
  for (auto window = impl_->windows.rbegin(); window != impl_->windows.rend(); ++window) {
    if (window->edge != edge || window->id != id || window->to) continue;
    if (!window->executed) window->executed = at;
    return;
  }
}

void Timeline::window_closed(const std::string& edge, const std::string& id, Instant at) {
  const std::scoped_lock lock(impl_->mutex);
  for (auto window = impl_->windows.rbegin(); window != impl_->windows.rend(); ++window) {
    if (window->edge != edge || window->id != id || window->to) continue;
    window->to = at;
    return;
  }
}

void Timeline::record(ProcessEvent event) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->processes.push_back(std::move(event));
}

void Timeline::keep_at_most(std::size_t records) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->attempts.keep_at_most(records);
  impl_->calls.keep_at_most(records);
  impl_->limit = records;
  impl_->drop_excess_windows();
}

std::uint64_t Timeline::dropped() const {
  const std::scoped_lock lock(impl_->mutex);
  return impl_->attempts.dropped() + impl_->calls.dropped() + impl_->dropped_windows;
}

Slice Timeline::slice(Instant from, Instant to) const {
  Slice slice;
  slice.from = from;
  slice.to = to;
  const std::scoped_lock lock(impl_->mutex);
  impl_->attempts.each(from, to, [&](const Attempt& attempt) { slice.attempts.push_back(attempt); });
  impl_->calls.each(from, to, [&](const Call& call) { slice.calls.push_back(call); });
  for (const auto& window : impl_->windows) {
    if (overlaps(window, from, to)) slice.windows.push_back(window);
  }
  for (const auto& event : impl_->processes) {
    if (event.at >= from && event.at < to) slice.processes.push_back(event);
  }
  std::stable_sort(slice.calls.begin(), slice.calls.end(),
                   [](const Call& a, const Call& b) { return a.started < b.started; });
  return slice;
}

std::vector<Attempt> Timeline::attempts(const std::string& edge, Instant from, Instant to) const {
  std::vector<Attempt> found;
  const std::scoped_lock lock(impl_->mutex);
  impl_->attempts.each(from, to, [&](const Attempt& attempt) {
    if (attempt.edge == edge) found.push_back(attempt);
  });
  return found;
}

std::size_t Timeline::open_attempts(const std::string& edge) const {
  const std::scoped_lock lock(impl_->mutex);
  const auto open = impl_->open.find(edge);
  return open == impl_->open.end() ? 0 : open->second.size();
}

}  // namespace squall::chaos
