#include "harness/consumer/pact_record.h"

#include "contracts/core/random.h"
#include "harness/consumer/pact_exchange.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostExchanges = 10'000, kMostBytes = 64u << 20, kLongestBody = 1u << 20;

std::string content_of(const contracts::pact::Exchange& exchange) {
  return contracts::to_json(contracts::pact::write_pact("", "", {&exchange, 1}));
}

}  // namespace

PactRecord::PactRecord(const std::vector<ConsumerProvider>& providers) {
  for (const auto& provider : providers) kept_.emplace(provider.name, Kept{SecretPlaces(provider.router->contract())});
}

void PactRecord::observe(const std::string& provider, const StubExchange& exchange) {
  if (exchange.operation == nullptr || !exchange.violations.empty()) return;
  Kept& kept = kept_.at(provider);
  const bool too_long =
      exchange.incoming.request.body.size() > kLongestBody || exchange.reply.response.body.size() > kLongestBody;
  auto fit = too_long ? std::nullopt : pact_exchange(exchange, kept.secrets);
  const std::string content = fit ? content_of(*fit) : std::string{};
  const std::lock_guard lock(mutex_);
  if (fit && kept.known.contains(contracts::stable_hash(content))) return;
  if (!fit || kept.exchanges.size() >= kMostExchanges || kept.bytes + content.size() > kMostBytes) {
    ++left_out_;
    return;
  }
  kept.known.insert(contracts::stable_hash(content));
  kept.bytes += content.size();
  kept.exchanges.push_back(std::move(*fit));
}

contracts::Value PactRecord::pact(const std::string& consumer, const std::string& provider) const {
  const std::lock_guard lock(mutex_);
  return contracts::pact::write_pact(consumer, provider, kept_.at(provider).exchanges);
}

std::uint64_t PactRecord::left_out() const {
  const std::lock_guard lock(mutex_);
  return left_out_;
}

}  // namespace squall::harness
