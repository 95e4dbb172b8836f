#pragma once
// Measures one pattern on a stage, and makes sure of a bad verdict before it is told.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chaos/patterns/pattern.h"
#include "harness/resilience/play.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct PatternRun {
  chaos::Measurement measurement;
  chaos::Judgement judgement;               // inconclusive and unused when nothing is expected
  std::vector<chaos::PhaseRecord> records;  // of the measurement that is reported
  std::size_t measurements = 1;
  bool stopped = false;
};

struct MeasureOptions {
  chaos::PatternInput input;  // `earlier` must outlive the call
  chaos::Duration settle_within = std::chrono::seconds(10);
  std::size_t repeats = 1;  // of a measurement that is only reported; what differs is told
  bool judged = true;       // false: measure only
  // What the provider's contract says of the operation that was measured, in place of the input's expectation.
  const PatternClauses* clauses = nullptr;
  std::function<void(const std::string& text, chaos::Duration spent)> progress;  // may be empty
};

// `broken` is reported only when a second measurement says the same; where they differ a third one decides. A breaker
// that never closes cannot be measured twice: that the edge stays silent in calm confirms it.
PatternRun measure_pattern(Stage& stage, const chaos::PatternDescriptor& pattern, const MeasureOptions& options);

}  // namespace squall::harness
