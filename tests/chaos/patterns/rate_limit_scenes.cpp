#include <algorithm>
#include <cmath>
#include <map>

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Limiter {
  double rate = 0;           // per second; 0: none
  double burst = 5;          // of the bucket
  Duration window{0};        // a fixed window instead of a bucket
  bool weighs_last = false;  // with a window: the last one counts too, by what it still overlaps a sliding one
  bool each_client = false;
  bool tells_when = true;  // Retry-After
  double capacity = 0;     // beyond it answers come later and later; 0: as many as come
  int refusal = 429;
  Duration stalls{0};             // so long before the end of each phase it comes to nothing, then to all in no order
  double lets_through_share = 0;  // instead of a limit: that share is accepted, whatever comes
};

struct Bucket {
  double tokens;
  Duration filled{0};
  std::int64_t window = -1;
  double used = 0, last = 0;
};

bool admits(const Limiter& limiter, Bucket& bucket, Duration at) {
  if (limiter.window.count() > 0) {
    const auto window = at / limiter.window;
    if (window != bucket.window) {
      bucket.last = limiter.weighs_last && window == bucket.window + 1 ? bucket.used : 0;
      bucket.window = window, bucket.used = 0;
    }
    const double grant = limiter.rate * std::chrono::duration<double>(limiter.window).count();
    if (!limiter.weighs_last) return bucket.used++ < grant;
    const double gone =
        static_cast<double>((at % limiter.window).count()) / static_cast<double>(limiter.window.count());
    const bool admitted = bucket.used + bucket.last * (1 - gone) < grant;
    bucket.used += admitted ? 1 : 0;
    return admitted;
  }
  bucket.tokens =
      std::min(limiter.burst, bucket.tokens + limiter.rate * std::chrono::duration<double>(at - bucket.filled).count());
  bucket.filled = at;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

void offered(Sketch& sketch, const Limiter& limiter) {
  std::map<std::string, Bucket> buckets;
  double backlog = 0;
  for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
    const Duration begin = limiter.weighs_last ? 537ms : 137ms, at = begin + n * sketch.phase().every;
    const auto& given = sketch.phase().given;
    const std::string client = limiter.each_client && !given.empty() ? given[n % given.size()].begin()->value : "";
    Bucket& bucket = buckets.try_emplace(client, Bucket{limiter.burst, at}).first->second;
    const Duration end = begin + sketch.phase().calls * sketch.phase().every;
    const Duration late = at > end - limiter.stalls ? end - at : Duration(0);
    const bool in_turn = late == 0ms || n % 3 == 0;
    bool admitted = limiter.rate == 0 || (in_turn && admits(limiter, bucket, at + late));
    if (limiter.lets_through_share > 0)
      admitted = std::fmod(static_cast<double>(n) * 0.618, 1) < limiter.lets_through_share;
    if (!admitted) {
      Call& call = sketch.call(at, late + 1ms + sketch.noise(), limiter.refusal);
      if (!limiter.tells_when) call.response.headers = {};
      continue;
    }
    Duration wait = late;
    if (limiter.capacity > 0) {
      backlog =
          std::max(0.0, backlog - limiter.capacity * std::chrono::duration<double>(sketch.phase().every).count()) + 1;
      wait = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(backlog / limiter.capacity));
    }
    sketch.call(at, wait + sketch.held() + 4ms + sketch.noise(), 201);
    sketch.attempt(at + wait + 1ms, sketch.held() + 2ms);
  }
}

std::function<void(Sketch&)> consumer(const Limiter& limiter) {
  return [limiter](Sketch& sketch) {
    if (sketch.faulted()) {
      offered(sketch, limiter);
    } else {
      calm(sketch);
    }
  };
}

}  // namespace

std::vector<Scene> rate_limit_scenes() {
  const Value present(true);
  const auto at = [](const char* rate) { return Value(Object{{"at", rate}}); };
  const Value by_client(Object{{"at", "50/s"}, {"by", "X-Client"}});
  return {
      {"bucket",
       "rate_limit",
       consumer({.rate = 50, .burst = 10}),
       at("50/s"),
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 50}},
       {"with Retry-After"}},
      {"of_a_consumer_that_stalls",
       "rate_limit",
       consumer({.rate = 40, .burst = 10, .stalls = 250ms}),
       at("40/s"),
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 40}}},
      {"bucket_with_a_large_burst",
       "rate_limit",
       consumer({.rate = 20, .burst = 40}),
       at("20/s"),
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 20}}},
      {"a_window_that_weighs_the_last_one_in",
       "rate_limit",
       consumer({.rate = 80, .window = 1s, .weighs_last = true}),
       at("80/s"),
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 80}}},
      {"a_slow_window_that_weighs_the_last_one_in",
       "rate_limit",
       consumer({.rate = 20, .window = 1s, .weighs_last = true}),
       at("20/s"),
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 20}}},
      {"without_a_burst",
       "rate_limit",
       consumer({.rate = 30, .burst = 1}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 30}},
       {"saves nothing up"}},
      {"fixed_window",
       "rate_limit",
       consumer({.rate = 40, .window = 1s}),
       at("40/s"),
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 40}}},
      {"measured_only",
       "rate_limit",
       consumer({.rate = 30}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 30}}},
      {"too_high",
       "rate_limit",
       consumer({.rate = 60}),
       at("50/s"),
       Presence::yes,
       Verdict::broken,
       "resilience.rate-limit.too-high",
       {{"limit", 60}}},
      {"too_low",
       "rate_limit",
       consumer({.rate = 40}),
       at("50/s"),
       Presence::yes,
       Verdict::broken,
       "resilience.rate-limit.too-low",
       {{"limit", 40}}},
      {"absent", "rate_limit", consumer({}), at("50/s"), Presence::no, Verdict::broken,
       "resilience.rate-limit.missing"},
      {"without_retry_after",
       "rate_limit",
       consumer({.rate = 50, .tells_when = false}),
       at("50/s"),
       Presence::yes,
       Verdict::broken,
       "resilience.rate-limit.no-retry-after",
       {},
       {},
       {"resilience.rate-limit.no-retry-after"}},
      {"for_each_client",
       "rate_limit",
       consumer({.rate = 50, .each_client = true}),
       by_client,
       Presence::yes,
       Verdict::holds,
       "",
       {{"limit", 50}},
       {"for each client"}},
      {"shared_by_clients",
       "rate_limit",
       consumer({.rate = 50}),
       by_client,
       Presence::yes,
       Verdict::broken,
       "resilience.rate-limit.shared",
       {},
       {"shared by all clients"}},
      {"saturation_is_none", "rate_limit", consumer({.capacity = 60}), at("50/s"), Presence::no, Verdict::broken,
       "resilience.rate-limit.missing"},
      {"a_share_is_no_limit", "rate_limit", consumer({.lets_through_share = 0.5}), at("50/s"), Presence::unknown,
       Verdict::inconclusive},
      {"failing_is_no_limit", "rate_limit", consumer({.rate = 50, .refusal = 500}), at("50/s"), Presence::unknown,
       Verdict::inconclusive},
      {"a_window_too_long_to_see", "rate_limit", consumer({.rate = 1, .window = 60s}), present, Presence::unknown,
       Verdict::inconclusive},
  };
}

}  // namespace squall::tests
