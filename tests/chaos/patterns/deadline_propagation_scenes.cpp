#include <algorithm>

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Caller {
  bool cancels = false;        // gives up with its caller
  Duration late{5ms};          // so long after it
  Duration own_timeout{0};     // 0: none
  std::size_t retries = 0;     // after its own timeout, though the caller has gone
  std::string header = {};     // reads the deadline there instead of noticing that the caller has gone
  std::size_t every = 1;       // cancels every nth time only
  bool answers_first = false;  // from a cache, before any deadline
  // What the service between caller and consumer does when the caller gives up.
  enum class Between { none, gives_up, keeps_its_call } between = Between::none;
};

Duration deadline_of(const Sketch& sketch, const Caller& caller) {
  for (const auto& headers : sketch.phase().given) {
    if (!caller.header.empty() && headers.contains(caller.header))
      return std::chrono::milliseconds(std::stoi(std::string(headers.get(caller.header))));
    return 1h;  // told in a header that nobody reads; the caller stays
  }
  return sketch.phase().client_timeout;
}

std::function<void(Sketch&)> consumer(const Caller& caller) {
  return [caller, turn = 0u](Sketch& sketch) mutable {
    if (!sketch.faulted()) return calm(sketch);
    const Duration deadline = deadline_of(sketch, caller);
    const Duration hold = caller.answers_first ? Duration(2ms) : sketch.held();
    const bool stays = !sketch.phase().given.empty();
    const bool cancels = caller.cancels && turn++ % caller.every == 0;
    const Duration outside = std::min(sketch.phase().client_timeout, stays && cancels ? deadline + 5ms : hold);
    sketch.call(0ms, outside, stays && cancels ? 504 : 0);
    Duration start = 1ms;
    for (std::size_t n = 0; n <= caller.retries; ++n) {
      Attempt& attempt = sketch.attempt(start, hold);
      const Duration own = caller.own_timeout > 0ms ? caller.own_timeout : Duration(1h);
      const Duration told = cancels && n > 0 ? Duration(50ms)
                            : cancels        ? deadline + caller.late + sketch.noise() - start
                                             : Duration(1h);
      if (std::min(own, told) < hold) Sketch::give_up(attempt, std::min(own, told));
      start += std::min(own, told) + 20ms;
      if (std::min(own, told) > hold) break;
    }
    if (caller.between != Caller::Between::none) {
      Attempt& above = sketch.elsewhere("x-a", 0ms, hold);
      if (caller.between == Caller::Between::gives_up) Sketch::give_up(above, deadline);
    }
    sketch.record().to = sketch.from() + outside;
  };
}

}  // namespace

std::vector<Scene> deadline_propagation_scenes() {
  const Value present(true);
  const Value header(Object{{"header", "X-Deadline-Ms"}});
  return {
      {"cancels",
       "deadline_propagation",
       consumer({.cancels = true}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"cancelled_after", 5}}},
      {"told_by_header", "deadline_propagation", consumer({.cancels = true, .header = "X-Deadline-Ms"}), header,
       Presence::yes, Verdict::holds},
      {"header_not_read", "deadline_propagation", consumer({}), header, Presence::no, Verdict::broken,
       "resilience.deadline-propagation.missing"},
      {"absent", "deadline_propagation", consumer({}), present, Presence::no, Verdict::broken,
       "resilience.deadline-propagation.missing"},
      {"too_late", "deadline_propagation", consumer({.cancels = true, .late = 200ms}), present, Presence::no,
       Verdict::broken, "resilience.deadline-propagation.missing"},
      {"its_own_timeout_is_none", "deadline_propagation", consumer({.own_timeout = 700ms}), present, Presence::no,
       Verdict::broken, "resilience.deadline-propagation.missing"},
      {"tries_again_after_the_deadline",
       "deadline_propagation",
       consumer({.cancels = true, .retries = 2}),
       present,
       Presence::no,
       Verdict::broken,
       "resilience.deadline-propagation.sends-on",
       {},
       {"sends on after the deadline"}},
      {"retries_for_nobody", "deadline_propagation", consumer({.own_timeout = 400ms, .retries = 2}), present,
       Presence::no, Verdict::broken, "resilience.deadline-propagation.missing"},
      {.name = "told_through_a_service_between",
       .pattern = "deadline_propagation",
       .play = consumer({.between = Caller::Between::gives_up}),
       .expectation = present,
       .present = Presence::no,
       .verdict = Verdict::broken,
       .rule = "resilience.deadline-propagation.missing",
       .tier_between = true},
      {.name = "a_service_between_that_buffers",
       .pattern = "deadline_propagation",
       .play = consumer({.between = Caller::Between::keeps_its_call}),
       .expectation = present,
       .present = Presence::unknown,
       .verdict = Verdict::inconclusive,
       .tier_between = true},
      {.name = "cancels_through_a_service_between",
       .pattern = "deadline_propagation",
       .play = consumer({.cancels = true, .between = Caller::Between::gives_up}),
       .expectation = present,
       .present = Presence::yes,
       .verdict = Verdict::holds,
       .tier_between = true},
      {"an_early_timeout_hides_it", "deadline_propagation", consumer({.own_timeout = 100ms}), present,
       Presence::unknown, Verdict::inconclusive},
      {"now_and_then", "deadline_propagation", consumer({.cancels = true, .every = 2}), present, Presence::unknown,
       Verdict::inconclusive},
      {"answered_before", "deadline_propagation", consumer({.answers_first = true}), present, Presence::unknown,
       Verdict::inconclusive},
  };
}

}  // namespace squall::tests
