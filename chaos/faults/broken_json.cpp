// broken_json: the answer's JSON body is no JSON any more; its framing is right.
#include "chaos/faults/describe.h"
#include "chaos/faults/json_body.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class BrokenJson final : public Fault {
 public:
  explicit BrokenJson(const Parameters& given) : cut_(given.text("how") == "cut") {}

  bool draws() const override { return cut_; }
  Steps on_response_head(Context&, const ResponseHead&) const override { return {Gather{}}; }
  Steps on_message(Context& context, const Message& message) const override {
    const auto value = json_of(message);
    if (!value) return {};
    const std::string text = contracts::to_json(*value);
    const bool brackets = text.front() == '{' || text.front() == '[' || text.front() == '"';
    if (cut_ && brackets) return {rewritten(text.substr(0, 1 + context.random.below(text.size() - 1)))};
    return {rewritten(text + "}")};
  }

 private:
  bool cut_;
};

std::vector<ParameterInfo> table() {
  return {{"how",
           ParameterType::choice,
           false,
           "cut",
           "cut: it ends somewhere inside; bracket: there is one too many",
           {"cut", "bracket"}}};
}

}  // namespace

FaultDescriptor broken_json_fault() {
  return describe<BrokenJson, table>("broken_json", "the answer's JSON cannot be read, its framing can", Layer::http,
                                     "how");
}

}  // namespace squall::chaos
