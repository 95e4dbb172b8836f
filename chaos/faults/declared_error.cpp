// declared_error: the consumer gets an error answer that the provider's contract declares, generated valid.
#include "chaos/faults/answer.h"
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"
#include "contracts/match/changed_answer.h"
#include "contracts/match/message_generator.h"

namespace squall::chaos {
namespace {

class DeclaredError final : public Fault {
 public:
  explicit DeclaredError(const Parameters& given)
      : status_(static_cast<int>(given.number("status"))), forward_(given.flag("forward")) {}

  bool draws() const override { return true; }
  Steps on_request(Context& context) const override { return forward_ ? Steps{} : answer(context); }
  Steps on_response_head(Context& context, const ResponseHead&) const override {
    return forward_ ? answer(context) : Steps{};
  }

 private:
  // Nothing where the operation declares no such answer, or none can be generated.
  Steps answer(Context& context) const {
    if (context.operation == nullptr) return {};
    int status = status_;
    if (status == 0) {
      const auto declared = contracts::match::declared_errors(*context.operation);
      if (declared.empty()) return {};
      status = declared[context.random.below(declared.size())];
    }
    auto made = contracts::match::make_response(*context.contract, *context.operation, status,
                                                context.random.fork("declared_error"));
    return made ? Steps{Respond{std::move(*made)}} : Steps{};
  }

  int status_;
  bool forward_;
};

std::vector<ParameterInfo> table() {
  return {{"status", ParameterType::integer, false, "",
           "which one; by default one of the declared from 400, chosen by the seed"},
          {"forward", ParameterType::boolean, false, "false",
           "the provider gets the request first, and its answer is thrown away"}};
}

}  // namespace

FaultDescriptor declared_error_fault() {
  auto fault = describe<DeclaredError, table, check_answer>(
      "declared_error", "an error answer that the contract declares, generated from its schema", Layer::http, "status");
  fault.needs_contract = true;
  return fault;
}

}  // namespace squall::chaos
