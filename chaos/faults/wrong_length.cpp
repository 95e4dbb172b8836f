// wrong_length: Content-Length says more or less than the body has.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"
#include "contracts/core/number.h"

namespace squall::chaos {
namespace {

class WrongLength final : public Fault {
 public:
  explicit WrongLength(const Parameters& given) : by_(given.number("by")), more_(given.text("claim") == "more") {}

  Steps on_response_head(Context&, const ResponseHead& head) const override {
    const auto* given = head.headers.find("content-length");
    const auto length = given != nullptr ? contracts::to_int64(*given) : std::nullopt;
    if (!length || *length < 0) return {};
    const auto real = static_cast<std::uint64_t>(*length);
    const auto claimed = more_ ? real + by_ : real - std::min(real, by_);
    if (claimed == real) return {};
    return {EditHead{{}, {{"Content-Length", std::to_string(claimed)}}}};
  }

 private:
  std::uint64_t by_;
  bool more_;
};

std::vector<ParameterInfo> table() {
  return {{"by", ParameterType::size, false, "1", "how far off it is"},
          {"claim",
           ParameterType::choice,
           false,
           "more",
           "more: the consumer waits for bytes that never come; less: what is left over looks like another answer",
           {"more", "less"}}};
}

}  // namespace

FaultDescriptor wrong_length_fault() {
  auto fault = describe<WrongLength, table>(
      "wrong_length", "Content-Length says more or less than the body has; answers without one are spared", Layer::http,
      "by");
  fault.breaks_http = true;
  return fault;
}

}  // namespace squall::chaos
