#include "contracts/schema/evaluator.h"

#include <algorithm>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kDeepest = 5'000;  // blocks within blocks; keeps the stack small

bool has_type(const Instruction& instruction, const Node& instance) {
  if ((instruction.types & kind_bit(instance.kind())) != 0) return true;
  if (!instance.is_number()) return false;
  if ((instruction.types & kIntegerBit) != 0) return is_integer(instance.text());
  return (instruction.types & kStrictIntegerBit) != 0 && instance.text().find_first_of(".eE") == std::string_view::npos;
}

bool is_listed(const Instruction& instruction, const Node& instance) {
  const Node& list = *instruction.value;
  if (instruction.enumeration == nullptr) return equal(list, instance);  // const
  if (!instance.is_string() && instruction.enumeration->only_texts) return false;
  if (instance.is_string() && !instruction.enumeration->texts.empty()) {
    return instruction.enumeration->texts.contains(instance.text());
  }
  const auto items = list.items();
  return std::any_of(items.begin(), items.end(), [&instance](const Node& item) { return equal(item, instance); });
}

// A code point takes one to four bytes, so most lengths need no counting.
bool at_least(std::string_view text, std::uint64_t count) {
  return text.size() >= count && (text.size() / 4 >= count || utf8_length(text) >= count);
}
bool at_most(std::string_view text, std::uint64_t count) {
  return text.size() <= count || utf8_length(text) <= count;
}

}  // namespace

bool Evaluator::holds(const Node& instance) {
  return holds(*program_.root, instance);
}

bool Evaluator::holds(const Block& block, const Node& instance) {
  const bool held = run(block, instance, nullptr);
  if (!gave_up_) return held;
  if (report_ != nullptr) {
    report_->violations.clear();
    report_->add(block, "false schema", block.schema,
                 "could not be decided: the schema is too intricate for this value");
  }
  return false;
}

bool Evaluator::run(const Block& block, const Node& instance, Marks* marks) {
  if (block.code.empty()) return true;
  if (block.nullable && instance.is_null()) {
    note(Branch::Kind::null, block);
    return true;
  }
  if (depth_ >= kDeepest || ++steps_ > most_steps_) gave_up_ = true;
  if (gave_up_) return false;
  if (block.guarded) {
    const Frame frame(&block, &instance);
    if (std::find(active_.begin(), active_.end(), frame) != active_.end()) return true;
    active_.push_back(frame);
  }
  if (directional_) frames_.emplace_back(&block, &instance);
  const bool scoped = !program_.dynamic_anchors.empty() && (scopes_.empty() || scopes_.back() != block.resource);
  if (scoped) scopes_.push_back(block.resource);
  ++depth_;
  bool held = false;
  if (block.tracks && (instance.is_object() || instance.is_array())) {
    Marks own(instance.size());
    held = run_code(block, instance, &own);
    if (held && marks != nullptr) marks->merge(own);
  } else {
    held = run_code(block, instance, marks);
  }
  --depth_;
  if (scoped) scopes_.pop_back();
  if (directional_) frames_.pop_back();
  if (block.guarded) active_.pop_back();
  return held;
}

bool Evaluator::run_code(const Block& block, const Node& instance, Marks* marks) {
  const std::uint8_t kind = kind_bit(instance.kind());
  bool held = true;
  for (const Instruction& instruction : block.code) {
    if ((instruction.kinds & kind) == 0) continue;
    // What the other keywords looked at is known only when they held.
    if (!held && instruction.op >= Op::unevaluated_items) break;
    if (step(block, instruction, instance, marks)) continue;
    held = false;
    if (done()) break;
  }
  if (held && branches_ != nullptr) note(block, instance);
  return held;
}

bool Evaluator::assertion(const Instruction& instruction, const Node& instance) {
  switch (instruction.op) {
    case Op::never:
      return false;
    case Op::type:
      return has_type(instruction, instance);
    case Op::enumeration:
      return is_listed(instruction, instance);
    case Op::minimum:
      return compare(instance.text(), instruction.value->text()) >= 0;
    case Op::maximum:
      return compare(instance.text(), instruction.value->text()) <= 0;
    case Op::exclusive_minimum:
      return compare(instance.text(), instruction.value->text()) > 0;
    case Op::exclusive_maximum:
      return compare(instance.text(), instruction.value->text()) < 0;
    case Op::multiple_of:
      return is_multiple_of(instance.text(), instruction.value->text());
    case Op::min_length:
      return at_least(instance.text(), instruction.count);
    case Op::max_length:
      return at_most(instance.text(), instruction.count);
    case Op::min_items:
    case Op::min_properties:
      return instance.size() >= instruction.count;
    case Op::max_items:
    case Op::max_properties:
      return instance.size() <= instruction.count;
    case Op::pattern:
      return search(*instruction.pattern, instance.text()) != Match::no;
    default:
      return true;
  }
}

Match Evaluator::search(const Pattern& pattern, std::string_view text) {
  if (undecided_ >= kMostUndecided) return Match::undecided;
  const Match match = pattern.search(text);
  if (match == Match::undecided) ++undecided_;
  return match;
}

bool Evaluator::step(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  switch (instruction.op) {
    case Op::required:
      return required(block, instruction, instance);
    case Op::format:
      if (!options_.assert_formats && !block.resource->asserts_formats) return true;
      if (instruction.format->holds(instance.text())) return true;
      return fails(block, instruction.keyword, instruction.value, [&] { return describe(instruction, instance); });
    case Op::content:
      return !options_.assert_content || content(block, instruction, instance);
    case Op::dependent_required:
      return dependent_required(block, instruction, instance);
    case Op::unique_items:
      return unique(block, instruction, instance);
    case Op::members:
      return members(block, instruction, instance, marks);
    case Op::property_names:
      return property_names(block, instruction, instance);
    case Op::items:
      return items(block, instruction, instance, marks);
    case Op::contains:
      return contains(block, instruction, instance, marks);
    case Op::reference:
      return below(*instruction.block, instance, marks, instruction.keyword);
    case Op::dynamic_reference:
      return dynamic(instruction, instance, marks);
    case Op::discriminator:
      return discriminator(block, instruction, instance, marks);
    case Op::all_of:
      return all_of(instruction, instance, marks);
    case Op::any_of:
      return any_of(block, instruction, instance, marks);
    case Op::one_of:
      return one_of(block, instruction, instance, marks);
    case Op::negation:
      return negation(block, instruction, instance);
    case Op::conditional:
      return conditional(block, instruction, instance, marks);
    case Op::dependent_schemas:
      return dependent_schemas(instruction, instance, marks);
    case Op::unevaluated_items:
      return unevaluated_items(block, instruction, instance, *marks);
    case Op::unevaluated_properties:
      return unevaluated_properties(block, instruction, instance, *marks);
    default:
      return assertion(instruction, instance) ||
             fails(block, instruction.keyword, instruction.value, [&] { return describe(instruction, instance); });
  }
}

}  // namespace squall::contracts::schema
