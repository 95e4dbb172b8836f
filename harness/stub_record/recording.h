#pragma once
// Recording: exchanges with a real provider, as rules that answer the same. Bounded; not thread-safe.

#include <cstddef>
#include <string>
#include <vector>

#include "harness/stub_record/recorded_rule.h"

namespace squall::harness {

struct RecordingLimits {
  std::size_t exchanges = 1000;
  std::size_t bytes = 32u * 1024 * 1024;  // of the rules' text
};

class Recording {
 public:
  explicit Recording(RecordingLimits limits = {}) : limits_(limits) {}

  // Equal requests that are answered alike become one rule; answered differently, one for each answer, in their order.
  // False when it does not fit any more. `refused`: the request departs from the contract.
  bool add(RecordedRule rule, bool refused);
  std::size_t size() const;
  // A rules file (YAML): what asks for more comes first.
  std::string text() const;

 private:
  struct Call {
    bool refused = false;
    std::vector<RecordedRule> answers;  // not empty; their requests are equal
  };

  const RecordingLimits limits_;
  std::vector<Call> calls_;
  std::size_t exchanges_ = 0, bytes_ = 0;
};

}  // namespace squall::harness
