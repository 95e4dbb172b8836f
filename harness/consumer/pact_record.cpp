#include "harness/consumer/pact_record.h"

namespace squall::harness {

namespace {
constexpr std::size_t kMostExchanges = 10'000;
constexpr std::size_t kLongestBody = 1u << 20;
}  // namespace

void PactRecord::observe(const std::string& provider, const StubExchange& exchange) {
  const auto& request = exchange.incoming.request;
  const auto& response = exchange.reply.response;
  if (exchange.operation == nullptr || !exchange.violations.empty()) return;
  if (request.body.size() > kLongestBody || response.body.size() > kLongestBody) return;
  const std::lock_guard lock(mutex_);
  auto& exchanges = exchanges_[provider];
  if (exchanges.size() < kMostExchanges) exchanges.push_back({"", {}, request, response});
}

contracts::Value PactRecord::pact(const std::string& consumer, const std::string& provider) const {
  const std::lock_guard lock(mutex_);
  const auto found = exchanges_.find(provider);
  if (found == exchanges_.end()) return contracts::pact::write_pact(consumer, provider, {});
  return contracts::pact::write_pact(consumer, provider, found->second);
}

}  // namespace squall::harness
