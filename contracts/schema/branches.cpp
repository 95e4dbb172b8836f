#include "contracts/schema/branches.h"

#include <algorithm>
#include <concepts>
#include <deque>

#include "contracts/schema/branch_choices.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {
namespace {

using Kind = Branch::Kind;

constexpr std::size_t kMostVisits = 5'000;  // of schema objects
constexpr std::size_t kWhole = SIZE_MAX;    // the path of the instance itself

class BranchWalk {
 public:
  BranchWalk(const Schema::Program& program, Direction direction, const Branches& seen, std::size_t most_unseen)
      : program_(program), seen_(seen), most_unseen_(most_unseen) {
    options_.direction = direction;
  }

  BranchCount count() {
    entered_.insert(program_.root);
    spots_.push_back(Spot{program_.root, kWhole});
    while (!spots_.empty() && !full()) {
      const Spot spot = spots_.front();
      spots_.pop_front();
      path_ = spot.path;
      in_place_.clear();
      apply(*spot.block, {}, 0);
    }
    return std::move(result_);
  }

 private:
  struct Spot {
    const Block* block;
    std::size_t path;
  };
  struct Step {
    std::size_t before;
    Token token;
  };

  bool full() const { return result_.total >= kMostBranches || visits_ >= kMostVisits; }

  // A member's or element's schema, to be looked at after what is nearer to the root.
  void enter(const Block& block, std::size_t before, Token token) {
    if (!entered_.insert(&block).second) return;
    steps_.push_back(Step{before, token});
    spots_.push_back(Spot{&block, steps_.size() - 1});
  }

  std::string pointer() const {
    std::vector<Token> tokens;
    for (std::size_t at = path_; at != kWhole; at = steps_[at].before) tokens.insert(tokens.begin(), steps_[at].token);
    return to_pointer(tokens);
  }

  template <std::invocable What>
  void declare(const Block& block, Kind kind, std::size_t index, const What& what) {
    const Branch branch{&block, kind, static_cast<std::uint32_t>(index)};
    if (full() || counted_.has(branch)) return;
    counted_.add(branch);
    ++result_.total;
    if (seen_.has(branch)) {
      ++result_.seen;
    } else if (result_.unseen.size() < most_unseen_) {
      result_.unseen.push_back(what());
    }
  }
  void declare(const Block& block, Kind kind, std::size_t index, std::string_view what) {
    declare(block, kind, index, [&] { return pointer() + ": " + std::string(what); });
  }

  // A block that applies to the instance at path_, whose members in `required` must be there.
  void apply(const Block& block, Names required, std::size_t depth) {
    if (depth > kDeepestInPlace || full() || !in_place_.insert(&block).second) return;
    ++visits_;
    add_required(block, required);
    if (block.nullable && !block.code.empty()) {
      declare(block, Kind::null, 0, "null");
      declare(block, Kind::not_null, 0, "not null");
    }
    for (const Instruction& instruction : block.code) apply(block, instruction, required, depth + 1);
  }

  void apply(const Block& block, const Instruction& instruction, const Names& required, std::size_t depth) {
    switch (instruction.op) {
      case Op::type:
      case Op::enumeration:
        return choices(block, instruction);
      case Op::members:
        return members(block, *instruction.members, required);
      case Op::items:
        return items(*instruction.items);
      case Op::unevaluated_items:
      case Op::unevaluated_properties:
        return enter(*instruction.block, path_, Token(std::string_view("*")));
      case Op::reference:
        return apply(*instruction.block, required, depth);
      case Op::dynamic_reference:
        return apply(*instruction.dynamic->fallback, required, depth);
      case Op::all_of:
        for (const Block* part : *instruction.branches) apply(*part, required, depth);
        return;
      case Op::any_of:
      case Op::one_of:
        return alternatives(block, instruction, required, depth);
      case Op::discriminator:
        return meant(block, required, depth);
      case Op::conditional:
        return sides(block, *instruction.conditional, required, depth);
      case Op::dependent_schemas:
        for (const auto& dependency : instruction.dependencies->schemas) apply(*dependency.block, required, depth);
        return;
      default:
        return;
    }
  }

  void choices(const Block& block, const Instruction& instruction) {
    const bool types = offers_types(instruction);
    if (!types && !offers_values(instruction)) return;
    for (std::size_t i = 0; i < instruction.value->size(); ++i) {
      const Node& choice = *instruction.value->at(i);
      if (types) {
        declare(block, Kind::type, i, choice.text());
      } else if (!(block.nullable && choice.is_null()) &&
                 Evaluator(program_, options_, nullptr, Evaluator::kFewSteps).holds(block, choice)) {
        declare(block, Kind::value, i, shown(choice));
      }
    }
  }

  void members(const Block& block, const MembersPlan& plan, const Names& required) {
    for (std::size_t i = 0; i < plan.known.size(); ++i) {
      const Property& property = plan.known[i];
      const std::string_view key = plan.properties->members()[i].key;
      if (options_.direction == Direction::request ? property.read_only
                                                   : options_.direction == Direction::response && property.write_only)
        continue;
      if (allows_nothing(*property.block)) continue;
      if (!required.contains(key)) {
        const auto text = [&](std::string_view what) {
          return [this, key, what] { return pointer_child(pointer(), key) + ": " + std::string(what); };
        };
        declare(block, Kind::present, i, text("present"));
        declare(block, Kind::absent, i, text("absent"));
      }
      enter(*property.block, path_, Token(key));
    }
    for (const auto& by_pattern : plan.patterns) enter(*by_pattern.block, path_, Token(std::string_view("*")));
    if (plan.additional != nullptr) enter(*plan.additional, path_, Token(std::string_view("*")));
  }

  void items(const ItemsPlan& plan) {
    for (std::size_t i = 0; i < plan.prefix.size(); ++i) enter(*plan.prefix[i], path_, Token(i));
    if (plan.rest != nullptr) enter(*plan.rest, path_, Token(std::string_view("*")));
  }

  void alternatives(const Block& block, const Instruction& instruction, const Names& required, std::size_t depth) {
    const auto& all = *instruction.branches;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all.size() == 1 || allows_nothing(*all[i])) continue;
      declare(block, instruction.op == Op::one_of ? Kind::one_of : Kind::any_of, i, [&] {
        const std::string name = name_of(*all[i]);
        return pointer() + ": " + std::string(instruction.keyword) + "/" + std::to_string(i) +
               (name.empty() ? "" : " (" + name + ")");
      });
    }
    for (const Block* alternative : all) apply(*alternative, required, depth);
  }

  // The schemas that extend this one and that its discriminator can mean; other names of one are no other branch. From
  // an extension upwards nothing is left open.
  void meant(const Block& block, const Names& required, std::size_t depth) {
    const Discriminator& plan = *block.discriminator;
    const auto led_here = [&](const Discriminator::Tag& tag) { return in_place_.contains(tag.block); };
    if (std::any_of(plan.tags.begin(), plan.tags.end(), led_here)) return;
    std::unordered_set<const Block*> known;
    const auto add = [&](const Discriminator::Tag& tag, std::size_t index) {
      if (tag.block == nullptr || !known.insert(tag.block).second) return;
      declare(block, Kind::meant, index, [&] { return pointer_child(pointer(), plan.property) + ": " + tag.value; });
      apply(*tag.block, required, depth);
    };
    for (std::size_t i = 0; i < plan.tags.size(); ++i) add(plan.tags[i], i);
    if (plan.otherwise) add(*plan.otherwise, plan.tags.size());
  }

  void sides(const Block& block, const Conditional& plan, const Names& required, std::size_t depth) {
    declare(block, Kind::then, 0, "then");
    declare(block, Kind::otherwise, 0, "else");
    if (plan.then != nullptr) apply(*plan.then, required, depth);
    if (plan.otherwise != nullptr) apply(*plan.otherwise, required, depth);
  }

  const Schema::Program& program_;
  const Branches& seen_;
  std::size_t most_unseen_;
  ValidateOptions options_;
  std::deque<Spot> spots_;
  std::vector<Step> steps_;
  std::size_t path_ = kWhole;
  std::size_t visits_ = 0;
  std::unordered_set<const Block*> entered_;   // by a member or element, or as the root
  std::unordered_set<const Block*> in_place_;  // of the instance at path_
  Branches counted_;
  BranchCount result_;
};

}  // namespace

void Branches::take_back(std::size_t size) {
  while (order_.size() > size) {
    set_.erase(order_.back());
    order_.pop_back();
  }
}

bool Branches::complete(const Schema& schema, Direction direction) {
  if (!complete_ && looked_at_ != order_.size()) {
    looked_at_ = order_.size();
    const BranchCount count = count_branches(schema, direction, *this, 0);
    complete_ = count.seen == count.total;
  }
  return complete_;
}

BranchCount count_branches(const Schema& schema, Direction direction, const Branches& seen, std::size_t most_unseen) {
  return BranchWalk(schema.program(), direction, seen, most_unseen).count();
}

}  // namespace squall::contracts::schema
