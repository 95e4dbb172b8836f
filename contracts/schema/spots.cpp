#include "contracts/schema/spots.h"

#include <algorithm>

#include "contracts/schema/generator.h"
#include "contracts/schema/matching_branch.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostPlaces = 10'000;    // looked at
constexpr std::size_t kMostGenerated = 1'000;  // elements and members
constexpr std::size_t kDeepest = 64;
constexpr std::size_t kDraws = 4;

using Blocks = std::vector<const Block*>;

}  // namespace

class SpotDraws {
 public:
  SpotDraws(const Schema::Program& program, Direction direction, const Random& random)
      : program_(program), random_(random) {
    validation_.direction = direction;
    generation_.direction = direction;
    generation_.max_nodes = 200;
  }

  bool hold(const Blocks& blocks, const Value& value) const {
    const Document document = Document::of(value);
    return std::all_of(blocks.begin(), blocks.end(), [&](const Block* block) {
      return Evaluator(program_, validation_, nullptr, Evaluator::kFewSteps).holds(*block, document.root());
    });
  }

  // What satisfies the blocks; `any` where there are none.
  std::optional<Value> instance_of(const Blocks& blocks, std::string_view hint, Value any) {
    if (blocks.empty()) return any;
    if (++generated_ > kMostGenerated) return std::nullopt;
    const Random random = random_.fork("generated", generated_);
    for (std::size_t attempt = 0; attempt < kDraws; ++attempt) {
      Generator generator(program_, generation_, random.fork("attempt", attempt), attempt, hopeless_);
      auto value = generator.value(blocks, 1, hint);
      if (value && hold(blocks, *value)) return value;
    }
    return std::nullopt;
  }

  const Schema::Program& program() const { return program_; }
  const ValidateOptions& validation() const { return validation_; }

 private:
  const Schema::Program& program_;
  const Random random_;
  ValidateOptions validation_;
  GenerateOptions generation_;
  HopelessTexts hopeless_;
  std::size_t generated_ = 0;
};

namespace {

class Walk {
 public:
  Walk(SpotDraws& draws, const std::function<void(const Spot&)>& look) : draws_(draws), look_(look) {}

  void visit(const Blocks& blocks, const Node& here, const std::string& pointer, std::size_t depth) {
    if (++places_ > kMostPlaces || depth > kDeepest) return;
    const Constraints constraints = constraints_of(blocks, matching(draws_.program(), draws_.validation(), here));
    look_(Spot{here, pointer, constraints, blocks, draws_});
    for (const Member& member : here.members())
      visit(blocks_of_member(constraints, member.key), member.value, pointer_child(pointer, member.key), depth + 1);
    for (std::size_t i = 0; i < here.items().size(); ++i)
      visit(blocks_of_element(constraints, i), here.items()[i], pointer_child(pointer, i), depth + 1);
  }

 private:
  SpotDraws& draws_;
  const std::function<void(const Spot&)>& look_;
  std::size_t places_ = 0;
};

}  // namespace

bool Spot::names(std::string_view name) const {
  return std::any_of(constraints.members.begin(), constraints.members.end(), [name](const MembersPlan* plan) {
    return plan->properties != nullptr && plan->properties->find(name) != nullptr;
  });
}

bool Spot::requires_member(std::string_view name) const {
  return std::find(constraints.required.begin(), constraints.required.end(), name) != constraints.required.end();
}

bool Spot::allows(const Value& value) const {
  return draws.hold(blocks, value);
}

std::optional<Value> Spot::member(std::string_view name) const {
  return draws.instance_of(blocks_of_member(constraints, name), name, Value("new"));
}

std::optional<Value> Spot::element(std::size_t index) const {
  return draws.instance_of(blocks_of_element(constraints, index), {}, Value(static_cast<std::int64_t>(index)));
}

void visit_spots(const Schema& schema, const Node& valid, Direction direction, const Random& random,
                 const std::function<void(const Spot&)>& look) {
  SpotDraws draws(schema.program(), direction, random);
  Walk(draws, look).visit({schema.program().root}, valid, "", 0);
}

std::string unnamed_member(const Spot& spot) {
  std::string name = "addedLater";
  for (int n = 2; spot.here.find(name) != nullptr || spot.names(name); ++n) name = "addedLater" + std::to_string(n);
  return name;
}

Array more_items(const Spot& spot, std::size_t most) {
  const auto limit = std::min<std::uint64_t>(spot.constraints.max_items, most);
  Array items = Value(spot.here).items();
  for (std::size_t misses = 0; items.size() < limit && misses < kDraws;) {
    auto next = spot.element(items.size());
    const bool twice = next && spot.constraints.unique && std::find(items.begin(), items.end(), *next) != items.end();
    if (!next || twice) {
      ++misses;
    } else {
      items.push_back(std::move(*next));
    }
  }
  return items;
}

}  // namespace squall::contracts::schema
