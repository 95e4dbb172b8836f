#pragma once
// The requests that make a consumer use its edge: the same again and again, or each one made anew, with a number of its
// own (${unique}) and values captured from requests sent before it (${captured.NAME}).

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/http/message.h"

namespace squall::harness {

struct StimulusStepPlan {
  std::string url;
  contracts::http::Request request;
  std::vector<std::pair<std::string, std::string>> capture;  // name -> pointer into its JSON answer
};

struct StimulusPlan {
  std::string url;  // of the service that answers it
  contracts::http::Request request;
  std::vector<StimulusStepPlan> before;
  std::uint64_t seed = 0;  // ${unique} is drawn from it: nine digits
  // Stimuli that are given the same headers are the same request: deliveries of one message, by its key.
  bool same_by_headers = false;
};

// Values by the name they stand under: "unique", "captured.order".
using StimulusValues = std::map<std::string, std::string>;
// Replaces ${unique} and ${captured.NAME} in target, header values and body; what else looks like it stays.
contracts::http::Request with_values(contracts::http::Request request, const StimulusValues& values);

// Not thread-safe.
class StimulusSource {
 public:
  using Send =
      std::function<contracts::http::Response(const std::string& url, const contracts::http::Request& request)>;
  // `send` sends the requests before; what it cannot send has status 0.
  StimulusSource(StimulusPlan plan, Send send) : plan_(std::move(plan)), send_(std::move(send)) {}

  const StimulusPlan& plan() const { return plan_; }
  // Sends what comes before so many stimuli, in calm: under a fault it might fail. At most 500; then values are used
  // again. Errors (unavailable): a step that has no success, or an answer without what is captured.
  contracts::Status prepare(std::size_t stimuli);
  // While faults are on, nothing is sent before a stimulus.
  void under_faults(bool on) { under_faults_ = on; }
  // The next one, `headers` in place of its own of these names. Errors as prepare() has them.
  contracts::Result<contracts::http::Request> next(const contracts::http::Headers& headers);

 private:
  contracts::Result<StimulusValues> draw();
  contracts::Result<StimulusValues> taken();

  StimulusPlan plan_;
  Send send_;
  std::uint64_t drawn_ = 0;
  bool under_faults_ = false;
  std::deque<StimulusValues> ready_;
  StimulusValues last_;
  std::map<std::string, StimulusValues> by_headers_;
};

}  // namespace squall::harness
