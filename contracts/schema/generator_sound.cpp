// Values that are held to their schema as they are made, from the inside outwards: what breaks it is made anew in its
// place, members that cannot stand together are left out, and branches that exclude each other are told apart.

#include <algorithm>
#include <utility>

#include "contracts/schema/evaluator.h"
#include "contracts/schema/generator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kFirstRounds = 3;  // before members are left out
constexpr std::size_t kPlainRounds = 6;  // before values are drawn
constexpr std::size_t kRounds = 12;
constexpr std::size_t kMostWays = 8;
constexpr std::size_t kMostAlone = 64;  // members that are left out one at a time

Value with_members(const Object& members, const std::vector<bool>& kept) {
  Object some;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (kept[i]) some.push_back(members[i]);
  }
  return Value(std::move(some));
}

std::vector<std::string_view> names_in(const Block& branch) {
  std::vector<std::string_view> names;
  const Constraints constraints = constraints_of({&branch}, [](const auto&) { return 0; });
  for (const MembersPlan* plan : constraints.members) {
    if (plan->properties == nullptr) continue;
    for (const Member& member : plan->properties->members()) names.push_back(member.key);
  }
  return names;
}

}  // namespace

bool Generator::holds(const std::vector<const Block*>& blocks, const Value& value) {
  ValidateOptions options;
  options.direction = options_.direction;
  const Document document = Document::of(value);
  return std::all_of(blocks.begin(), blocks.end(), [&](const Block* block) {
    return Evaluator(program_, options, nullptr, Evaluator::kFewSteps).holds(*block, document.root());
  });
}

std::optional<Value> Generator::sound_value(const std::vector<const Block*>& blocks) {
  careful_ = true;
  return value(blocks, 0);
}

std::optional<Value> Generator::by_turns(const std::vector<const Block*>& blocks, std::size_t depth,
                                         std::string_view hint, std::size_t first, std::size_t last,
                                         std::vector<Value>& unsound) {
  const Turn outer = turn_;
  const std::size_t nodes = nodes_;
  std::optional<Value> found;
  for (std::size_t round = first; round < last && !found; ++round) {
    if (spent() && round > 0) break;
    std::size_t ways = 1;
    for (std::size_t branch = 0; branch < ways && !found; ++branch) {
      nodes_ = nodes;
      ways_ = 1;
      turn_ = Turn{branch, outer.nth + round, outer.drawn || round >= kPlainRounds};
      auto made = draw(blocks, depth, hint);
      ways = turn_.drawn || spent() ? 1 : std::min(ways_, kMostWays);
      if (!made) continue;
      if (holds(blocks, *made)) {
        found = std::move(made);
      } else if (made->is_object() && round == 0) {
        unsound.push_back(std::move(*made));
      }
    }
  }
  turn_ = outer;
  return found;
}

std::optional<Value> Generator::sound(const std::vector<const Block*>& blocks, std::size_t depth,
                                      std::string_view hint) {
  const auto known = hopeless_.find(blocks);
  if (known != hopeless_.end() && depth >= known->second) return std::nullopt;
  const std::size_t ways = ways_;
  std::vector<Value> unsound;
  auto found = by_turns(blocks, depth, hint, 0, kFirstRounds, unsound);
  for (std::size_t i = 0; i < unsound.size() && !found; ++i) found = pruned(blocks, unsound[i]);
  for (std::size_t i = 0; i < unsound.size() && !found; ++i) found = told_apart(blocks, unsound[i]);
  if (!found) found = by_turns(blocks, depth, hint, kFirstRounds, kRounds, unsound);
  if (!found && !spent()) hopeless_[blocks] = depth;
  ways_ = ways;
  return found;
}

std::optional<Value> Generator::pruned(const std::vector<const Block*>& blocks, const Value& object) {
  const Object& members = object.members();
  std::vector<bool> kept(members.size(), true);
  for (std::size_t i = members.size(); i-- > 0 && members.size() <= kMostAlone;) {
    kept[i] = false;
    if (Value less = with_members(members, kept); holds(blocks, less)) return less;
    kept[i] = true;
  }
  bool sound = false;
  for (std::size_t i = members.size(); i-- > 0 && !sound;) {
    kept[i] = false;
    sound = holds(blocks, with_members(members, kept));
  }
  if (!sound) return std::nullopt;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (kept[i]) continue;
    kept[i] = true;
    if (!holds(blocks, with_members(members, kept))) kept[i] = false;
  }
  return with_members(members, kept);
}

bool Generator::exclude(const Block& other, const Block& chosen, Value& object) {
  for (const std::string_view name : names_in(other)) {
    if (object.find(name) != nullptr) continue;
    for (const Value& odd : {Value(0), Value("string"), Value(true), Value(Array{}), Value(Object{}), Value()}) {
      Value more = object;
      more.set(name, odd);
      if (holds({&other}, more) || !holds({&chosen}, more)) continue;
      object = std::move(more);
      return true;
    }
  }
  return false;
}

std::optional<Value> Generator::told_apart(const std::vector<const Block*>& blocks, const Value& object) {
  const Constraints constraints = constraints_of(blocks, [](const auto&) { return 0; });
  Value told = object;
  for (const Block* block : constraints.blocks) {
    const Instruction* alternatives = block->find(Op::one_of);
    if (alternatives == nullptr) continue;
    const Block* chosen = nullptr;
    for (const Block* branch : *alternatives->branches) {
      if (!holds({branch}, told)) continue;
      if (chosen == nullptr) {
        chosen = branch;
      } else if (!exclude(*branch, *chosen, told)) {
        return std::nullopt;
      }
    }
  }
  if (!holds(blocks, told)) return std::nullopt;
  return told;
}

}  // namespace squall::contracts::schema
