#include "tests/shop/lib/replicas.h"

#include <algorithm>

namespace shop {

Replicas::Replicas(const std::string& urls, ReplicaSettings settings) : settings_(settings) {
  for (std::size_t from = 0; from <= urls.size();) {
    const std::size_t to = std::min(urls.find(',', from), urls.size());
    all_.push_back(Replica{urls.substr(from, to - from)});
    from = to + 1;
  }
}

bool Replicas::sits_out(const Replica& replica, Clock::time_point now) const {
  if (!replica.failed || settings_.sits_out.count() == 0) return false;
  return !settings_.returns || now < replica.failed_at + settings_.sits_out;
}

std::size_t Replicas::usable_from(std::size_t from, Clock::time_point now) const {
  for (std::size_t n = 0; n < all_.size(); ++n) {
    const std::size_t candidate = (from + n) % all_.size();
    if (!sits_out(all_[candidate], now)) return candidate;
  }
  return from % all_.size();
}

std::size_t Replicas::first(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  return usable_from(turn_++, now);
}

std::size_t Replicas::next(std::size_t failed, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  return settings_.fails_over ? usable_from(failed + 1, now) : failed;
}

void Replicas::report(std::size_t replica, bool success, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  all_[replica].failed = !success;
  if (!success) all_[replica].failed_at = now;
}

}  // namespace shop
