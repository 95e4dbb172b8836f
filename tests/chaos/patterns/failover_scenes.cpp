#include <algorithm>

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Balancer {
  bool has_other = true;
  bool tries_other = true;        // within the same call
  Duration leaves_after{0};       // it goes on trying the bad one for so long
  Duration returns_after{200ms};  // after the heal; 1h: never
  bool blind_to_gray = false;     // takes 503 for an answer
  Duration timeout{100ms};
};

// Every other call goes to this replica, as long as it is used.
std::function<void(Sketch&)> consumer(const Balancer& balancer) {
  return [balancer](Sketch& sketch) {
    const bool gray = sketch.named("gray"), hang = sketch.named("hang"), after = sketch.named("after");
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      const Duration at = n * sketch.phase().every;
      const bool here_used =
          !balancer.has_other || (after              ? at >= balancer.returns_after
                                  : sketch.faulted() ? (at <= balancer.leaves_after || (gray && balancer.blind_to_gray))
                                                     : true);
      if (!here_used || (balancer.has_other && n % 2 == 1)) {
        sketch.call(at, 5ms, 201);
        sketch.elsewhere("a-c", at + 1ms, 2ms);
        continue;
      }
      if (!sketch.faulted()) {
        sketch.call(at, 5ms, 201);
        sketch.attempt(at + 1ms, 2ms);
        continue;
      }
      const bool saved = balancer.has_other && balancer.tries_other && !(gray && balancer.blind_to_gray);
      const Duration takes = hang ? balancer.timeout : Duration(2ms);
      sketch.call(at, takes + 5ms, saved ? 201 : 503);
      Attempt& attempt = sketch.attempt(at + 1ms, takes, gray ? 503 : 0);
      if (!gray) Sketch::give_up(attempt, takes);
      if (saved) sketch.elsewhere("a-c", at + takes + 2ms, 2ms);
    }
  };
}

}  // namespace

std::vector<Scene> failover_scenes() {
  const Value to(Object{{"to", "a-c"}});
  const Value timed(Object{{"to", "a-c"}, {"within", "1s"}, {"returns_within", "2s"}});
  return {
      {"ejects_and_returns",
       "failover",
       consumer({.leaves_after = 200ms}),
       timed,
       Presence::yes,
       Verdict::holds,
       "",
       {{"errors", 0}, {"left_after_reset", 200}, {"returned_after_gray", 200}}},
      {"tries_the_other_each_time",
       "failover",
       consumer({.leaves_after = 1h}),
       to,
       Presence::yes,
       Verdict::holds,
       "",
       {{"errors", 0}}},
      {"never_leaves", "failover", consumer({.leaves_after = 1h}), timed, Presence::yes, Verdict::broken,
       "resilience.failover.late"},
      {"late",
       "failover",
       consumer({.leaves_after = 1400ms}),
       timed,
       Presence::yes,
       Verdict::broken,
       "resilience.failover.late",
       {{"left_after_hang", 1400}}},
      {"never_returns", "failover", consumer({.leaves_after = 200ms, .returns_after = 1h}), timed, Presence::yes,
       Verdict::broken, "resilience.failover.no-return"},
      {"blind_to_a_gray_replica",
       "failover",
       consumer({.leaves_after = 200ms, .blind_to_gray = true}),
       to,
       Presence::no,
       Verdict::broken,
       "resilience.failover.missing",
       {{"errors", 50}}},
      {"errors_until_it_leaves", "failover", consumer({.tries_other = false, .leaves_after = 1s}), to, Presence::no,
       Verdict::broken, "resilience.failover.missing"},
      {"absent", "failover", consumer({.has_other = false}), to, Presence::no, Verdict::broken,
       "resilience.failover.missing"},
      {"no_other_edge_named", "failover", consumer({}), Value(true), Presence::unknown, Verdict::inconclusive},
  };
}

}  // namespace squall::tests
