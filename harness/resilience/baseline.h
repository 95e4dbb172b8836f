#pragma once
// A profile kept for comparison: `squall profile --write FILE`, `--against FILE`.

#include <mutex>
#include <string>
#include <vector>

#include "chaos/patterns/measurement.h"
#include "contracts/core/result.h"

namespace squall::harness {

struct BaselineEntry {
  std::string edge;
  chaos::Measurement measurement;  // pattern, presence, operation, summary, quantities and labels
};

struct Baseline {
  std::string depth;  // "quick", "" or "thorough": how it was measured; what was held longer shows more
  std::vector<BaselineEntry> entries;
  const chaos::Measurement* find(const std::string& edge, const std::string& pattern) const;  // nullptr: not in it
};

std::string to_json(const Baseline& baseline);
// Errors, located: not JSON, or not what to_json() writes.
contracts::Result<Baseline> parse_baseline(std::string text, const std::string& path);
contracts::Result<Baseline> load_baseline(const std::string& path);
contracts::Status save_baseline(const Baseline& baseline, const std::string& path);

// Collects what a run measures. Thread-safe.
class BaselineRecorder {
 public:
  void add(const std::string& edge, const chaos::Measurement& measurement);
  Baseline take();  // in order of edge and pattern

 private:
  std::mutex mutex_;
  Baseline baseline_;
};

}  // namespace squall::harness
