// abort: the consumer gets an error answer that the provider did not give.
#include "chaos/faults/answer.h"
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Abort final : public Fault {
 public:
  explicit Abort(const Parameters& given) : answer_(answer_of(given)), forward_(given.flag("forward")) {}

  Steps on_request(Context&) const override { return forward_ ? Steps{} : Steps{Respond{answer_}}; }
  Steps on_response_head(Context&, const ResponseHead&) const override {
    return forward_ ? Steps{Respond{answer_}} : Steps{};
  }

 private:
  contracts::http::Response answer_;
  bool forward_;
};

std::vector<ParameterInfo> table() {
  return {
      {"status", ParameterType::integer, false, "503", "200 to 599"},
      {"body", ParameterType::text, false, "", "the answer's body; empty by default"},
      {"content_type", ParameterType::text, false, "", "application/json when the body looks like it, else text/plain"},
      {"headers", ParameterType::headers, false, "", "{Retry-After: 2}"},
      {"forward", ParameterType::boolean, false, "false",
       "the provider gets the request first, and its answer is thrown away"}};
}

}  // namespace

FaultDescriptor abort_fault() {
  return describe<Abort, table, check_answer>("abort", "an error answer instead of the provider's", Layer::http,
                                              "status");
}

}  // namespace squall::chaos
