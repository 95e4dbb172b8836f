#pragma once
// Pace: no more requests than --rate says, and patience with a service that answers 429 (RFC 6585, section 4). One for
// all workers of a verification. Thread-safe.

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "harness/verify/clock.h"
#include "harness/verify/verify.h"

namespace squall::harness {

struct PaceOptions {
  std::optional<double> rate = std::nullopt;                     // requests per second, of all workers together
  std::chrono::seconds without_date = std::chrono::seconds(1);   // the wait when Retry-After does not say
  std::chrono::seconds longest_wait = std::chrono::seconds(60);  // for one request
  std::chrono::seconds longest_total =
      std::chrono::seconds(300);  // of the verification; then 429 is an answer like others
  int most_tries = 10;
};

class Pace {
 public:
  Pace(PaceOptions options, Clock clock, std::stop_token stop)
      : options_(options), clock_(std::move(clock)), stop_(std::move(stop)) {}

  // The wrapped Send waits for its turn; when it is answered 429, all wait as the answer says, and it is sent again.
  // A request that is still refused when the patience is over is answered so. This outlives what it wraps.
  Send wrap(Send send);
  // "answered 429 Too Many Requests 12 times: waited 3s in all", when that happened.
  std::vector<std::string> facts() const;

 private:
  // False: stop was asked for.
  bool wait_for_turn();
  Clock::Time reserve_slot();
  // False: patience is over.
  bool wait_after(const Answer& refused, std::chrono::nanoseconds& waited);

  const PaceOptions options_;
  const Clock clock_;
  const std::stop_token stop_;
  mutable std::mutex mutex_;
  std::optional<Clock::Time> next_;   // when the next request may go out
  std::optional<Clock::Time> pause_;  // nobody sends before
  std::uint64_t refusals_ = 0;
  std::uint64_t given_up_ = 0;
  std::chrono::nanoseconds waited_{0};
};

}  // namespace squall::harness
