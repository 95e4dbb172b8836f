#include <unordered_map>

#include "contracts/schema/compiler.h"

namespace squall::contracts::schema {
namespace {

constexpr int kFlagDepth = 8;  // references followed to find out whether a property is read-only

bool flagged(const Block& block, std::string_view keyword, int depth) {
  if (!block.schema->is_object()) return false;
  const bool only_reference = !is_recent(block.resource->dialect) && block.schema->find("$ref") != nullptr;
  const Node* own = only_reference ? nullptr : block.schema->find(keyword);
  if (own != nullptr && own->boolean()) return true;
  if (depth == 0) return false;
  for (const Instruction& instruction : block.code) {
    if (instruction.op == Op::reference && flagged(*instruction.block, keyword, depth - 1)) return true;
    if (instruction.op != Op::all_of) continue;
    for (const Block* branch : *instruction.branches) {
      if (flagged(*branch, keyword, depth - 1)) return true;
    }
  }
  return false;
}

bool inherit(std::unordered_set<std::string_view>& into, const std::unordered_set<std::string_view>& from) {
  const std::size_t before = into.size();
  into.insert(from.begin(), from.end());
  return into.size() != before;
}

}  // namespace

std::vector<const Block*> in_place(const Block& block) {
  std::vector<const Block*> found;
  const auto add = [&found](const Block* next) {
    if (next != nullptr) found.push_back(next);
  };
  for (const Instruction& instruction : block.code) {
    switch (instruction.op) {
      case Op::reference:
      case Op::negation:
        add(instruction.block);
        break;
      case Op::dynamic_reference:
        add(instruction.dynamic->fallback);
        break;
      case Op::all_of:
      case Op::any_of:
      case Op::one_of:
        for (const Block* branch : *instruction.branches) add(branch);
        break;
      case Op::conditional:
        add(instruction.conditional->test);
        add(instruction.conditional->then);
        add(instruction.conditional->otherwise);
        break;
      case Op::dependent_schemas:
        for (const auto& dependency : instruction.dependencies->schemas) add(dependency.block);
        break;
      default:
        break;
    }
  }
  return found;
}

void mark_guarded(std::span<Block* const> blocks) {
  struct Visit {
    Block* block;
    std::vector<const Block*> next;
    std::size_t at = 0;
  };
  enum class State : std::uint8_t { open, done };
  std::unordered_map<const Block*, State> states;
  std::unordered_map<const Block*, Block*> mine;
  for (Block* block : blocks) mine.emplace(block, block);
  for (Block* start : blocks) {
    // What a $dynamicRef means is known only when it is run.
    if (start->find(Op::dynamic_reference) != nullptr) start->guarded = true;
    if (states.contains(start)) continue;
    std::vector<Visit> path;
    path.push_back(Visit{start, in_place(*start)});
    states[start] = State::open;
    while (!path.empty()) {
      Visit& visit = path.back();
      if (visit.at == visit.next.size()) {
        states[visit.block] = State::done;
        path.pop_back();
        continue;
      }
      const auto own = mine.find(visit.next[visit.at++]);
      if (own == mine.end()) continue;  // compiled before: what it reaches was complete then
      const auto [state, fresh] = states.try_emplace(own->first, State::open);
      if (fresh) {
        path.push_back(Visit{own->second, in_place(*own->second)});
      } else if (state->second == State::open) {
        own->second->guarded = true;
      }
    }
  }
}

void mark_directions(Library& library, std::span<Block* const> blocks, std::span<MembersPlan* const> plans) {
  for (MembersPlan* plan : plans) {
    for (Property& property : plan->known) {
      property.read_only = flagged(*property.block, "readOnly", kFlagDepth);
      property.write_only = flagged(*property.block, "writeOnly", kFlagDepth);
      library.directional = library.directional || property.read_only || property.write_only;
    }
  }
  if (!library.directional) return;
  for (Block* block : blocks) {
    const Instruction* members = block->find(Op::members);
    if (members == nullptr || members->members->properties == nullptr) continue;
    const auto names = members->members->properties->members();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (members->members->known[i].read_only) block->read_only.insert(names[i].key);
      if (members->members->known[i].write_only) block->write_only.insert(names[i].key);
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (auto place = blocks.rbegin(); place != blocks.rend(); ++place) {  // what is referred to was mostly made later
      Block& block = **place;
      for (const Block* other : in_place(block)) {
        changed = inherit(block.read_only, other->read_only) || changed;
        changed = inherit(block.write_only, other->write_only) || changed;
      }
    }
  }
}

DynamicAnchors dynamic_anchors_of(const Library& library) {
  DynamicAnchors anchors;
  if (library.dynamic_names.empty()) return anchors;
  for (const auto& resource : library.owned_resources) {
    for (const auto& [anchor, node] : resource->dynamic_anchors) {
      const auto block = library.blocks.find(BlockKey{node, resource.get()});
      if (block != library.blocks.end()) anchors.emplace(std::pair(resource.get(), anchor), block->second.get());
    }
  }
  return anchors;
}

}  // namespace squall::contracts::schema
