#include "harness/verify/pace.h"

#include <algorithm>

#include "contracts/core/units.h"
#include "harness/verify/breakdown.h"
#include "harness/verify/retry_after.h"

namespace squall::harness {

using std::chrono::nanoseconds;

// Nothing is saved up for later, so that the rate holds over any second.
Clock::Time Pace::reserve_slot() {
  const Clock::Time now = clock_.now();
  if (!options_.rate) return now;
  const std::lock_guard lock(mutex_);
  const Clock::Time turn = std::max(next_.value_or(now), now);
  next_ = turn + nanoseconds(static_cast<std::int64_t>(1e9 / *options_.rate));
  return turn;
}

bool Pace::wait_for_turn() {
  const Clock::Time turn = reserve_slot();
  while (!stop_.stop_requested()) {
    Clock::Time until = turn;
    {
      const std::lock_guard lock(mutex_);
      if (pause_) until = std::max(until, *pause_);
    }
    if (until <= clock_.now()) return true;
    clock_.sleep_until(until, stop_);
  }
  return false;
}

bool Pace::wait_after(const Answer& refused, nanoseconds& waited) {
  const std::lock_guard lock(mutex_);
  ++refusals_;
  const auto asked = parse_retry_after(refused.response.headers.get("Retry-After"), clock_.date());
  const std::chrono::seconds wait = asked.value_or(options_.without_date);
  const Clock::Time now = clock_.now();
  const Clock::Time before = std::max(pause_.value_or(now), now);
  if (wait > options_.longest_wait || waited + wait > options_.longest_wait ||
      waited_ + std::max(nanoseconds(0), now + wait - before) > options_.longest_total) {
    return false;
  }
  pause_ = std::max(before, now + wait);
  waited_ += *pause_ - before;
  waited += wait;
  return true;
}

Send Pace::wrap(Send send) {
  return [this, send = std::move(send)](const contracts::http::Request& request) {
    nanoseconds waited{0};
    for (int tries = 1;; ++tries) {
      if (!wait_for_turn()) return unsent_answer();
      Answer answer = send(request);
      if (answer.error != chaos::CallError::none || answer.response.status != 429) return answer;
      if (wait_after(answer, waited) && tries < options_.most_tries) continue;
      const std::lock_guard lock(mutex_);
      ++given_up_;
      return answer;
    }
  };
}

std::vector<std::string> Pace::facts() const {
  const std::lock_guard lock(mutex_);
  if (refusals_ == 0) return {};
  std::string fact = "429 Too Many Requests was answered " + std::to_string(refusals_) +
                     (refusals_ == 1 ? " time" : " times") + ": waited " + contracts::format_duration(waited_) +
                     " in all";
  if (given_up_ > 0)
    fact += ", and in vain for " + std::to_string(given_up_) + (given_up_ == 1 ? " request" : " requests");
  return {fact};
}

}  // namespace squall::harness
