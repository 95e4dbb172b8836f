#pragma once
// The descriptors that registry.cpp lists, one per file.

#include <span>
#include <string>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

extern const PatternDescriptor timeout_pattern;
extern const PatternDescriptor retries_pattern;
extern const PatternDescriptor safe_retries_pattern;
extern const PatternDescriptor circuit_breaker_pattern;
extern const PatternDescriptor fallback_pattern;
extern const PatternDescriptor bulkhead_pattern;
extern const PatternDescriptor rate_limit_pattern;
extern const PatternDescriptor hedging_pattern;
extern const PatternDescriptor idempotent_consumer_pattern;
extern const PatternDescriptor failover_pattern;
extern const PatternDescriptor deadline_propagation_pattern;
extern const PatternDescriptor load_shedding_pattern;
extern const PatternDescriptor amplification_pattern;
extern const PatternDescriptor saga_pattern;
extern const PatternDescriptor health_checks_pattern;
extern const PatternDescriptor in_contract_pattern;

// Why nothing could be measured: what stood in the way of a phase, or `otherwise`.
std::string why_nothing(std::span<const PhaseRecord> records, std::string otherwise);

}  // namespace squall::chaos
