#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Hedger {
  Duration after{0};  // 0: never a second attempt
  bool cancels_loser = true;
  bool waits_for_first = true;  // false: a timer races, then the first is forgotten though it stays open
  bool gives_first_up = false;  // that timer closes its connection
  std::size_t every = 1;        // hedges every nth slow call only
  bool in_calm = false;         // sends twice in every second call in calm, too
  bool always = false;          // the second attempt comes with the first
  bool before_it = true;        // and then before a fast answer does
  bool same_again = false;      // what is sent by design is one and the same thing, in turn
  Duration timeout{10s};        // of each attempt
  std::size_t by_design = 1;    // calls of the operation for one stimulus
  bool key = true;
};

void name_key(Attempt& attempt, const Hedger& hedger, std::uint64_t call) {
  if (hedger.key) attempt.request_headers.add("Idempotency-Key", "key-" + std::to_string(call));
}

std::function<void(Sketch&)> consumer(const Hedger& hedger) {
  return [hedger, slow = 0u](Sketch& sketch) mutable {
    if (!sketch.faulted()) {
      for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
        const Duration at = n * 20ms;
        sketch.call(at, 5ms, 201);
        for (std::size_t i = 0; i < hedger.by_design; ++i)
          sketch.attempt(at + 1ms + i * 3ms, 2ms).body_hash = hedger.same_again ? 0 : i;
        if (hedger.always || (hedger.in_calm && n % 2 == 0))
          sketch.attempt(at + (hedger.before_it ? 1500us : 3100us), 2ms);
      }
      return;
    }
    const Duration hold = std::min(sketch.held(), hedger.timeout);
    const bool timed_out = sketch.held() > hedger.timeout;
    const bool second = hedger.always || (hedger.after > 0ms && hedger.after < hold && slow++ % hedger.every == 0);
    const bool both = sketch.named("both");
    const Duration second_takes = both ? hold : Duration(2ms);
    Duration ends = hold;
    if (second)
      ends = hedger.waits_for_first ? std::min(hold, hedger.after + second_takes) : hedger.after + second_takes;
    const Call& call = sketch.call(0ms, ends + 3ms, 201);
    Attempt& first = sketch.attempt(1ms, hold);
    name_key(first, hedger, call.id);
    if (second && hedger.cancels_loser && ends < hold) Sketch::give_up(first, ends);
    if (second && hedger.gives_first_up) Sketch::give_up(first, hedger.after + 1ms);
    if (timed_out && first.last_byte) Sketch::give_up(first, hold);
    for (std::size_t i = 1; i < hedger.by_design; ++i) {
      Attempt& other = sketch.attempt(hedger.same_again ? ends + 2ms : Duration(2ms), 2ms);
      other.body_hash = hedger.same_again ? 0 : i;
      other.faults.clear();
    }
    if (!second) return;
    Attempt& hedge = sketch.attempt(1ms + hedger.after + sketch.noise(), second_takes);
    if (!both) hedge.faults.clear();
    if (both && timed_out) Sketch::give_up(hedge, hold);
    name_key(hedge, hedger, call.id);
    sketch.record().to = sketch.from() + ends + 3ms;
  };
}

}  // namespace

std::vector<Scene> hedging_scenes() {
  const Value present(true);
  const Value within(Object{{"within", "200ms"}});
  return {
      {"hedged",
       "hedging",
       consumer({.after = 150ms}),
       within,
       Presence::yes,
       Verdict::holds,
       "",
       {{"hedge_after", 150}, {"hedged_when_slow", 100}, {"hedged_when_fast", 0}}},
      {"absent", "hedging", consumer({}), within, Presence::no, Verdict::broken, "resilience.hedging.missing"},
      {"late", "hedging", consumer({.after = 500ms}), within, Presence::yes, Verdict::broken,
       "resilience.hedging.late"},
      {"loser_kept",
       "hedging",
       consumer({.after = 150ms, .cancels_loser = false}),
       within,
       Presence::yes,
       Verdict::broken,
       "resilience.hedging.loser-kept",
       {},
       {"loser not cancelled"},
       {"resilience.hedging.loser-kept"}},
      {"without_a_key",
       "hedging",
       consumer({.after = 150ms, .key = false}),
       within,
       Presence::yes,
       Verdict::broken,
       "resilience.hedging.not-idempotent",
       {},
       {},
       {"resilience.hedging.not-idempotent"}},
      {"a_racing_timer_is_none", "hedging",
       consumer({.after = 150ms, .cancels_loser = false, .waits_for_first = false}), within, Presence::no,
       Verdict::broken, "resilience.hedging.missing"},
      {"a_timer_that_gives_the_first_up_is_none", "hedging",
       consumer({.after = 150ms, .cancels_loser = false, .waits_for_first = false, .gives_first_up = true}), within,
       Presence::no, Verdict::broken, "resilience.hedging.missing"},
      {"a_designed_double_call_is_none", "hedging", consumer({.by_design = 2}), present, Presence::no, Verdict::broken,
       "resilience.hedging.missing"},
      {"hedged_beside_a_double_call",
       "hedging",
       consumer({.after = 150ms, .by_design = 2}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"hedge_after", 150}}},
      {"always",
       "hedging",
       consumer({.always = true}),
       within,
       Presence::no,
       Verdict::broken,
       "resilience.hedging.always",
       {{"hedged_when_fast", 100}}},
      {"always_though_fast_answers_come_first",
       "hedging",
       consumer({.always = true, .before_it = false}),
       within,
       Presence::no,
       Verdict::broken,
       "resilience.hedging.always",
       {{"hedged_when_fast", 100}}},
      {"asks_the_same_twice_in_turn",
       "hedging",
       consumer({.same_again = true, .by_design = 2}),
       present,
       Presence::no,
       Verdict::broken,
       "resilience.hedging.missing",
       {{"hedged_when_fast", 0}}},
      {"that_times_out_before_the_hold_ends",
       "hedging",
       consumer({.after = 150ms, .timeout = 400ms}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"hedge_after", 150}}},
      {"loser_kept_until_its_timeout",
       "hedging",
       consumer({.after = 150ms, .cancels_loser = false, .timeout = 400ms}),
       present,
       Presence::yes,
       Verdict::broken,
       "resilience.hedging.loser-kept",
       {},
       {},
       {"resilience.hedging.loser-kept"}},
      {"now_and_then", "hedging", consumer({.after = 150ms, .every = 2}), present, Presence::unknown,
       Verdict::inconclusive},
      {"in_calm_too", "hedging", consumer({.after = 150ms, .in_calm = true}), present, Presence::unknown,
       Verdict::inconclusive},
  };
}

}  // namespace squall::tests
