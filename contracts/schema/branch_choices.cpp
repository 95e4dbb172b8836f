#include "contracts/schema/branch_choices.h"

#include "contracts/core/number.h"

namespace squall::contracts::schema {
namespace {

void add_required(const Block& block, Names& names, std::unordered_set<const Block*>& visited) {
  if (visited.size() >= kDeepestInPlace || !visited.insert(&block).second) return;
  for (const Instruction& instruction : block.code) {
    if (instruction.op == Op::required) {
      for (const Node& name : instruction.value->items()) names.insert(name.text());
    } else if (instruction.op == Op::reference) {
      add_required(*instruction.block, names, visited);
    } else if (instruction.op == Op::all_of) {
      for (const Block* part : *instruction.branches) add_required(*part, names, visited);
    }
  }
}

}  // namespace

bool offers_values(const Instruction& instruction) {
  return instruction.op == Op::enumeration && instruction.enumeration != nullptr && instruction.value->size() > 1 &&
         instruction.value->size() <= kMostValues;
}

bool offers_types(const Instruction& instruction) {
  return instruction.op == Op::type && instruction.value->is_array() && instruction.value->size() > 1;
}

bool is_of_type(const Node& instance, std::string_view type) {
  if (type == "integer") return instance.is_number() && is_integer(instance.text());
  return type == to_string(instance.kind());
}

bool allows_nothing(const Block& block) {
  return block.find(Op::never) != nullptr;
}

std::string name_of(const Block& block) {
  if (const Instruction* reference = block.find(Op::reference)) {
    const std::string_view text = reference->value->text();
    return std::string(text.substr(text.find_last_of("/#") + 1));
  }
  for (const char* keyword : {"title", "type"}) {
    const Node* name = block.schema->find(keyword);
    if (name != nullptr && name->is_string()) return std::string(name->text());
  }
  return {};
}

void add_required(const Block& block, Names& names) {
  std::unordered_set<const Block*> visited;
  add_required(block, names, visited);
}

}  // namespace squall::contracts::schema
