#include "harness/run/schedule.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace squall::harness {
namespace {

enum class State { waiting, running, done };

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

// The next job that may begin now.
std::optional<std::size_t> startable(const std::vector<Footprint>& footprints, const std::vector<State>& states) {
  if (static_cast<std::size_t>(std::count(states.begin(), states.end(), State::running)) >= most_side_by_side)
    return {};
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] != State::waiting) continue;
    bool free = true;
    for (std::size_t j = 0; j < states.size() && free; ++j) {
      const bool in_the_way = states[j] == State::running || (states[j] == State::waiting && j < i);
      free = i == j || !in_the_way || !disturb(footprints[i], footprints[j]);
    }
    if (free) return i;
  }
  return {};
}

}  // namespace

bool disturb(const Footprint& a, const Footprint& b) {
  return a.alone || b.alone || share(a.edges, b.edges) || share(a.services, b.services);
}

Duration makespan(const std::vector<Footprint>& footprints, const std::vector<Duration>& lengths) {
  std::vector<State> states(footprints.size(), State::waiting);
  std::vector<Duration> ends(footprints.size(), Duration(0));
  Duration now{0};
  while (true) {
    while (const auto next = startable(footprints, states)) {
      states[*next] = State::running;
      ends[*next] = now + lengths[*next];
    }
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (states[i] == State::running && (!first || ends[i] < ends[*first])) first = i;
    }
    if (!first) return now;
    now = ends[*first];
    states[*first] = State::done;
  }
}

void run_scheduled(const std::vector<Footprint>& footprints, const std::function<void(std::size_t)>& run) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<State> states(footprints.size(), State::waiting);
  std::vector<std::jthread> threads;
  std::unique_lock lock(mutex);
  while (std::any_of(states.begin(), states.end(), [](State state) { return state != State::done; })) {
    if (const auto next = startable(footprints, states)) {
      states[*next] = State::running;
      threads.emplace_back([&, i = *next] {
        run(i);
        const std::scoped_lock ended(mutex);
        states[i] = State::done;
        changed.notify_all();
      });
    } else {
      changed.wait(lock);
    }
  }
  lock.unlock();
}

}  // namespace squall::harness
