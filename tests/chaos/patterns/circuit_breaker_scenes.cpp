// How a breaker tries again, what it opens for, and what only looks like one.

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Breaker {
  std::size_t opens_after = 3;
  Duration open_for{1s};
  std::size_t probes = 1;                         // half-open: so many failures, or calls at once
  std::optional<std::size_t> reopens_after = {};  // instead of probing it closes, and opens after so many failures
  std::size_t pool = 64;                          // calls that the consumer carries at once, at most
  bool whole_edge = true;                         // false: only what failed is kept from the provider
  bool other_reaches_edge = true;
  bool other_fails_too = false;             // it leads to the failing operation
  std::optional<double> throttles_to = {};  // not a breaker: that share of the calls goes on, drawn
  bool asks_another = false;                // while it is open, on another edge
};

class Consumer {
 public:
  explicit Consumer(const Breaker& breaker) : breaker_(breaker) {}

  void operator()(Sketch& sketch) {
    if (sketch.phase().healthy_before > 0) until_.reset(), failures_ = 0;
    if (sketch.phase().pace == chaos::Pace::together) return burst(sketch);
    cycles_ = silent_ = healthy_ = 0;
    const Duration every = std::max<Duration>(sketch.phase().every, 10ms);
    for (std::size_t n = 0; n < 600 && !over(sketch, n, n * every); ++n) {
      if (!sketch.phase().beside.empty()) other(sketch, n * every);
      one(sketch, n, n * every);
    }
  }

 private:
  bool over(const Sketch& sketch, std::size_t n, Duration after) const {
    if (sketch.named("failing")) return cycles_ >= 3;  // a throttle has none: it goes on
    if (sketch.named("opening")) return silent_ >= 6;
    if (sketch.named("healing")) return healthy_ >= 12;
    if (sketch.phase().lasts > 0ns && after > sketch.phase().lasts) return true;
    return n >= sketch.phase().calls;
  }
  bool open(Instant now) const { return until_ && now < *until_; }
  static bool fails(const Sketch& sketch, std::size_t n) {
    const auto failing = [&](std::size_t of) {
      return static_cast<std::size_t>(static_cast<double>(of) * sketch.phase().failing_share + 1e-9);
    };
    return sketch.faulted() && failing(n + 1) > failing(n);
  }

  bool passes(Sketch& sketch) const {
    return static_cast<double>(sketch.noise().count()) < *breaker_.throttles_to * 400'000;
  }

  void one(Sketch& sketch, std::size_t n, Duration after) {
    const Instant now = sketch.from() + after;
    const bool failing = fails(sketch, n);
    const bool throttled = breaker_.throttles_to && sketch.faulted() && n > 5 && !passes(sketch);
    if (open(now) || throttled) {
      sketch.call(after, 1ms, breaker_.asks_another ? 201 : 503);
      if (breaker_.asks_another) sketch.elsewhere("a-c", after, 1ms, 201);
      ++silent_;
      return;
    }
    if (silent_ > 0 && !breaker_.throttles_to) ++cycles_;
    silent_ = 0;
    sketch.call(after, 4ms, failing ? 503 : 201);
    Attempt& attempt = sketch.attempt(after + 1ms, 2ms, failing ? 503 : 201);
    attempt.from_provider = !failing;
    if (!failing) attempt.faults.clear();
    healthy_ = failing ? 0 : healthy_ + 1;
    if (!breaker_.throttles_to) count(failing, now + 3ms);
  }

  void count(bool failing, Instant now) {
    const std::size_t most = !until_ ? breaker_.opens_after : breaker_.reopens_after.value_or(breaker_.probes);
    if (!failing) {
      failures_ = 0;
      until_.reset();
    } else if (++failures_ >= most) {
      failures_ = 0;
      until_ = now + breaker_.open_for;
    }
  }

  void other(Sketch& sketch, Duration after) {
    sketch.beside("other", after, 3ms, 200);
    const bool kept_away = breaker_.whole_edge && open(sketch.from() + after);
    if (!breaker_.other_reaches_edge || kept_away) return;
    Attempt& attempt = sketch.attempt(after + 1ms, 1ms, 200);
    attempt.request_headers = {};
    attempt.faults.clear();
    if (breaker_.other_fails_too) return;
    attempt.method = "GET";
    attempt.target = attempt.operation = "GET /refunds";
  }

  void burst(Sketch& sketch) {
    const bool half_open = until_ && !open(sketch.from());
    std::size_t admitted = open(sketch.from()) ? 0 : breaker_.pool;
    if (half_open && !breaker_.reopens_after) admitted = std::min(admitted, breaker_.probes);
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      const Duration after = n * 100us;
      sketch.call(after, n < admitted ? sketch.held() + 5ms : Duration(1ms), n < admitted ? 201 : 503);
      if (n < admitted) sketch.attempt(after + 1ms, sketch.held(), 201);
    }
    until_.reset();
    failures_ = 0;
  }

  Breaker breaker_;
  std::optional<Instant> until_;
  std::size_t failures_ = 0, cycles_ = 0, silent_ = 0, healthy_ = 0;
};

}  // namespace

std::vector<Scene> circuit_breaker_scenes() {
  using Quantities = std::vector<std::pair<std::string, double>>;
  const auto seen = [](const char* name, const Breaker& breaker, Quantities quantities,
                       std::vector<std::string> labels) {
    return Scene{
        name, "circuit_breaker", Consumer(breaker), Value(true), Presence::yes, Verdict::holds, "", quantities, labels};
  };
  const auto asked = [](const char* name, const Breaker& breaker, Object expectation, Verdict verdict,
                        const char* rule) {
    return Scene{name, "circuit_breaker", Consumer(breaker), Value(std::move(expectation)), Presence::yes, verdict,
                 rule};
  };
  const Value other("GET /orders/1/refunds");
  const char* const holds = "resilience.circuit-breaker.holds";
  const char* const unknown = "resilience.circuit-breaker.inconclusive";
  const char* const scope = "resilience.circuit-breaker.scope";
  return {
      seen("one_probe", {}, {{"probes", 1}, {"probes_at_once", 1}, {"open_for", 1000}}, {"closes"}),
      seen("ten_probes", {.opens_after = 12, .probes = 10}, {{"probes", 10}, {"probes_at_once", 10}}, {}),
      seen("closes_and_opens_anew", {.reopens_after = 21}, {{"reopens_after", 21}},
           {"re-closes, re-opens after 21 attempts"}),
      seen("closes_and_opens_anew_at_once", {.reopens_after = 4}, {{"reopens_after", 4}},
           {"re-closes, re-opens after 4 attempts"}),
      seen("lets_all_through_to_try", {.reopens_after = 1}, {{"probes", 1}},
           {"lets everything through when half-open"}),
      // A pool caps what is carried at once; it is no probing.
      seen("behind_a_pool", {.reopens_after = 4, .pool = 6}, {{"reopens_after", 4}},
           {"re-closes, re-opens after 4 attempts"}),
      seen("probes_behind_a_pool_of_one", {.probes = 3, .pool = 1}, {{"probes", 3}}, {}),
      seen("asks_another_meanwhile", {.asks_another = true}, {{"open_for", 1000}}, {}),
      asked("few_probes_as_wanted", {.probes = 3}, {{"probes", 3}}, Verdict::holds, holds),
      asked("too_many_probes", {.opens_after = 5, .probes = 4}, {{"probes", 3}}, Verdict::broken,
            "resilience.circuit-breaker.probes"),
      asked("all_instead_of_probes", {.reopens_after = 6}, {{"probes", 3}}, Verdict::broken,
            "resilience.circuit-breaker.probes"),
      asked("opens_for_the_edge", {}, {{"scope", "edge"}, {"other", other}}, Verdict::holds, holds),
      asked("opens_for_the_operation", {.whole_edge = false}, {{"scope", "operation"}, {"other", other}},
            Verdict::holds, holds),
      asked("opens_for_too_much", {}, {{"scope", "operation"}, {"other", other}}, Verdict::broken, scope),
      asked("opens_for_too_little", {.whole_edge = false}, {{"scope", "edge"}, {"other", other}}, Verdict::broken,
            scope),
      asked("no_other_is_named", {}, {{"scope", "edge"}}, Verdict::inconclusive, unknown),
      asked("other_stays_away", {.other_reaches_edge = false}, {{"scope", "edge"}, {"other", other}},
            Verdict::inconclusive, unknown),
      asked("other_is_the_same", {.whole_edge = false, .other_fails_too = true}, {{"scope", "edge"}, {"other", other}},
            Verdict::inconclusive, unknown),
      asked("opens_too_short_to_ask", {.open_for = 300ms}, {{"scope", "edge"}, {"other", other}}, Verdict::inconclusive,
            unknown),
      {"throttles", "circuit_breaker", Consumer({.throttles_to = 0.15}), Value(true), Presence::unknown,
       Verdict::inconclusive},
      {"throttles_to_little", "circuit_breaker", Consumer({.throttles_to = 0.03}), Value(true), Presence::unknown,
       Verdict::inconclusive},
  };
}

}  // namespace squall::tests
