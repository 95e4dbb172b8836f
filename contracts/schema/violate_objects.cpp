#include <algorithm>

#include "contracts/schema/candidates.h"

namespace squall::contracts::schema {

void wrong_objects(const Constraints& constraints, const Value& valid, Candidates& out) {
  if (!valid.is_object()) return;
  for (const std::string_view name : constraints.required) {
    Value without = valid;
    if (without.erase(name)) out.add("required", std::move(without), std::string(name));
  }
  const auto undeclared = [&valid, &out](const char* keyword) {
    Value more = valid;
    more.set("squallUndeclared", "squall");
    out.add(keyword, std::move(more), {}, "/squallUndeclared");
  };
  const bool closed = std::any_of(constraints.members.begin(), constraints.members.end(), [](const MembersPlan* plan) {
    return plan->additional_value != nullptr && plan->additional_value->is_boolean() &&
           !plan->additional_value->boolean();
  });
  if (closed) undeclared("additionalProperties");
  const bool unevaluated = std::any_of(constraints.blocks.begin(), constraints.blocks.end(), [](const Block* block) {
    return block->find(Op::unevaluated_properties) != nullptr;
  });
  if (unevaluated) undeclared("unevaluatedProperties");
  if (!constraints.names.empty()) {
    Value more = valid;
    more.set("!", "squall");
    out.add("propertyNames", std::move(more));
  }
  if (constraints.min_properties > 0) out.add("minProperties", Object{});
  if (constraints.max_properties < kMostElements) {
    Value more = valid;
    for (std::size_t i = 0; more.members().size() <= constraints.max_properties; ++i)
      more.set("squall" + std::to_string(i), "squall");
    out.add("maxProperties", std::move(more));
  }
  for (const Node* lists : constraints.dependent_required) {
    for (const Member& member : lists->members()) {
      for (const Node& name : member.value.items()) {
        Value without = valid;
        if (valid.find(member.key) == nullptr || !without.erase(name.text())) continue;
        out.add("dependentRequired", without, std::string(name.text()));
        out.add("dependencies", std::move(without), std::string(name.text()));
      }
    }
  }
}

void unknown_tags(const Constraints& constraints, const Value& valid, Candidates& out) {
  for (const Block* block : constraints.blocks) {
    const Discriminator* plan = block->discriminator;
    const Value* tag = plan != nullptr ? valid.find(plan->property) : nullptr;
    if (tag == nullptr || !tag->is_string()) continue;
    for (std::string unknown : {std::string("squall"), other_case(tag->text())}) {
      if (plan->find(unknown) != nullptr) continue;
      Value other = valid;
      std::string detail = unknown;
      other.set(plan->property, std::move(unknown));
      out.add("discriminator", std::move(other), std::move(detail), pointer_child("", plan->property));
    }
  }
}

}  // namespace squall::contracts::schema
