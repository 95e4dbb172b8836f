#pragma once
// What a pattern measured. Values only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/timeline/records.h"
#include "contracts/core/value.h"

namespace squall::chaos {

enum class Presence { yes, no, unknown };
enum class Verdict { holds, broken, inconclusive };

struct Quantity {
  std::string name;  // "response", "attempts", "open_for"
  double median = 0, min = 0, max = 0;
  std::string unit;  // "ms", "attempts", "calls", "%"
  std::uint64_t samples = 0;
};

struct EvidenceLine {
  std::optional<Instant> at;
  std::string text;
};

// A departure that a measurement shows without any expectation (a leaked connection, a POST sent twice).
struct Observation {
  std::string rule;  // "resilience.timeout.leaked-connection"
  std::string message;
  std::string operation;  // "POST /charges"; may be ""
  std::vector<EvidenceLine> evidence;
};

struct Measurement {
  std::string pattern;
  Presence present = Presence::unknown;
  std::string operation;  // of the edge, the one that was troubled: "POST /charges"; may be ""
  bool injected = false;  // proof: a fault's step was executed on at least one attempt
  std::string summary;    // "times out after 498 ms"
  std::vector<Quantity> quantities;
  std::vector<std::string> labels;  // "exponential", "total deadline"
  std::vector<Observation> observations;
  std::vector<EvidenceLine> evidence;
  std::vector<std::string> confounders;
  std::string why_unknown;  // when present is unknown: what was missing

  const Quantity* quantity(std::string_view name) const;
  bool labelled(std::string_view label) const;
};

struct Judgement {
  Verdict verdict = Verdict::inconclusive;
  std::string rule;     // "resilience.timeout.missing"
  std::string message;  // "expected a timeout of at most 1s; no reaction within 5s"
};

}  // namespace squall::chaos
