#include "tests/shop/lib/gate.h"

#include <algorithm>

namespace shop {

bool Gate::enter() {
  if (limit_ == 0) return true;
  std::unique_lock lock(mutex_);
  if (!left_.wait_for(lock, patience_, [this] { return inside_ < limit_; })) return false;
  ++inside_;
  return true;
}

void Gate::leave() {
  if (limit_ == 0) return;
  {
    const std::lock_guard lock(mutex_);
    --inside_;
  }
  left_.notify_one();
}

bool TokenBucket::take(Clock::time_point now) {
  if (per_second_ == 0) return true;
  const std::lock_guard lock(mutex_);
  if (filled_ != Clock::time_point{}) {
    tokens_ = std::min(burst_, tokens_ + per_second_ * std::chrono::duration<double>(now - filled_).count());
  }
  filled_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

}  // namespace shop
