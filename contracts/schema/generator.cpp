#include "contracts/schema/generator.h"

#include <algorithm>
#include <utility>

#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kEndless = 1000;
constexpr std::size_t kMostExplored = 10'000;  // blocks looked into for their depth: the search recurses

}  // namespace

std::size_t Generator::least_depth(const Block& block) {
  const auto [place, fresh] = least_depths_.try_emplace(&block, kEndless);
  if (!fresh || least_depths_.size() > kMostExplored) return place->second;
  std::size_t depth = 0;
  const auto at_least = [&depth](std::size_t other) { depth = std::max(depth, std::min(other, kEndless)); };
  const bool items_needed = [&block] {
    const Instruction* least = block.find(Op::min_items);
    return least != nullptr && least->count > 0;
  }();
  const Instruction* required = block.find(Op::required);
  for (const Instruction& instruction : block.code) {
    switch (instruction.op) {
      case Op::reference:
        at_least(least_depth(*instruction.block));
        break;
      case Op::all_of:
        for (const Block* branch : *instruction.branches) at_least(least_depth(*branch));
        break;
      case Op::any_of:
      case Op::one_of: {
        std::size_t best = kEndless;
        for (const Block* branch : *instruction.branches) best = std::min(best, least_depth(*branch));
        at_least(best);
        break;
      }
      case Op::items:
        if (items_needed && instruction.items->rest != nullptr) at_least(1 + least_depth(*instruction.items->rest));
        break;
      case Op::members: {
        if (required == nullptr || instruction.members->properties == nullptr) break;
        const auto declared = instruction.members->properties->members();
        for (std::size_t i = 0; i < declared.size(); ++i) {
          for (const Node& name : required->value->items()) {
            if (name.text() == declared[i].key) at_least(1 + least_depth(*instruction.members->known[i].block));
          }
        }
        break;
      }
      default:
        break;
    }
  }
  return least_depths_[&block] = depth;
}

std::size_t Generator::choose(const std::vector<const Block*>& branches, std::size_t depth) {
  if (&branches == wishes_.branches) {
    wishes_.branches = nullptr;
    return wishes_.branch;
  }
  std::vector<std::size_t> open;
  std::size_t best = kEndless + 1;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    const std::size_t needed = branches[i] != nullptr ? least_depth(*branches[i]) : 0;
    const bool within = depth + needed <= options_.max_depth && !deep(depth);
    if (within) {
      if (best != 0) open.clear();
      best = 0;
      open.push_back(i);
    } else if (best != 0 && needed + 1 <= best) {
      if (needed + 1 < best) open.clear();
      best = needed + 1;
      open.push_back(i);
    }
  }
  if (open.empty()) return random_.below(branches.size());
  ways_ = std::max(ways_, open.size());
  if (first_choice()) return open[turn_.branch % open.size()];
  if (options_.flavour == Flavour::minimal && attempt_ == 0) return open.front();
  return open[random_.below(open.size())];
}

bool Generator::fits(const Constraints& constraints, const Node& node) {
  ValidateOptions options;
  options.direction = options_.direction;
  return std::all_of(constraints.blocks.begin(), constraints.blocks.end(), [&](const Block* block) {
    return Evaluator(program_, options, nullptr, Evaluator::kFewSteps).holds(*block, node);
  });
}

std::optional<Value> Generator::example(const Constraints& constraints) {
  const bool wanted = options_.prefer_examples || attempt_ >= 8;
  if (!wanted) return std::nullopt;
  std::size_t before = turn_.nth;
  for (const Node* given : constraints.examples) {
    if (fits(constraints, *given) && before-- == 0) return Value(*given);
  }
  return std::nullopt;
}

std::optional<Kind> Generator::pick_kind(const Constraints& constraints) {
  if (wishes_.kind) return std::exchange(wishes_.kind, std::nullopt);
  std::uint8_t kinds = constraints.kinds;
  if (!constraints.typed) {
    // Untyped: what its other keywords speak about.
    std::uint8_t spoken = 0;
    if (!constraints.members.empty() || !constraints.required.empty() || constraints.min_properties > 0)
      spoken |= kind_bit(Kind::object);
    if (!constraints.items.empty() || !constraints.contains.empty() || constraints.min_items > 0)
      spoken |= kind_bit(Kind::array);
    if (!constraints.patterns.empty() || constraints.min_length > 0 || constraints.max_length != UINT64_MAX)
      spoken |= kind_bit(Kind::string);
    if (constraints.lower || constraints.upper || !constraints.multiples.empty()) spoken |= kind_bit(Kind::number);
    kinds = spoken != 0 && attempt_ < 12 ? spoken : attempt_ < 12 ? kind_bit(Kind::string) : kinds;
  }
  // Null only where nothing else is possible, or now and then.
  const auto null = kind_bit(Kind::null);
  if ((kinds & null) != 0 && kinds != null && (plain() || small() || !random_.chance(0.05)))
    kinds &= static_cast<std::uint8_t>(~null);
  std::vector<Kind> open;
  for (const Kind kind : {Kind::string, Kind::number, Kind::object, Kind::array, Kind::boolean, Kind::null}) {
    if ((kinds & kind_bit(kind)) != 0) open.push_back(kind);
  }
  if (open.empty()) return std::nullopt;
  ways_ = std::max(ways_, open.size());
  if (first_choice()) return open[turn_.branch % open.size()];
  return small() && attempt_ < 6 ? open.front() : open[random_.below(open.size())];
}

std::optional<Value> Generator::value(const std::vector<const Block*>& blocks, std::size_t depth,
                                      std::string_view hint) {
  return careful_ ? sound(blocks, depth, hint) : draw(blocks, depth, hint);
}

std::optional<Value> Generator::text(const Constraints& constraints, Flavour flavour, std::string_view hint) {
  if (hopeless_texts_.has(constraints)) return std::nullopt;
  auto made = generate_text(constraints, random_, flavour, hint, turn_.nth);
  if (!made) hopeless_texts_.count_failure(constraints);
  return made;
}

std::optional<Value> Generator::draw(const std::vector<const Block*>& blocks, std::size_t depth,
                                     std::string_view hint) {
  if (depth > options_.max_depth + 40 || nodes_ > options_.max_nodes * 4) return std::nullopt;
  ++nodes_;
  ++work_;
  Constraints constraints =
      constraints_of(blocks, [this, depth](const auto& branches) { return choose(branches, depth); });
  if (constraints.impossible) return std::nullopt;
  if (auto given = example(constraints)) return given;
  if (constraints.choices) {
    std::erase_if(*constraints.choices, [&](const Node* choice) { return !fits(constraints, *choice); });
    if (constraints.choices->empty()) return std::nullopt;
    const std::vector<const Node*>& choices = *constraints.choices;
    if (first_choice()) return Value(*choices[turn_.nth % choices.size()]);
    const bool first = small() && attempt_ == 0 && !turn_.drawn;
    return Value(*choices[first ? 0 : random_.below(choices.size())]);
  }
  const auto kind = pick_kind(constraints);
  if (!kind) return std::nullopt;
  // The smallest value may be the very one that is excluded: later attempts draw.
  const bool drawn = options_.flavour == Flavour::sample && !first_choice();
  const Flavour flavour = drawn          ? Flavour::typical
                          : !small()     ? options_.flavour
                          : attempt_ < 4 ? Flavour::minimal
                                         : Flavour::typical;
  switch (*kind) {
    case Kind::null:
      return Value(nullptr);
    case Kind::boolean:
      return Value(first_choice() ? turn_.nth % 2 == 0 : random_.chance(0.5));
    case Kind::number:
      return generate_number(constraints, random_, flavour, turn_.nth);
    case Kind::string:
      return text(constraints, flavour, hint);
    case Kind::array:
      return array(constraints, depth, hint);
    case Kind::object:
      return object(constraints, depth);
  }
  return std::nullopt;
}

}  // namespace squall::contracts::schema
