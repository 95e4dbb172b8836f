#include "contracts/schema/constraints.h"

#include <algorithm>

#include "contracts/core/number.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostBlocks = 200;

void tighten(std::optional<Bound>& bound, const Instruction& instruction, bool exclusive, bool lower) {
  const std::string_view lexeme = instruction.value->text();
  if (bound) {
    const auto order = lower ? compare(lexeme, bound->lexeme) : compare(bound->lexeme, lexeme);
    if (order < 0 || (order == 0 && !exclusive)) return;
  }
  bound = Bound{lexeme, exclusive};
}

void keep_types(Constraints& into, unsigned types) {
  auto kinds = static_cast<std::uint8_t>(types & 0x3F);
  const bool integer = (types & (kIntegerBit | kStrictIntegerBit)) != 0 && (kinds & kind_bit(Kind::number)) == 0;
  if (integer) kinds |= kind_bit(Kind::number);
  into.kinds &= kinds;
  into.integer = into.integer || integer;
  into.typed = true;
}

void keep_choices(Constraints& into, const Instruction& instruction) {
  std::vector<const Node*> listed;
  if (instruction.enumeration == nullptr) {
    listed.push_back(instruction.value);
  } else {
    for (const Node& item : instruction.value->items()) listed.push_back(&item);
  }
  if (into.choices) {
    std::erase_if(listed, [&into](const Node* item) {
      return std::none_of(into.choices->begin(), into.choices->end(),
                          [item](const Node* other) { return equal(*item, *other); });
    });
  }
  into.choices = std::move(listed);
}

void merge_conditional(Constraints& into, const Conditional& conditional, const Choose& choose) {
  // Either way may be the one that can be satisfied: let the chooser decide between then and else.
  if (choose({conditional.test, conditional.otherwise}) == 0) {
    merge(into, *conditional.test, choose);
    if (conditional.then != nullptr) merge(into, *conditional.then, choose);
  } else if (conditional.otherwise != nullptr) {
    merge(into, *conditional.otherwise, choose);
  }
}

void fix_tag(Constraints& into, const Discriminator& plan, const Discriminator::Tag& tag) {
  into.tags.emplace_back(plan.property, tag.value);
  if (std::find(into.required.begin(), into.required.end(), plan.property) == into.required.end())
    into.required.push_back(plan.property);
}

void merge_alternative(Constraints& into, const Block& block, const Instruction& instruction, const Choose& choose) {
  const std::size_t chosen = choose(*instruction.branches);
  merge(into, *(*instruction.branches)[chosen], choose);
  if (block.discriminator == nullptr) return;
  for (const Discriminator::Tag& tag : block.discriminator->tags) {
    if (tag.branch == chosen) return fix_tag(into, *block.discriminator, tag);
  }
}

// One of the schemas that extend this one, unless one of them is being merged already.
void merge_extension(Constraints& into, const Block& block, const Choose& choose) {
  const Discriminator& plan = *block.discriminator;
  std::vector<const Block*> blocks;
  std::vector<const Discriminator::Tag*> tags;
  for (const Discriminator::Tag& tag : plan.tags) {
    const Block* extension = tag.block != nullptr ? tag.block : &block;
    if (std::find(blocks.begin(), blocks.end(), extension) != blocks.end()) continue;
    if (extension != &block && std::find(into.blocks.begin(), into.blocks.end(), extension) != into.blocks.end())
      return fix_tag(into, plan, tag);
    blocks.push_back(extension);
    tags.push_back(&tag);
  }
  const std::size_t chosen = choose(blocks);
  merge(into, *blocks[chosen], choose);
  fix_tag(into, plan, *tags[chosen]);
}

void merge_numbers_and_text(Constraints& into, const Instruction& instruction) {
  switch (instruction.op) {
    case Op::enumeration:
      keep_choices(into, instruction);
      break;
    case Op::minimum:
      tighten(into.lower, instruction, false, true);
      break;
    case Op::exclusive_minimum:
      tighten(into.lower, instruction, true, true);
      break;
    case Op::maximum:
      tighten(into.upper, instruction, false, false);
      break;
    case Op::exclusive_maximum:
      tighten(into.upper, instruction, true, false);
      break;
    case Op::multiple_of:
      into.multiples.push_back(instruction.value->text());
      break;
    case Op::min_length:
      into.min_length = std::max(into.min_length, instruction.count);
      break;
    case Op::max_length:
      into.max_length = std::min(into.max_length, instruction.count);
      break;
    case Op::pattern:
      into.patterns.push_back(instruction.pattern);
      break;
    default:
      break;
  }
}

void merge_structure(Constraints& into, const Instruction& instruction) {
  switch (instruction.op) {
    case Op::min_items:
      into.min_items = std::max(into.min_items, instruction.count);
      break;
    case Op::max_items:
      into.max_items = std::min(into.max_items, instruction.count);
      break;
    case Op::unique_items:
      into.unique = true;
      break;
    case Op::items:
      into.items.push_back(instruction.items);
      break;
    case Op::contains:
      into.contains.push_back(instruction.contains);
      break;
    case Op::min_properties:
      into.min_properties = std::max(into.min_properties, instruction.count);
      break;
    case Op::max_properties:
      into.max_properties = std::min(into.max_properties, instruction.count);
      break;
    case Op::members:
      into.members.push_back(instruction.members);
      break;
    case Op::property_names:
      into.names.push_back(instruction.block);
      break;
    case Op::dependent_required:
      into.dependent_required.push_back(instruction.value);
      break;
    case Op::dependent_schemas:
      into.dependent_schemas.push_back(instruction.dependencies);
      break;
    case Op::required:
      for (const Node& name : instruction.value->items()) {
        if (std::find(into.required.begin(), into.required.end(), name.text()) == into.required.end()) {
          into.required.push_back(name.text());
        }
      }
      break;
    default:
      break;
  }
}

void note_annotations(Constraints& into, const Node& schema) {
  if (!schema.is_object()) return;
  for (const std::string_view key : {"example", "default"}) {
    if (const Node* given = schema.find(key)) into.examples.push_back(given);
  }
  if (const Node* given = schema.find("examples")) {
    for (const Node& item : given->items()) into.examples.push_back(&item);
  }
  const Node* format = schema.find("format");
  if (format != nullptr && format->is_string()) into.formats.push_back(format->text());
}

}  // namespace

void merge(Constraints& into, const Block& block, const Choose& choose) {
  const bool seen = std::find(into.blocks.begin(), into.blocks.end(), &block) != into.blocks.end();
  if (seen || into.blocks.size() > kMostBlocks) return;
  into.blocks.push_back(&block);
  for (const Instruction& instruction : block.code) {
    switch (instruction.op) {
      case Op::never:
        into.impossible = true;
        break;
      case Op::reference:
        merge(into, *instruction.block, choose);
        break;
      case Op::dynamic_reference:
        merge(into, *instruction.dynamic->fallback, choose);
        break;
      case Op::all_of:
        for (const Block* branch : *instruction.branches) merge(into, *branch, choose);
        break;
      case Op::any_of:
      case Op::one_of:
        merge_alternative(into, block, instruction, choose);
        break;
      case Op::discriminator:
        merge_extension(into, block, choose);
        break;
      case Op::conditional:
        merge_conditional(into, *instruction.conditional, choose);
        break;
      case Op::type:
        // OAS 3.0.3: `nullable` widens the `type` beside it, nothing else.
        keep_types(into, block.nullable ? instruction.types | kind_bit(Kind::null) : instruction.types);
        break;
      default:
        merge_numbers_and_text(into, instruction);
        merge_structure(into, instruction);
    }
  }
  const bool only_reference = !is_recent(block.resource->dialect) && block.find(Op::reference) != nullptr;
  if (!only_reference) note_annotations(into, *block.schema);
}

Constraints constraints_of(const std::vector<const Block*>& blocks, const Choose& choose) {
  Constraints constraints;
  for (const Block* block : blocks) merge(constraints, *block, choose);
  return constraints;
}

std::vector<const Block*> blocks_of_member(const Constraints& constraints, std::string_view name) {
  std::vector<const Block*> blocks;
  for (const MembersPlan* plan : constraints.members) {
    bool known = false;
    if (plan->properties != nullptr) {
      const auto declared = plan->properties->members();
      const auto found =
          std::find_if(declared.begin(), declared.end(), [name](const Member& member) { return member.key == name; });
      known = found != declared.end();
      if (known) blocks.push_back(plan->known[static_cast<std::size_t>(found - declared.begin())].block);
    }
    for (const auto& by_pattern : plan->patterns) {
      if (by_pattern.pattern->search(name) != Match::yes) continue;
      known = true;
      blocks.push_back(by_pattern.block);
    }
    if (!known && plan->additional != nullptr) blocks.push_back(plan->additional);
  }
  return blocks;
}

std::vector<const Block*> blocks_of_element(const Constraints& constraints, std::size_t index) {
  std::vector<const Block*> blocks;
  for (const ItemsPlan* plan : constraints.items) {
    if (index < plan->prefix.size()) {
      blocks.push_back(plan->prefix[index]);
    } else if (plan->rest != nullptr) {
      blocks.push_back(plan->rest);
    }
  }
  return blocks;
}

}  // namespace squall::contracts::schema
