// legal_change: the provider's answer becomes another that its contract allows as well.
#include "chaos/faults/answer.h"
#include "chaos/faults/describe.h"
#include "chaos/faults/json_body.h"
#include "chaos/faults/kinds.h"
#include "contracts/match/changed_answer.h"

namespace squall::chaos {
namespace {

using contracts::schema::Change;

constexpr std::pair<std::string_view, Change> kChanges[] = {{"fewer_fields", Change::fewer_members},
                                                            {"more_fields", Change::more_members},
                                                            {"nulls", Change::nulls},
                                                            {"other_values", Change::other_values},
                                                            {"fewest_items", Change::fewest_items},
                                                            {"most_items", Change::most_items}};

class LegalChange final : public Fault {
 public:
  explicit LegalChange(const Parameters& given) : how_(given.text("how")) {
    for (const auto& [name, change] : kChanges) {
      if (name == how_) change_ = change;
    }
    options_.chance = given.real("chance");
    options_.most_items = given.number("items");
  }

  bool draws() const override { return true; }
  Steps on_response_head(Context& context, const ResponseHead& head) const override {
    return context.operation != nullptr && says_json(head.headers) ? Steps{Gather{}} : Steps{};
  }
  Steps on_message(Context& context, const Message& message) const override {
    if (context.operation == nullptr) return {};
    auto made = contracts::match::allowed_answer(*context.contract, *context.operation, answer_of(message), change_,
                                                 context.random, options_);
    if (!made) return {};
    auto rewrite = rewritten(std::move(made->response.body));
    rewrite.why = how_;
    return {std::move(rewrite)};
  }

 private:
  std::string how_;
  Change change_ = Change::fewer_members;
  contracts::schema::ChangeOptions options_;
};

std::vector<ParameterInfo> table() {
  return {{"how",
           ParameterType::choice,
           false,
           "fewer_fields",
           "fewer_fields: what is not required goes, at every depth; more_fields: unknown ones come; nulls: where null "
           "is allowed; other_values: of each enum; fewest_items, most_items: arrays at their bounds",
           {"fewer_fields", "more_fields", "nulls", "other_values", "fewest_items", "most_items"}},
          {"chance", ParameterType::share, false, "100%", "of each place where the change is possible"},
          {"items", ParameterType::integer, false, "100", "most_items: no array grows beyond that; at most 1000"}};
}

contracts::Status check(const Parameters& given) {
  if (given.number("items") <= 1000) return {};
  return contracts::fail(contracts::ErrorKind::usage, "items: expected at most 1000", {"", 0, 0, "/items"});
}

}  // namespace

FaultDescriptor legal_change_fault() {
  auto fault = describe<LegalChange, table, check>(
      "legal_change", "the provider's answer becomes another that its contract allows", Layer::http, "how");
  fault.needs_contract = true;
  return fault;
}

}  // namespace squall::chaos
