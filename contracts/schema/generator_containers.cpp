#include <algorithm>
#include <utility>

#include "contracts/schema/generator.h"
#include "contracts/schema/pattern_sample.h"

namespace squall::contracts::schema {
namespace {

bool contains_name(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_impossible(const std::vector<const Block*>& blocks) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [](const Block* block) { return block->find(Op::never) != nullptr; });
}

void to_declared_order(const Constraints& constraints, std::vector<std::string>& names) {
  std::vector<std::string> ordered;
  for (const MembersPlan* plan : constraints.members) {
    if (plan->properties == nullptr) continue;
    for (const Member& member : plan->properties->members()) {
      if (contains_name(names, member.key) && !contains_name(ordered, member.key)) ordered.emplace_back(member.key);
    }
  }
  for (std::string& name : names) {
    if (!contains_name(ordered, name)) ordered.push_back(std::move(name));
  }
  names = std::move(ordered);
}

}  // namespace

// Whether the property goes in the direction asked for.
bool Generator::travels(const Constraints& constraints, std::string_view name) const {
  if (options_.direction == Direction::none) return true;
  return std::none_of(constraints.blocks.begin(), constraints.blocks.end(), [&](const Block* block) {
    return (options_.direction == Direction::request ? block->read_only : block->write_only).contains(name);
  });
}

bool Generator::recurs(const std::vector<const Block*>& blocks) const {
  constexpr int longest_chain = 16;
  return std::any_of(blocks.begin(), blocks.end(), [this](const Block* block) {
    for (int i = 0; block != nullptr && i < longest_chain; ++i) {
      if (std::find(path_.begin(), path_.end(), block) != path_.end()) return true;
      const Instruction* reference = block->find(Op::reference);
      block = reference != nullptr ? reference->block : nullptr;
    }
    return false;
  });
}

void Generator::add_optional(const Constraints& constraints, std::size_t depth, std::vector<std::string>& names) {
  const bool all = options_.flavour == Flavour::maximal || (plain() && attempt_ == 0);
  const double share = all ? 1.0 : plain() ? 0.0 : depth < 3 ? 0.7 : 0.4;
  for (const MembersPlan* plan : constraints.members) {
    if (plan->properties == nullptr) continue;
    const auto declared = plan->properties->members();
    for (std::size_t i = 0; i < declared.size(); ++i) {
      if (names.size() >= constraints.max_properties) return;
      const std::string_view name = declared[i].key;
      const bool needed = names.size() < constraints.min_properties;
      // Where nothing smaller is sound, more members may tell things apart.
      const bool fewest = small() && !careful_;
      if (!needed && (fewest || deep(depth) || !random_.chance(share))) continue;
      if (contains_name(names, name) || !travels(constraints, name) || !may_be_called(constraints, name)) continue;
      const auto blocks = blocks_of_member(constraints, name);
      if (plain() && !needed && recurs(blocks)) continue;
      if (is_impossible(blocks) ||
          depth + 1 + least_depth(*plan->known[i].block) > options_.max_depth + (needed ? 40 : 0))
        continue;
      names.emplace_back(name);
    }
  }
}

std::optional<std::string> Generator::free_name(const Constraints& constraints, std::size_t index) {
  for (const MembersPlan* plan : constraints.members) {
    if (plan->patterns.empty()) continue;
    const auto& by_pattern = plan->patterns[random_.below(plan->patterns.size())];
    if (auto name = sample_pattern(by_pattern.text, random_, 2 + index)) return name;
  }
  if (!constraints.names.empty()) {
    const auto name = value(constraints.names, options_.max_depth);
    return name && name->is_string() ? std::optional(name->text()) : std::nullopt;
  }
  return "property" + std::to_string(index + 1);
}

bool Generator::may_be_called(const Constraints& constraints, std::string_view name) {
  return constraints.names.empty() || holds(constraints.names, Value(name));
}

// Patterns and propertyNames may know one plain name alone: another is that one with something behind or before it.
std::optional<std::string> Generator::new_name(const Constraints& constraints, std::size_t index,
                                               const std::vector<std::string>& names, bool needed) {
  const auto name = free_name(constraints, index);
  if (!name) return std::nullopt;
  const auto is_new = [&](const std::string& other) {
    return !contains_name(names, other) && !is_impossible(blocks_of_member(constraints, other)) &&
           may_be_called(constraints, other);
  };
  if (is_new(*name) || !needed) return is_new(*name) ? name : std::nullopt;
  const std::string number = std::to_string(index + 1);
  const std::string letters(index % 50 + 1, 'a');
  for (const std::string& other : {*name + number, number + *name, *name + letters, letters + *name}) {
    if (is_new(other)) return other;
  }
  return std::nullopt;
}

// Names that no schema lists, where the schema describes such members or needs more of them.
void Generator::add_free(const Constraints& constraints, std::size_t depth, std::vector<std::string>& names) {
  const bool described =
      std::any_of(constraints.members.begin(), constraints.members.end(), [](const MembersPlan* plan) {
        return !plan->patterns.empty() || (plan->additional != nullptr && !plan->additional_value->is_boolean());
      });
  std::size_t wanted = names.size();
  if (described && !small() && !deep(depth) && !(plain() && attempt_ > 0))
    wanted += options_.flavour == Flavour::maximal || plain() ? 2 : random_.below(3);
  wanted = std::max<std::size_t>(wanted,
                                 static_cast<std::size_t>(std::min<std::uint64_t>(constraints.min_properties, 1000)));
  wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, constraints.max_properties));
  for (std::size_t i = 0; names.size() < wanted && i < wanted + 20; ++i) {
    const bool needed = names.size() < constraints.min_properties && (plain() || i >= wanted);
    if (auto name = new_name(constraints, i, names, needed)) names.push_back(std::move(*name));
  }
}

bool Generator::follow_dependencies(Constraints& constraints, std::size_t depth, std::vector<std::string>& names) {
  const std::size_t before = names.size() + constraints.blocks.size();
  const auto choose_here = [this, depth](const auto& branches) { return choose(branches, depth); };
  const auto schemas = constraints.dependent_schemas;  // merging may add more
  for (const Dependencies* plan : schemas) {
    for (const auto& [key, block] : plan->schemas) {
      if (contains_name(names, key)) merge(constraints, *block, choose_here);
    }
  }
  for (const Node* lists : constraints.dependent_required) {
    for (const Member& member : lists->members()) {
      if (!contains_name(names, member.key)) continue;
      for (const Node& name : member.value.items()) {
        if (!contains_name(names, name.text())) names.emplace_back(name.text());
      }
    }
  }
  for (const std::string_view name : constraints.required) {
    if (!contains_name(names, name) && travels(constraints, name)) names.emplace_back(name);
  }
  return names.size() + constraints.blocks.size() != before;
}

std::vector<std::string> Generator::names_of(Constraints& constraints, std::size_t depth) {
  std::vector<std::string> names;
  for (const std::string_view name : constraints.required) {
    if (travels(constraints, name)) names.emplace_back(name);
  }
  add_optional(constraints, depth, names);
  add_free(constraints, depth, names);
  for (int round = 0; round < 4 && follow_dependencies(constraints, depth, names); ++round) {
  }
  return names;
}

std::optional<Value> Generator::object(Constraints& constraints, std::size_t depth) {
  std::vector<std::string> names = names_of(constraints, depth);
  if (plain()) to_declared_order(constraints, names);
  const std::size_t outer = path_.size();
  path_.insert(path_.end(), constraints.blocks.begin(), constraints.blocks.end());
  Object members;
  for (const std::string& name : names) {
    const auto tag = std::find_if(constraints.tags.begin(), constraints.tags.end(),
                                  [&name](const auto& fixed) { return fixed.first == name; });
    auto generated = tag != constraints.tags.end() ? std::optional(Value(tag->second))
                                                   : value(blocks_of_member(constraints, name), depth + 1, name);
    if (generated) {
      members.emplace_back(name, std::move(*generated));
    } else if (std::find(constraints.required.begin(), constraints.required.end(), name) !=
               constraints.required.end()) {
      path_.resize(outer);
      return std::nullopt;
    } else {
      lost_ = true;
    }
  }
  path_.resize(outer);
  return Value(std::move(members));
}

std::optional<Value> Generator::element(const Constraints& constraints, std::size_t index, std::size_t depth,
                                        std::string_view hint) {
  std::vector<const Block*> blocks = blocks_of_element(constraints, index);
  std::uint64_t before = 0;
  for (const ContainsPlan* plan : constraints.contains) {  // the first elements are those that must be contained
    if (index >= before && index < before + plan->least) blocks.push_back(plan->block);
    before += plan->least;
  }
  if (blocks.empty()) return Value(static_cast<std::int64_t>(index));
  return value(blocks, depth + 1, hint);
}

std::optional<Value> Generator::new_element(const Constraints& constraints, const Array& others, std::size_t depth,
                                            std::string_view hint) {
  constexpr std::size_t most_draws = 20;
  const auto is_new = [&others](const Value& value) {
    return std::find(others.begin(), others.end(), value) == others.end();
  };
  const Turn outer = turn_;
  std::optional<Value> next;
  for (std::size_t draw = 0; draw < most_draws; ++draw) {
    turn_.nth = outer.nth + draw + (first_choice() ? others.size() : 0);
    next = element(constraints, others.size(), depth, hint);
    if (next && is_new(*next)) break;
  }
  turn_ = outer;
  if (!next || is_new(*next)) return next;
  if (!next->is_string()) return std::nullopt;
  Value numbered(next->text() + std::to_string(others.size()));
  if (!is_new(numbered) || !holds(blocks_of_element(constraints, others.size()), numbered)) return std::nullopt;
  return numbered;
}

std::optional<Value> Generator::array(const Constraints& constraints, std::size_t depth, std::string_view hint) {
  std::uint64_t least = constraints.min_items;
  std::uint64_t needed = 0;
  for (const ContainsPlan* plan : constraints.contains) needed += plan->least;
  least = std::max(least, needed);
  std::uint64_t count = least;
  if (plain()) {
    const bool nothing_said = constraints.items.empty() && constraints.contains.empty();
    if (count == 0 && !nothing_said && !deep(depth) && !recurs(blocks_of_element(constraints, 0))) count = 1;
  } else if (!small() && !deep(depth)) {
    count += options_.flavour == Flavour::maximal ? 2 : random_.below(3);
  }
  if (!plain() && count == 0 && !small() && !deep(depth) && random_.chance(0.8)) count = 1;
  count = std::min(std::exchange(wishes_.items, std::nullopt).value_or(count), std::max(constraints.max_items, least));
  if (least > options_.max_nodes * 4) return std::nullopt;
  Array items;
  for (std::size_t i = 0; i < count; ++i) {
    auto next =
        constraints.unique ? new_element(constraints, items, depth, hint) : element(constraints, i, depth, hint);
    if (!next) break;
    items.push_back(std::move(*next));
  }
  if (items.size() < least) return std::nullopt;
  return Value(std::move(items));
}

}  // namespace squall::contracts::schema
