#include "chaos/patterns/registry.h"

#include <algorithm>
#include <vector>

#include "chaos/patterns/table.h"

namespace squall::chaos {

// In the order in which they are best measured: breakers and what follows them last.
std::span<const PatternDescriptor> patterns() {
  static const std::vector<PatternDescriptor> all{
      timeout_pattern,
      retries_pattern,
      safe_retries_pattern,
      fallback_pattern,
      hedging_pattern,
      idempotent_consumer_pattern,
      deadline_propagation_pattern,
      bulkhead_pattern,
      rate_limit_pattern,
      load_shedding_pattern,
      saga_pattern,
      failover_pattern,
      amplification_pattern,
      health_checks_pattern,
      circuit_breaker_pattern,
      in_contract_pattern,
  };
  return all;
}

const PatternDescriptor* find_pattern(std::string_view name) {
  const auto all = patterns();
  const auto found = std::find_if(all.begin(), all.end(), [&](const PatternDescriptor& p) { return p.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string why_nothing(std::span<const PhaseRecord> records, std::string otherwise) {
  for (const PhaseRecord& record : records) {
    if (!record.trouble.empty()) return record.trouble;
  }
  return otherwise;
}

}  // namespace squall::chaos
