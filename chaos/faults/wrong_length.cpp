// wrong_length: Content-Length says more or less than the body has.
#include <algorithm>

#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"
#include "contracts/core/number.h"

namespace squall::chaos {
namespace {

class WrongLength final : public Fault {
 public:
  explicit WrongLength(const Parameters& given) : by_(given.number("by")), more_(given.text("claim") == "more") {}

  Steps on_response_head(Context&, const ResponseHead& head) const override {
    const auto length = contracts::to_int64(head.headers.get("content-length"));
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

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const WrongLength>(given);
}

}  // namespace

FaultDescriptor wrong_length_fault() {
  return {"wrong_length",
          "Content-Length says more or less than the body has; answers without one are spared",
          Layer::http,
          "by",
          table(),
          true,
          true,
          make,
          true};
}

}  // namespace squall::chaos
