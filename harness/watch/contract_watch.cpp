#include "harness/watch/contract_watch.h"

#include <cmath>
#include <utility>

namespace squall::harness {
namespace {

// Whether the nth of all is among so large a share of them, evenly spread.
bool is_in_share(std::uint64_t n, double share) {
  return std::floor(static_cast<double>(n + 1) * share) > std::floor(static_cast<double>(n) * share);
}

}  // namespace

ContractWatch::ContractWatch(std::shared_ptr<const contracts::match::Router> router, WatchOptions options)
    : router_(std::move(router)),
      options_(std::move(options)),
      sound_(router_->contract()),
      log_(SecretPlaces(router_->contract())) {}

void ContractWatch::observe(const chaos::Exchange& exchange) {
  if (options_.share < 1 && !is_in_share(exchanges_++, options_.share)) {
    const std::lock_guard lock(mutex_);
    ++edges_[exchange.attempt.edge].passed_over;
    return;
  }
  const Judged judged = judge_exchange(*router_, exchange, &sound_);
  const std::string operation =
      judged.departures.empty() ? std::string{} : operation_name(judged.operation, exchange.request);
  std::vector<Drift> fresh;
  {
    const std::lock_guard lock(mutex_);
    EdgeSeen& seen = edges_[exchange.attempt.edge];
    ++seen.requests[static_cast<std::size_t>(judged.request)];
    ++seen.answers[static_cast<std::size_t>(judged.answer)];
    for (const auto& departure : judged.departures) {
      const Drift* const drift = log_.add(departure, operation, exchange);
      if (drift != nullptr && options_.told) fresh.push_back(*drift);
    }
  }
  for (const auto& drift : fresh) options_.told(drift);
}

Watched ContractWatch::seen() const {
  const std::lock_guard lock(mutex_);
  return {{edges_.begin(), edges_.end()}, log_.all(), log_.left_out()};
}

}  // namespace squall::harness
