#pragma once
// A simulated consumer's circuit breaker: it counts failures in a row, or their share of the last 10 s.

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "tests/chaos/patterns/consumer_traits.h"

namespace squall::tests {

class SimulatedBreaker {
 public:
  explicit SimulatedBreaker(const ConsumerTraits& traits)
      : opens_after_(traits.opens_after),
        opens_at_share_(traits.opens_at_share),
        open_for_(traits.open_for),
        closes_again_(traits.closes_again) {}

  bool denies(Instant now) const { return opened_at_ && (!closes_again_ || now < *opened_at_ + open_for_); }
  // What the provider rejects is no failure of its own, where failures in a row count.
  void count(Instant now, bool success, bool rejected) {
    if (opens_at_share_) return count_share(now, success);
    if (!opens_after_) return;
    if (success) {
      failures_ = 0;
      opened_at_.reset();
    } else if (!rejected && (++failures_ >= *opens_after_ || opened_at_)) {
      opened_at_ = now;
    }
  }

 private:
  void count_share(Instant now, bool success) {
    window_.emplace_back(now, !success);
    std::erase_if(window_, [&](const auto& entry) { return entry.first < now - 10s; });
    const auto failed = std::count_if(window_.begin(), window_.end(), [](const auto& entry) { return entry.second; });
    const auto all = window_.size();
    if (opened_at_ && success) {
      opened_at_.reset();
      window_.clear();
    } else if (opened_at_ || (all >= 5 && static_cast<double>(failed) > *opens_at_share_ * static_cast<double>(all))) {
      opened_at_ = now;
    }
  }

  const std::optional<std::size_t> opens_after_;
  const std::optional<double> opens_at_share_;
  const Duration open_for_;
  const bool closes_again_;
  std::size_t failures_ = 0;
  std::optional<Instant> opened_at_;
  std::vector<std::pair<Instant, bool>> window_;
};

}  // namespace squall::tests
