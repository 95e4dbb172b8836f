#include <algorithm>

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Doorman {
  std::size_t cap = 1000;       // in flight
  bool turns_away = true;       // else the excess waits until there is room
  Duration queue{0};            // how long before it is turned away
  Duration between{20'000};     // stimuli, ns: how fast the generator is
  bool blocks_others = false;   // routes that need no provider wait, too
  bool one_hiccup = false;      // of those routes, in all the time
  Duration busy_with_crowd{0};  // so long after a crowd has come, with whatever comes
  Duration patience{1h};        // the consumer's timeout
};

void crowd(Sketch& sketch, const Doorman& doorman) {
  std::vector<Duration> busy;  // when each attempt ends
  for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
    Duration at = n * doorman.between;
    const Duration came = at;
    std::sort(busy.begin(), busy.end());
    busy.erase(busy.begin(), std::find_if(busy.begin(), busy.end(), [&](Duration end) { return end > at; }));
    if (busy.size() >= doorman.cap && doorman.turns_away) {
      sketch.call(came, std::max(doorman.queue + 1ms, doorman.busy_with_crowd - came), 503);
      continue;
    }
    if (busy.size() >= doorman.cap) {
      at = busy.front();
      busy.erase(busy.begin());
    }
    const Duration takes = sketch.held() + 2ms + sketch.noise();
    sketch.call(came, at - came + std::min(takes, doorman.patience) + 2ms, takes > doorman.patience ? 504 : 201);
    Attempt& attempt = sketch.attempt(at + 1ms, takes);
    if (takes > doorman.patience) Sketch::give_up(attempt, doorman.patience);
    busy.push_back(at + 1ms + std::min(takes, doorman.patience));
  }
}

std::function<void(Sketch&)> consumer(const Doorman& doorman) {
  return [doorman](Sketch& sketch) {
    if (sketch.faulted()) {
      crowd(sketch, doorman);
    } else {
      calm(sketch);
    }
    const Duration lasts = sketch.record().to - sketch.from();
    const bool slow = sketch.faulted() && doorman.blocks_others && sketch.phase().in_flight > doorman.cap;
    for (Duration at{0}; at < lasts; at += slow ? 150ms : 20ms) {
      const bool busy = sketch.faulted() && at < doorman.busy_with_crowd;
      const bool hiccup = doorman.one_hiccup && at == 40ms && sketch.phase().in_flight == 64;
      sketch.beside("unaffected", at, slow ? 150ms : busy || hiccup ? 35ms : 2ms, 200);
    }
  };
}

}  // namespace

std::vector<Scene> bulkhead_scenes() {
  const Value present(true);
  const auto at_most = [](int count) { return Value(Object{{"at_most", count}}); };
  return {
      {"of_ten",
       "bulkhead",
       consumer({.cap = 10}),
       at_most(10),
       Presence::yes,
       Verdict::holds,
       "",
       {{"in_flight", 10}}},
      {"busy_for_a_moment_with_the_crowd", "bulkhead", consumer({.cap = 10, .busy_with_crowd = 60ms}), at_most(10),
       Presence::yes, Verdict::holds},
      {"one_hiccup_beside_it", "bulkhead", consumer({.cap = 10, .one_hiccup = true}), at_most(10), Presence::yes,
       Verdict::holds},
      {"of_one", "bulkhead", consumer({.cap = 1}), present, Presence::yes, Verdict::holds, "", {{"in_flight", 1}}},
      {"measured_only",
       "bulkhead",
       consumer({.cap = 25}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"in_flight", 25}}},
      {"with_a_queue",
       "bulkhead",
       consumer({.cap = 10, .queue = 200ms}),
       at_most(10),
       Presence::yes,
       Verdict::holds,
       "",
       {{"in_flight", 10}, {"rejects_in", 200}}},
      {"queue_too_long", "bulkhead", consumer({.cap = 10, .queue = 200ms}),
       Value(Object{{"at_most", 10}, {"rejects_within", "50ms"}}), Presence::yes, Verdict::broken,
       "resilience.bulkhead.slow-rejection"},
      {"too_wide", "bulkhead", consumer({.cap = 20}), at_most(10), Presence::yes, Verdict::broken,
       "resilience.bulkhead.too-wide"},
      {"absent", "bulkhead", consumer({}), at_most(10), Presence::no, Verdict::broken, "resilience.bulkhead.missing"},
      {"absent_where_none_is_declared", "bulkhead", consumer({}), present, Presence::no, Verdict::broken,
       "resilience.bulkhead.missing"},
      {"a_connection_pool_is_none",
       "bulkhead",
       consumer({.cap = 10, .turns_away = false}),
       at_most(10),
       Presence::no,
       Verdict::broken,
       "resilience.bulkhead.missing",
       {{"in_flight", 10}},
       {"the excess waits"}},
      {"others_suffer",
       "bulkhead",
       consumer({.cap = 10, .blocks_others = true}),
       at_most(10),
       Presence::yes,
       Verdict::broken,
       "resilience.bulkhead.spills-over",
       {},
       {"spills over"},
       {"resilience.bulkhead.spills-over"}},
      {"shorter_holds_for_a_short_timeout",
       "bulkhead",
       consumer({.cap = 10, .patience = 200ms}),
       at_most(10),
       Presence::yes,
       Verdict::holds,
       "",
       {{"in_flight", 10}}},
      {"a_timeout_too_short_for_any_hold", "bulkhead", consumer({.patience = 20ms}), at_most(10), Presence::unknown,
       Verdict::inconclusive},
      {"the_generators_own_cap", "bulkhead", consumer({.between = 40ms}), at_most(10), Presence::unknown,
       Verdict::inconclusive},
  };
}

}  // namespace squall::tests
