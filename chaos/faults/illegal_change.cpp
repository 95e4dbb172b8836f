// illegal_change: one thing is wrong with the provider's answer, by its contract.
#include "chaos/faults/answer.h"
#include "chaos/faults/describe.h"
#include "chaos/faults/json_body.h"
#include "chaos/faults/kinds.h"
#include "contracts/match/changed_answer.h"

namespace squall::chaos {
namespace {

using contracts::match::Flaw;

class IllegalChange final : public Fault {
 public:
  explicit IllegalChange(const Parameters& given)
      : flaw_(given.text("how") == "body"     ? Flaw::body
              : given.text("how") == "status" ? Flaw::status
              : given.text("how") == "header" ? Flaw::header
                                              : Flaw::media_type) {
    options_.keyword = given.text("keyword");
    if (given.has("status")) options_.status = static_cast<int>(given.number("status"));
  }

  bool draws() const override { return true; }
  Steps on_response_head(Context& context, const ResponseHead& head) const override {
    const bool usable = flaw_ != Flaw::body || says_json(head.headers);
    return context.operation != nullptr && usable ? Steps{Gather{}} : Steps{};
  }
  Steps on_message(Context& context, const Message& message) const override {
    if (context.operation == nullptr) return {};
    auto made = contracts::match::flawed_answer(*context.contract, *context.operation, answer_of(message), flaw_,
                                                context.random, options_);
    return made ? Steps{Respond{std::move(made->response), std::move(made->what)}} : Steps{};
  }

 private:
  Flaw flaw_;
  contracts::match::FlawOptions options_;
};

std::vector<ParameterInfo> table() {
  return {
      {"how",
       ParameterType::choice,
       false,
       "body",
       "body: one keyword of its schema is violated; status: none that is declared; media_type: the same; header: a "
       "required one is missing",
       {"body", "status", "media_type", "header"}},
      {"keyword", ParameterType::text, false, "", "body: only that keyword, `required` or `type`, say"},
      {"status", ParameterType::integer, false, "", "status: that one; by default a common one, chosen by the seed"}};
}

contracts::Status check(const Parameters& given) {
  const auto only_with = [&given](const char* name, const char* how) -> contracts::Status {
    if (!given.has(name) || given.text("how") == how) return {};
    return contracts::fail(contracts::ErrorKind::usage, std::string(name) + ": only with how: " + how,
                           {"", 0, 0, "/" + std::string(name)});
  };
  SQUALL_TRY(only_with("keyword", "body"));
  SQUALL_TRY(only_with("status", "status"));
  return check_answer(given);
}

}  // namespace

FaultDescriptor illegal_change_fault() {
  auto fault = describe<IllegalChange, table, check>(
      "illegal_change", "one thing is wrong with the provider's answer, by its contract", Layer::http, "how");
  fault.needs_contract = true;
  return fault;
}

}  // namespace squall::chaos
