#include "contracts/core/arena.h"
#include "contracts/core/suggest.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {
namespace {

std::size_t index_of(const Node& object, const Node* value) {
  const auto* first = reinterpret_cast<const char*>(&object.members()[0].value);
  return static_cast<std::size_t>(reinterpret_cast<const char*>(value) - first) / sizeof(Member);
}

std::string undeclared(std::string_view key, const MembersPlan& plan) {
  std::string message = "property '" + std::string(key) + "' is not declared";
  if (plan.properties == nullptr) return message;
  std::vector<std::string> names;
  for (const Member& member : plan.properties->members()) names.emplace_back(member.key);
  const std::string meant = nearest(key, names);
  return meant.empty() ? message : message + "; did you mean '" + meant + "'?";
}

std::string missing(std::string_view key, const Node& instance) {
  std::string message = "property '" + std::string(key) + "' is required";
  std::vector<std::string> names;
  for (const Member& member : instance.members()) names.emplace_back(member.key);
  const std::string found = nearest(key, names);
  return found.empty() ? message : message + "; found '" + found + "'";
}

}  // namespace

// A read-only property cannot be required of a request, nor a write-only one of a response (OpenAPI 3.0.3, Schema
// Object). It may be declared beside the keyword, or elsewhere in what applies to the same instance.
bool Evaluator::travels_otherwise(const Node& instance, std::string_view key) const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend() && frame->second == &instance; ++frame) {
    const Block& block = *frame->first;
    if ((options_.direction == Direction::request ? block.read_only : block.write_only).contains(key)) return true;
  }
  return false;
}

bool Evaluator::required(const Block& block, const Instruction& instruction, const Node& instance) {
  bool held = true;
  for (const Node& name : instruction.value->items()) {
    if (instance.find(name.text()) != nullptr) continue;
    if (directional_ && travels_otherwise(instance, name.text())) continue;
    held = fails(block, instruction.keyword, instruction.value, [&] { return missing(name.text(), instance); });
    if (done()) break;
  }
  return held;
}

bool Evaluator::direction_allows(const Block& block, const MembersPlan& plan, std::size_t index, const Member& member) {
  const Property& property = plan.known[index];
  const bool request = options_.direction == Direction::request;
  if (!(request ? property.read_only : property.write_only)) return true;
  if (report_ != nullptr) report_->instance.push_back(member.key);
  fails(block, request ? "readOnly" : "writeOnly", &plan.properties->members()[index].value, [&] {
    return "property '" + std::string(member.key) + "' is " +
           (request ? "read-only: it does not belong in a request" : "write-only: it does not belong in a response");
  });
  if (report_ != nullptr) report_->instance.pop_back();
  return false;
}

bool Evaluator::additional(const Block& block, const MembersPlan& plan, const Member& member) {
  if (!plan.additional_value->is_boolean()) {
    return inside(member.key, *plan.additional, member.value, std::string_view("additionalProperties"));
  }
  if (plan.additional_value->boolean()) return true;
  if (report_ != nullptr) report_->instance.push_back(member.key);
  fails(block, "additionalProperties", plan.additional_value, [&] { return undeclared(member.key, plan); });
  if (report_ != nullptr) report_->instance.pop_back();
  return false;
}

bool Evaluator::member(const Block& block, const MembersPlan& plan, const Member& member, bool& known) {
  bool held = true;
  if (const Node* declared = plan.properties != nullptr ? plan.properties->find(member.key) : nullptr) {
    known = true;
    const std::size_t index = index_of(*plan.properties, declared);
    if (directional_ && !direction_allows(block, plan, index, member)) return false;
    held = inside(member.key, *plan.known[index].block, member.value, std::string_view("properties"), member.key);
  }
  for (const auto& [text, pattern, by_pattern] : plan.patterns) {
    if (!held && done()) return false;
    if (search(*pattern, member.key) != Match::yes) continue;
    known = true;
    held = inside(member.key, *by_pattern, member.value, std::string_view("patternProperties"), text) && held;
  }
  if (!known && plan.additional != nullptr) {
    known = true;
    held = additional(block, plan, member) && held;
  }
  return held;
}

bool Evaluator::members(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  const MembersPlan& plan = *instruction.members;
  bool held = true;
  std::size_t index = 0;
  for (const Member& entry : instance.members()) {
    bool known = false;
    if (!member(block, plan, entry, known)) {
      held = false;
      if (done()) break;
    }
    if (known && marks != nullptr) marks->mark(index);
    ++index;
  }
  return held;
}

bool Evaluator::property_names(const Block& block, const Instruction& instruction, const Node& instance) {
  bool held = true;
  for (const Member& entry : instance.members()) {
    const Node name = Arena::string(entry.key, entry.key_offset);
    if (tested(*instruction.block, name, nullptr)) continue;
    held = fails(block, instruction.keyword, instruction.value,
                 [&] { return "property name '" + std::string(entry.key) + "' is not allowed"; });
    if (done()) break;
  }
  return held;
}

bool Evaluator::dependent_required(const Block& block, const Instruction& instruction, const Node& instance) {
  bool held = true;
  for (const Member& dependency : instruction.value->members()) {
    if (!dependency.value.is_array() || instance.find(dependency.key) == nullptr) continue;
    for (const Node& name : dependency.value.items()) {
      if (instance.find(name.text()) != nullptr) continue;
      held = fails(block, instruction.keyword, &dependency.value,
                   [&] { return missing(name.text(), instance) + " beside '" + std::string(dependency.key) + "'"; });
      if (done()) return false;
    }
  }
  return held;
}

bool Evaluator::dependent_schemas(const Instruction& instruction, const Node& instance, Marks* marks) {
  bool held = true;
  for (const auto& [key, block] : instruction.dependencies->schemas) {
    if (instance.find(key) == nullptr) continue;
    held = below(*block, instance, marks, instruction.keyword, key) && held;
    if (!held && done()) break;
  }
  return held;
}

bool Evaluator::unevaluated_properties(const Block& block, const Instruction& instruction, const Node& instance,
                                       Marks& marks) {
  bool held = true;
  const auto all = instance.members();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (marks.has(i)) continue;
    if (quietly(*instruction.block, all[i].value, nullptr)) continue;
    if (report_ != nullptr) report_->instance.push_back(all[i].key);
    held = fails(block, instruction.keyword, instruction.value,
                 [&] { return "property '" + std::string(all[i].key) + "' is not declared"; });
    if (report_ != nullptr) report_->instance.pop_back();
    if (done()) break;
  }
  marks.mark_all();
  return held;
}

}  // namespace squall::contracts::schema
