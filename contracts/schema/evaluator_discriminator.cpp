#include <algorithm>

#include "contracts/core/suggest.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {
namespace {

// The property's value as the mapping writes it (OpenAPI 3.1, section 4.8.25.4: other values may be made strings).
std::string tag_text(const Node& value) {
  if (value.is_boolean()) return value.boolean() ? "true" : "false";
  return std::string(value.text());
}

// OAS 3.2.0, section 4.25: defaultMapping stands for a property that is not there or names no schema.
const Discriminator::Tag* tag_of(const Discriminator& plan, const Node* value) {
  const Discriminator::Tag* named = value != nullptr ? plan.find(tag_text(*value)) : nullptr;
  return named == nullptr && plan.otherwise ? &*plan.otherwise : named;
}

// The first tag that means this schema: the others are other names of the same branch.
std::size_t index_of(const Discriminator& plan, const Block& meant) {
  const auto first =
      std::find_if(plan.tags.begin(), plan.tags.end(), [&](const auto& tag) { return tag.block == &meant; });
  return static_cast<std::size_t>(first - plan.tags.begin());
}

// Says beside each violation since `first` why that schema was meant.
void explain_choice(Report& report, std::size_t first, const Discriminator& plan, const Node* value) {
  if (value == nullptr) return;
  for (std::size_t i = first; i < report.violations.size(); ++i) {
    report.violations[i].message += " ('" + std::string(plan.property) + "' is " + shown(*value) + ")";
  }
}

}  // namespace

bool Evaluator::unknown_tag(const Block& block, const Node& value) {
  const Discriminator& plan = *block.discriminator;
  if (report_ != nullptr) report_->instance.push_back(plan.property);
  fails(block, "discriminator", block.schema->find("discriminator"), [&] {
    std::vector<std::string> known;
    for (const Discriminator::Tag& tag : plan.tags) known.push_back(tag.value);
    const std::string meant = nearest(value.text(), known);
    return "names no schema: " + shown(value) + (meant.empty() ? std::string() : "; did you mean '" + meant + "'?");
  });
  if (report_ != nullptr) report_->instance.pop_back();
  return false;
}

std::optional<bool> Evaluator::discriminated(const Block& block, const Instruction& instruction, const Node& instance,
                                             Marks* marks) {
  const Discriminator& plan = *block.discriminator;
  if (!options_.heed_discriminators || !instance.is_object()) return std::nullopt;
  const Node* value = instance.find(plan.property);
  const Discriminator::Tag* tag = tag_of(plan, value);
  if (tag == nullptr) {
    if (value == nullptr || !value->is_string() || !plan.closed) return std::nullopt;
    return unknown_tag(block, *value);
  }
  if (tag->branch >= instruction.branches->size()) return std::nullopt;
  const std::size_t before = report_ != nullptr ? report_->violations.size() : 0;
  const bool held = below(*(*instruction.branches)[tag->branch], instance, marks, instruction.keyword, tag->branch);
  if (held) note(instruction.op == Op::one_of ? Branch::Kind::one_of : Branch::Kind::any_of, block, tag->branch);
  if (report_ != nullptr) explain_choice(*report_, before, plan, value);
  return held;
}

// Without alternatives beside it: the schema that the value names extends this one. When the evaluation came here from
// one of those, all is said.
bool Evaluator::discriminator(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  if (!options_.heed_discriminators) return true;
  const Discriminator& plan = *block.discriminator;
  for (const Discriminator::Tag& tag : plan.tags) {
    if (tag.block == nullptr) continue;
    for (const Frame& frame : active_) {
      if (frame.first == tag.block && frame.second == &instance) return true;
    }
  }
  const Node* value = instance.find(plan.property);
  const Discriminator::Tag* tag = tag_of(plan, value);
  if (tag == nullptr) return value == nullptr || !value->is_string() || !plan.closed || unknown_tag(block, *value);
  if (tag->block == nullptr) return true;
  const std::size_t before = report_ != nullptr ? report_->violations.size() : 0;
  const bool held = below(*tag->block, instance, marks, instruction.keyword);
  if (held) note(Branch::Kind::meant, block, index_of(plan, *tag->block));
  if (report_ != nullptr) explain_choice(*report_, before, plan, value);
  return held;
}

}  // namespace squall::contracts::schema
