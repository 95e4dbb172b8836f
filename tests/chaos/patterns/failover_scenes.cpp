#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Balancer {
  bool has_other = true;
  bool uses_this = true;          // in calm
  bool tries_other = true;        // within the same call
  Duration leaves_after{0};       // it goes on trying the bad one for so long
  Duration returns_after{200ms};  // after the heal; 1h: never
  bool for_good = false;          // once left, it is never used again, in whatever phase
  bool blind_to_gray = false;     // takes 503 for an answer
  Duration timeout{100ms};
  std::optional<Duration> sits_out = {};  // instead of leaves_after: this long after every second failure
};

// Every other call goes to this replica, as long as it is used.
std::function<void(Sketch&)> consumer(const Balancer& balancer) {
  return [balancer, left = false](Sketch& sketch) mutable {
    const bool flaky = sketch.faulted() && sketch.phase().faults.front().every.has_value();
    const bool gray = sketch.named("gray") || flaky, hang = sketch.named("hang"), after = sketch.named("after");
    const bool refuse = sketch.named("refuse");
    if (refuse) sketch.close_port("a-b");
    std::size_t struck = 0;
    Duration out_until{0};
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      const Duration at = n * sketch.phase().every;
      const bool unseen = gray && balancer.blind_to_gray;
      const bool leaves = balancer.sits_out ? at < out_until : at > balancer.leaves_after;
      if (sketch.named("baseline")) left = false;
      if (balancer.for_good && sketch.faulted() && at > balancer.leaves_after) left = true;
      const bool here_used = !balancer.has_other || (left               ? false
                                                     : after            ? at >= balancer.returns_after
                                                     : sketch.faulted() ? !leaves || unseen
                                                                        : balancer.uses_this);
      if (!here_used || (balancer.has_other && n % 2 == 1)) {
        sketch.call(at, 5ms, 201);
        sketch.elsewhere("a-c", at + 1ms, 2ms);
        continue;
      }
      const bool fails = sketch.faulted() && (!flaky || ++struck % 2 == 1);
      if (!fails) {
        sketch.call(at, 5ms, 201);
        sketch.attempt(at + 1ms, 2ms).faults.clear();
        continue;
      }
      if (balancer.sits_out && (flaky || ++struck % 2 == 0)) out_until = at + 3ms + *balancer.sits_out;
      const bool saved = balancer.has_other && balancer.tries_other && !unseen;
      const Duration takes = hang ? balancer.timeout : Duration(2ms);
      sketch.call(at, takes + 5ms, saved ? 201 : 503);
      if (!refuse) {
        Attempt& attempt = sketch.attempt(at + 1ms, takes, gray ? 503 : 0);
        if (!gray) Sketch::give_up(attempt, takes);
      }
      if (saved) sketch.elsewhere("a-c", at + takes + 2ms, 2ms);
    }
  };
}

}  // namespace

std::vector<Scene> failover_scenes() {
  const Value to(Object{{"to", "a-c"}});
  const Value timed(Object{{"to", "a-c"}, {"within", "1s"}, {"returns_within", "2s"}});
  const std::vector<std::string> replicas{"a-b", "a-c"};
  return {
      {"ejects_and_returns",
       "failover",
       consumer({.leaves_after = 200ms}),
       timed,
       Presence::yes,
       Verdict::holds,
       "",
       {{"errors", 0}, {"left_after_reset", 200}, {"returned_after_gray", 200}, {"returned_after_refuse", 200}}},
      {"of_an_edge_with_replicas",
       "failover",
       consumer({.leaves_after = 200ms}),
       Value(true),
       Presence::yes,
       Verdict::holds,
       "",
       {{"errors", 0}, {"left_after_hang", 200}},
       {},
       {},
       replicas},
      {"sits_out_again_and_again",
       "failover",
       consumer({.sits_out = 700ms}),
       to,
       Presence::yes,
       Verdict::holds,
       "",
       {{"errors", 0}, {"ejected_after_reset", 2}, {"ejected_for_reset", 700}, {"ejected_for_gray", 700}}},
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
      {"left_for_good", "failover", consumer({.leaves_after = 200ms, .for_good = true}), timed, Presence::yes,
       Verdict::broken, "resilience.failover.no-return"},
      {"left_for_good_and_nothing_said_of_it", "failover", consumer({.leaves_after = 200ms, .for_good = true}), to,
       Presence::unknown, Verdict::inconclusive},
      {"blind_to_a_gray_replica",
       "failover",
       consumer({.leaves_after = 200ms, .blind_to_gray = true}),
       to,
       Presence::yes,
       Verdict::broken,
       "resilience.failover.missing",
       {{"errors", 50}, {"errors_on_refuse", 0}},
       {"not on: gray, flaky"}},
      {"asked_about_what_it_sees",
       "failover",
       consumer({.leaves_after = 200ms, .blind_to_gray = true}),
       Value(Object{{"to", "a-c"}, {"on", "refuse, reset, hang"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"errors", 0}}},
      {"errors_until_it_leaves", "failover", consumer({.tries_other = false, .leaves_after = 1s}), to, Presence::no,
       Verdict::broken, "resilience.failover.missing"},
      {"absent", "failover", consumer({.has_other = false}), to, Presence::no, Verdict::broken,
       "resilience.failover.missing"},
      {"absent_among_replicas",
       "failover",
       consumer({.has_other = false}),
       Value(true),
       Presence::no,
       Verdict::broken,
       "resilience.failover.missing",
       {},
       {},
       {},
       replicas},
      {"a_replica_that_nobody_uses", "failover", consumer({.uses_this = false, .leaves_after = 0ms}), to,
       Presence::unknown, Verdict::inconclusive},
      {"no_other_edge_named", "failover", consumer({}), Value(true), Presence::unknown, Verdict::inconclusive},
  };
}

}  // namespace squall::tests
