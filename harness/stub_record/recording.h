#pragma once
// Recording: exchanges with a real provider, as rules that answer the same. Bounded; not thread-safe.

#include <cstddef>
#include <string>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "harness/check/secret_places.h"

namespace squall::harness {

struct RecordingLimits {
  std::size_t exchanges = 1000;
  std::size_t bytes = 32u * 1024 * 1024;  // of the rules' text
};

class Recording {
 public:
  explicit Recording(SecretPlaces places, RecordingLimits limits = {}) : places_(std::move(places)), limits_(limits) {}

  // Equal requests that are answered alike become one rule; answered differently, one for each answer, in their order.
  // False when it does not fit any more. `refused`: the request departs from the contract.
  bool add(const contracts::http::Request& request, const contracts::http::Response& response, bool refused,
           const std::vector<contracts::Violation>& off_contract);
  std::size_t size() const;
  // A rules file (YAML), without secrets. Values in it are no templates.
  std::string text() const;

 private:
  struct Answer {
    std::string name, response;  // JSON
    std::vector<std::string> remarks;
  };
  struct Call {
    std::string request;  // JSON
    bool refused = false;
    std::vector<Answer> answers;
  };

  const SecretPlaces places_;
  const RecordingLimits limits_;
  std::vector<Call> calls_;
  std::size_t exchanges_ = 0, bytes_ = 0;
};

}  // namespace squall::harness
