#include "contracts/schema/branch_choices.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {

void Evaluator::note(const Block& block, const Node& instance) {
  if (block.nullable) note(Branch::Kind::not_null, block);
  for (const Instruction& instruction : block.code) {
    if (offers_types(instruction)) {
      for (std::size_t i = 0; i < instruction.value->size(); ++i) {
        if (is_of_type(instance, instruction.value->at(i)->text())) note(Branch::Kind::type, block, i);
      }
    } else if (offers_values(instruction)) {
      for (std::size_t i = 0; i < instruction.value->size(); ++i) {
        if (equal(*instruction.value->at(i), instance)) note(Branch::Kind::value, block, i);
      }
    } else if (instruction.op == Op::members && instance.is_object() && instruction.members->properties != nullptr) {
      std::size_t index = 0;
      for (const Member& declared : instruction.members->properties->members()) {
        const bool there = instance.find(declared.key) != nullptr;
        note(there ? Branch::Kind::present : Branch::Kind::absent, block, index++);
      }
    }
  }
}

}  // namespace squall::contracts::schema
