#pragma once
// Every resilience pattern there is. One file each exports one descriptor; registry.cpp lists them. Help, documentation
// and the system file's schema derive from here.

#include <span>
#include <string_view>
#include <vector>

#include "chaos/faults/registry.h"

namespace squall::chaos {

struct Pattern;  // pattern.h: how it is stimulated, measured and judged

struct NamedMember {
  std::string_view name;
  std::string_view summary;
  bool required = false;
};

struct PatternDescriptor {
  std::string_view name;     // as under `expect:`: "timeout", "retries", "safe_retries", "circuit_breaker",
                             // "fallback", "in_contract_under_fault"
  std::string_view title;    // "Timeout"
  std::string_view summary;  // one line
  std::vector<ParameterInfo> expectations;  // {at_most: duration} ...; `expect: {timeout: true}` means "is present"
  const Pattern* pattern;
  std::vector<std::string_view> needs = {};  // members of the expectation without which nothing can be measured
  std::vector<NamedMember> requests = {};    // members that are requests to the consumer: "GET /ready"
  std::vector<NamedMember> probes = {};      // members that are lists of {service, probe, pointer}: values to read
  bool replicas_will_do = false;             // an edge with replicas needs none of `needs`
  bool compensations_will_do = false;        // nor does one of which PatternInput::compensations is known
};

std::span<const PatternDescriptor> patterns();
const PatternDescriptor* find_pattern(std::string_view name);

}  // namespace squall::chaos
