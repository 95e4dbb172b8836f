#pragma once
// What a simulated consumer is like: its timeouts, retries, breaker and answers.

#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "chaos/patterns/pattern.h"

namespace squall::tests {

using chaos::Duration;
using chaos::Instant;
using namespace std::chrono_literals;

inline constexpr std::size_t kForEver = std::numeric_limits<std::size_t>::max();

struct ConsumerTraits {
  std::string method = "POST";
  enum class Key { none, stable, fresh, shared } key = Key::none;
  const char* key_header = "Idempotency-Key";
  bool propagates_trace = true;
  std::optional<Duration> timeout;      // on the wait for the answer
  bool closes = true;                   // false: only a timer races; the connection stays open
  bool closes_to_try_again = false;     // and only then, where it does
  bool watches_body = true;             // the timeout counts while the body comes, too
  bool total_deadline = true;           // a trickle does not prolong it
  std::optional<Duration> idle, total;  // limits of their own: between two bytes of the body, on the whole answer
  std::size_t body_bytes = 1'000'000;   // of the provider's answer: how long it can trickle
  std::optional<Duration> connect;      // on making a connection
  bool connects_visibly = true;         // false: from another host, whose kernel nobody can ask
  std::size_t outer_tries = 1;          // its own caller calls it so often, while it fails, each once the last is over
  bool outer_impatient = false;         // and not waiting for that: it goes on as the next begins
  std::optional<Duration> outer;        // its own caller's timeout, which it hands on at once
  std::size_t retries = 0;              // kForEver: without an end
  std::vector<Duration> pauses;         // before retry 1, 2 ...; the last one repeats
  double jitter = 0;                    // share of each pause that is drawn
  bool retries_ambiguous = true;        // after resets and timeouts
  bool retries_answers = true;          // after 5xx
  bool retries_told = true;             // after 429
  bool honours_retry_after = false;
  bool retries_rejections = false;         // after 400
  bool transport_replays = false;          // repeats at once what failed on a reused connection
  std::optional<std::size_t> opens_after;  // consecutive failing attempts
  Duration open_for = 600ms;
  std::optional<double> opens_at_share;  // of failing attempts among those of the last 10 s, at least 5; instead
  bool closes_again = true;
  std::size_t calls_by_design = 1;  // different ones, in calm
  bool changing_bodies = false;     // a time stamp in each attempt, say
  int failure_status = 503;         // to the outside
  std::optional<int> fallback_status;
  bool failure_declared = true;
  bool fallback_declared = true;
  bool background = false;   // calls of its own, in a trace of its own, beside every stimulus
  bool reaches_edge = true;  // false: it answers from a cache
};

}  // namespace squall::tests
