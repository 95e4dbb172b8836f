#include "tests/shop/lib/breaker.h"

namespace shop {

Breaker::Permit Breaker::ask(Clock::time_point now) {
  std::lock_guard lock(mutex_);
  if (!open_) return Permit::normal;
  if (!settings_.closes || now < until_ || probing_) return Permit::denied;
  probing_ = true;
  return Permit::probe;
}

void Breaker::report(Permit permit, bool success, Clock::time_point now) {
  std::lock_guard lock(mutex_);
  if (permit == Permit::probe) {
    probing_ = false;
    open_ = !success;
    failures_ = 0;
    if (!success) until_ = now + settings_.open_for;
    return;
  }
  if (open_) return;  // a call that began before it opened
  failures_ = success ? 0 : failures_ + 1;
  if (settings_.failures_to_open > 0 && failures_ >= settings_.failures_to_open) {
    open_ = true;
    until_ = now + settings_.open_for;
  }
}

bool Breaker::calm(Clock::time_point now) const {
  std::lock_guard lock(mutex_);
  return !open_ || (settings_.closes && !probing_ && now > until_ + std::chrono::seconds(1));
}

std::string_view Breaker::state(Clock::time_point now) const {
  std::lock_guard lock(mutex_);
  if (!open_) return "closed";
  return settings_.closes && (now >= until_ || probing_) ? "half-open" : "open";
}

}  // namespace shop
