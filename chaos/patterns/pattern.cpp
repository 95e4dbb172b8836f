#include "chaos/patterns/pattern.h"

#include <algorithm>

namespace squall::chaos {

const Quantity* Measurement::quantity(std::string_view name) const {
  const auto found =
      std::find_if(quantities.begin(), quantities.end(), [&](const Quantity& q) { return q.name == name; });
  return found == quantities.end() ? nullptr : &*found;
}

bool Measurement::labelled(std::string_view label) const {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

Judgement judge(const PatternDescriptor& pattern, const Measurement& measurement, const contracts::Value& expectation) {
  const std::string rule = "resilience." + std::string(pattern.name) + ".inconclusive";
  if (!measurement.injected) {
    return {Verdict::inconclusive, rule,
            "no fault reached the edge, so nothing is proven" +
                (measurement.why_unknown.empty() ? std::string() : ": " + measurement.why_unknown)};
  }
  if (measurement.present == Presence::unknown) {
    return {Verdict::inconclusive, rule,
            measurement.why_unknown.empty() ? "the measurement did not settle the question" : measurement.why_unknown};
  }
  return pattern.pattern->judge(measurement, expectation);
}

}  // namespace squall::chaos
