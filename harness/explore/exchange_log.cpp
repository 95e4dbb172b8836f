#include "harness/explore/exchange_log.h"

#include "chaos/patterns/logical_call.h"

namespace squall::harness {

Place place_of(const chaos::Attempt& attempt) {
  return {attempt.edge, attempt.method.empty() ? "" : chaos::operation_of(attempt)};
}

void ExchangeLog::observe(const chaos::Exchange& exchange) {
  const bool whole = exchange.attempt.from_provider && exchange.attempt.faults.empty() && !exchange.response_truncated;
  if (!whole || exchange.response.status / 100 != 2 || exchange.response.body.empty()) return;
  const std::lock_guard lock(mutex_);
  bodies_[place_of(exchange.attempt)] = exchange.response.body;
}

std::string ExchangeLog::answer_body(const Place& place) const {
  const std::lock_guard lock(mutex_);
  const auto found = bodies_.find(place);
  return found == bodies_.end() ? std::string() : found->second;
}

}  // namespace squall::harness
