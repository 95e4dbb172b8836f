#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Tiers {
  std::size_t own = 1;         // attempts of the edge's consumer while the provider fails
  std::size_t above = 1;       // of the tier above it
  double load_after_heal = 1;  // attempts a stimulus
  bool background = false;     // of its own beside every stimulus, in a trace of its own
  std::size_t by_design = 1;
};

void send(Sketch& sketch, Duration at, const Tiers& tiers, bool failing) {
  const std::size_t above = failing ? tiers.above : 1, own = failing ? tiers.own : 1;
  for (std::size_t i = 0; i < above; ++i) {
    Attempt& upper = sketch.elsewhere("x-a", at + i * 8ms, 6ms, failing ? 503 : 201);
    upper.operation = "POST /orders";
    for (std::size_t n = 0; n < own * tiers.by_design; ++n)
      sketch.attempt(at + i * 8ms + n * 1ms + 500us, 300us, failing ? 503 : 201);
  }
  if (!tiers.background) return;
  Attempt& other = sketch.attempt(at + 2ms, 300us);
  other.request_headers.set("traceparent", "00-ffffffffffffffffffffffffffffffff-00f067aa0ba902b7-01");
  other.faults.clear();
}

std::function<void(Sketch&)> consumer(const Tiers& tiers) {
  return [tiers](Sketch& sketch) {
    double owed = 0;
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      const Duration at = n * std::max<Duration>(30ms, sketch.phase().every);
      sketch.call(at, 25ms, sketch.faulted() ? 503 : 201);
      send(sketch, at, tiers, sketch.faulted());
      if (!sketch.named("healed")) continue;
      for (owed += tiers.load_after_heal - 1; owed >= 1; owed -= 1) sketch.attempt(at + 5ms, 300us);
    }
  };
}

}  // namespace

std::vector<Scene> amplification_scenes() {
  const Value present(true);
  return {
      {"three",
       "amplification",
       consumer({.own = 3}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"attempts", 3}, {"tiers_that_retry", 1}}},
      {"none", "amplification", consumer({}), present, Presence::no, Verdict::holds, "", {{"attempts", 1}}},
      {"too_high",
       "amplification",
       consumer({.own = 5}),
       present,
       Presence::yes,
       Verdict::broken,
       "resilience.amplification.too-high",
       {{"attempts", 5}}},
      {"two_tiers",
       "amplification",
       consumer({.own = 2, .above = 2}),
       Value(Object{{"at_most", 4}}),
       Presence::yes,
       Verdict::broken,
       "resilience.amplification.several-tiers",
       {{"attempts", 4}, {"tiers_that_retry", 2}},
       {"several tiers retry"}},
      {"the_tier_above_alone",
       "amplification",
       consumer({.above = 3}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"attempts", 3}, {"tiers_that_retry", 1}}},
      {"metastable",
       "amplification",
       consumer({.own = 3, .load_after_heal = 2}),
       present,
       Presence::yes,
       Verdict::broken,
       "resilience.amplification.metastable",
       {{"load_after_heal", 2}},
       {"metastable"}},
      {"background_traffic",
       "amplification",
       consumer({.own = 3, .background = true}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"attempts", 3}}},
      {"a_designed_double_call",
       "amplification",
       consumer({.own = 3, .by_design = 2}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"attempts", 3}}},
      {"answers_from_a_cache", "amplification",
       [](Sketch& sketch) {
         for (std::size_t n = 0; n < sketch.phase().calls; ++n) sketch.call(n * 100ms, 1ms, 200);
       },
       present, Presence::unknown, Verdict::inconclusive},
  };
}

}  // namespace squall::tests
