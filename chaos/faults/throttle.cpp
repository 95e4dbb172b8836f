// throttle: the provider asks to come back later: 429 or 503 with Retry-After.
#include <chrono>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Throttle final : public Fault {
 public:
  explicit Throttle(const Parameters& given) {
    answer_.status = static_cast<int>(given.number("status"));
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(given.duration("retry_after")).count();
    answer_.headers.set("Retry-After", std::to_string(seconds));
    answer_.body = given.text("body");
    if (!answer_.body.empty())
      answer_.headers.set("Content-Type", answer_.body.front() == '{' ? "application/json" : "text/plain");
  }

  Steps on_request(Context&) const override { return {Respond{answer_}}; }

 private:
  contracts::http::Response answer_;
};

std::vector<ParameterInfo> table() {
  return {{"retry_after", ParameterType::duration, true, "",
           "when to come back; whole seconds, rounded up (RFC 9110, section 10.2.3)"},
          {"status", ParameterType::integer, false, "429", "429 or 503"},
          {"body", ParameterType::text, false, "", "the answer's body; empty by default"}};
}

contracts::Status check(const Parameters& given) {
  if (given.number("status") != 429 && given.number("status") != 503) {
    return contracts::fail(contracts::ErrorKind::usage, "status: expected 429 or 503", {"", 0, 0, "/status"},
                           "use abort for other answers");
  }
  return {};
}

}  // namespace

FaultDescriptor throttle_fault() {
  return describe<Throttle, table, check>("throttle", "429 or 503 with Retry-After instead of the provider's answer",
                                          Layer::http, "retry_after");
}

}  // namespace squall::chaos
