#include "contracts/core/pointer.h"
#include "harness/variation/body_places.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostMembers = 10'000;

std::string relies_on(const std::string& where, const std::string& of) {
  return field_in_words(where) + of;
}

void collect(const contracts::Value& value, const std::string& pointer, std::vector<AnswerEdit>& found) {
  if (found.size() >= kMostMembers) return;
  if (value.is_object()) {
    for (const auto& [name, member] : value.members()) {
      found.push_back({body_place(contracts::pointer_child(pointer, name)), [pointer, key = name](AnswerDraft& draft) {
                         contracts::Value* around = draft.body->resolve(pointer);
                         return around != nullptr && around->is_object() && around->erase(key);
                       }});
    }
    for (const auto& [name, member] : value.members()) collect(member, contracts::pointer_child(pointer, name), found);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.items().size(); ++i)
      collect(value.items()[i], contracts::pointer_child(pointer, i), found);
  }
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random&,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  if (draft.body) collect(*draft.body, "", found);
  return found;
}

}  // namespace

const Variation missing_members = {
    .name = "needs",
    .summary = "members are left out, required ones, too",
    .by_default = false,
    .relies_on = relies_on,
    .edits = edits,
    .off_contract = true,
};

}  // namespace squall::harness
