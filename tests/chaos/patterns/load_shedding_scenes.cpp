#include <algorithm>
#include <queue>

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Server {
  std::size_t threads = 10;
  std::size_t queue = 4;  // beyond: refused
  Duration refuses_in{2ms};
  double wastes = 0;        // of its capacity, at overload
  bool stays_slow = false;  // after the load
};

std::function<void(Sketch&)> consumer(const Server& server) {
  return [server](Sketch& sketch) {
    if (!sketch.faulted()) return calm(sketch);
    const bool together = sketch.phase().pace == chaos::Pace::together;
    const bool overloaded = sketch.named("double"), afterwards = sketch.named("afterwards");
    const double slower = overloaded ? 1 / (1 - server.wastes) : afterwards && server.stays_slow ? 3 : 1;
    const auto takes = std::chrono::duration_cast<Duration>((sketch.held() + 2ms) * slower);
    std::priority_queue<Duration, std::vector<Duration>, std::greater<>> ends;     // of those being served
    std::priority_queue<Duration, std::vector<Duration>, std::greater<>> free_at;  // of the generator's own
    for (std::size_t n = 0; n < server.threads; ++n) ends.push(0ms);
    std::vector<Duration> begins;
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      Duration at = n * sketch.phase().every;
      if (together) {
        at = n < sketch.phase().in_flight ? n * 20us : free_at.top();
        if (n >= sketch.phase().in_flight) free_at.pop();
      }
      const Duration start = std::max(at, ends.top());
      const auto waiting = std::count_if(begins.begin(), begins.end(), [&](Duration b) { return b > at; });
      if (start > at && static_cast<std::size_t>(waiting) >= server.queue) {
        sketch.call(at, server.refuses_in, 503);
        free_at.push(at + server.refuses_in);
        continue;
      }
      ends.pop();
      ends.push(start + takes);
      begins.push_back(start);
      sketch.call(at, start + takes - at + 1ms, 201);
      sketch.attempt(start, takes);
      free_at.push(start + takes + 1ms);
    }
  };
}

}  // namespace

std::vector<Scene> load_shedding_scenes() {
  const Value present(true);
  return {
      {"sheds", "load_shedding", consumer({}), present, Presence::yes, Verdict::holds, "", {{"capacity", 33}}},
      {"absent",
       "load_shedding",
       consumer({.queue = 100'000}),
       present,
       Presence::no,
       Verdict::broken,
       "resilience.load-shedding.missing",
       {},
       {"refuses nothing", "accepted calls become slow"}},
      {"collapses", "load_shedding", consumer({.wastes = 0.6}), present, Presence::no, Verdict::broken,
       "resilience.load-shedding.collapses"},
      {"refuses_late", "load_shedding", consumer({.refuses_in = 800ms}), present, Presence::no, Verdict::broken,
       "resilience.load-shedding.slow"},
      {"a_long_queue", "load_shedding", consumer({.queue = 40}), present, Presence::no, Verdict::broken,
       "resilience.load-shedding.slow"},
      {"does_not_recover", "load_shedding", consumer({.stays_slow = true}), present, Presence::no, Verdict::broken,
       "resilience.load-shedding.no-recovery"},
      {"capacity_out_of_reach", "load_shedding", consumer({.threads = 10'000}), present, Presence::unknown,
       Verdict::inconclusive},
  };
}

}  // namespace squall::tests
