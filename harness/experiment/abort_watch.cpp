#include "harness/experiment/abort_watch.h"

#include <algorithm>

#include "contracts/core/units.h"
#include "harness/experiment/comparison.h"

namespace squall::harness {

void AbortWatch::started(std::uint64_t call, chaos::Instant at) {
  const std::lock_guard lock(mutex_);
  if (!first_) first_ = at;
  open_[call] = at;
}

void AbortWatch::finished(std::uint64_t call, chaos::Instant at, bool success) {
  const std::lock_guard lock(mutex_);
  open_.erase(call);
  ended_.push_back({at, success});
}

std::optional<std::string> AbortWatch::verdict(chaos::Instant now) {
  const std::lock_guard lock(mutex_);
  if (!first_ || now - *first_ < when_.lasts) return std::nullopt;
  const chaos::Instant from = now - when_.lasts;
  while (!ended_.empty() && ended_.front().at <= from) ended_.pop_front();
  const auto good = std::count_if(ended_.begin(), ended_.end(), [](const Ended& call) { return call.success; });
  const auto overdue = std::count_if(open_.begin(), open_.end(), [&](const auto& call) { return call.second <= from; });
  const auto all = static_cast<double>(ended_.size()) + static_cast<double>(overdue);
  if (all == 0) return std::nullopt;
  const double share = static_cast<double>(good) / all;
  if (!holds(when_.success, share)) return std::nullopt;
  return "success was " + share_text(share) + " over the last " + contracts::format_duration(when_.lasts) +
         ", and the experiment is to stop when it is " + share_text(when_.success);
}

}  // namespace squall::harness
