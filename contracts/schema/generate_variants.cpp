#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

#include "contracts/schema/generator.h"
#include "contracts/schema/matching_branch.h"
#include "contracts/schema/variant_values.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostTried = 4'000;
constexpr std::size_t kDeepest = 8;
constexpr std::size_t kMostItems = 200;         // of an array that is filled up to its maximum
constexpr std::size_t kMostBytes = 64'000'000;  // of all instances together
constexpr std::size_t kDraws = 4;

// Walks a valid instance that has everything beside its schema, and puts something special in one place at a time.
class Varier {
 public:
  Varier(const Schema& schema, Random random, const VariantOptions& options)
      : program_(schema.program()),
        schema_(schema),
        random_(random),
        most_(options.most),
        only_alternatives_(options.only_alternatives) {
    validation_.direction = options.direction;
    generation_.direction = options.direction;
    generation_.max_depth = 5;
    generation_.max_nodes = 150;
    if (!make_base()) return;
    // A whole text or number is mostly one of its special ones, which have the better name.
    const bool scalar = !base_.is_object() && !base_.is_array();
    const bool whole_too = options.whole && !only_alternatives_;
    if (whole_too && !scalar) whole();
    walk({program_.root}, "", 0);
    if (whole_too && scalar) whole();
  }

  std::vector<Variant> take() {
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::tie(a.telling, a.nth) < std::tie(b.telling, b.nth);
    });
    std::vector<Variant> variants;
    for (Found& found : found_) {
      if (variants.size() == most_) break;
      variants.push_back(std::move(found.variant));
    }
    return variants;
  }

 private:
  struct Found {
    Telling telling;
    std::size_t nth;  // of its keyword in its place
    Variant variant;
  };

  bool make_base() {
    for (const Flavour flavour : {Flavour::maximal, Flavour::typical, Flavour::minimal}) {
      generation_.flavour = flavour;
      if (auto made = generate(schema_, random_.fork("base"), generation_)) {
        base_ = std::move(*made);
        return true;
      }
    }
    return false;
  }

  bool full() const { return tried_ >= kMostTried || bytes_ >= kMostBytes; }

  void whole() {
    generation_.flavour = Flavour::minimal;
    auto minimal = generate(schema_, random_.fork("minimal"), generation_);
    if (minimal) keep(Telling::whole, "", "", "is minimal", std::move(*minimal));
    keep(Telling::whole, "", "", "has everything", base_);
    generation_.flavour = Flavour::typical;
    auto typical = generate(schema_, random_.fork("typical"), generation_);
    if (typical) keep(Telling::whole, "", "", "is typical", std::move(*typical));
  }

  void walk(const std::vector<const Block*>& blocks, const std::string& pointer, std::size_t depth) {
    const Value* here = base_.resolve(pointer);
    if (here == nullptr || depth > kDeepest || full()) return;
    const Value value = *here;
    const Document document = Document::of(value);
    Constraints constraints = constraints_of(blocks, matching(program_, validation_, document.root()));
    branches(constraints, blocks, pointer, depth);
    if (!only_alternatives_) {
      scalars(constraints, value, pointer);
      kinds(constraints, value, blocks, pointer, depth);
    }
    if (value.is_object()) {
      if (!only_alternatives_) properties(constraints, value, blocks, pointer, depth);
      for (const auto& [name, member] : value.members()) {
        walk(blocks_of_member(constraints, name), pointer_child(pointer, name), depth + 1);
      }
    }
    if (value.is_array()) {
      if (!only_alternatives_) elements(constraints, value, blocks, pointer, depth);
      if (!value.items().empty()) walk(blocks_of_element(constraints, 0), pointer_child(pointer, 0), depth + 1);
    }
  }

  void scalars(const Constraints& constraints, const Value& value, const std::string& pointer) {
    if (constraints.choices) {
      for (const Node* choice : *constraints.choices) {
        if (full()) return;
        try_one(Telling::boundary, "enum", pointer, "is " + to_json(*choice), Value(*choice));
      }
      return;
    }
    std::vector<Special> specials;
    if (value.is_number()) add_special_numbers(constraints, specials);
    if (value.is_string()) {
      Random own = random_.fork(pointer);
      add_special_texts(constraints, value.text(), own, specials);
    }
    if (value.is_boolean()) {
      for (const bool either : {true, false})
        specials.push_back(Special{Telling::boundary, "type", either ? "is true" : "is false", Value(either)});
    }
    for (Special& special : specials) {
      if (!full())
        try_one(special.telling, special.keyword, pointer, std::move(special.what), std::move(special.value));
    }
  }

  // Each branch of each alternative in this place.
  void branches(const Constraints& constraints, const std::vector<const Block*>& blocks, const std::string& pointer,
                std::size_t depth) {
    for (const Block* block : constraints.blocks) {
      for (const Op op : {Op::one_of, Op::any_of}) {
        const Instruction* alternatives = block->find(op);
        if (alternatives == nullptr || alternatives->branches->size() < 2) continue;
        for (std::size_t i = 0; i < alternatives->branches->size() && !full(); ++i) {
          Wishes wishes;
          wishes.branches = alternatives->branches;
          wishes.branch = i;
          made(Telling::boundary, std::string(alternatives->keyword),
               "takes branch " + std::to_string(i) + " of " + std::string(alternatives->keyword), wishes, blocks,
               pointer, depth, (*alternatives->branches)[i]);
        }
      }
    }
  }

  // Each kind that the schema allows beside the one at hand.
  void kinds(const Constraints& constraints, const Value& value, const std::vector<const Block*>& blocks,
             const std::string& pointer, std::size_t depth) {
    if (constraints.typed && !constraints.choices && !value.is_null() &&
        (constraints.kinds & kind_bit(Kind::null)) != 0) {
      try_one(Telling::boundary, "type", pointer, "is null", Value());
    }
    if (!constraints.typed || constraints.choices) return;
    for (const Kind kind : {Kind::string, Kind::number, Kind::boolean, Kind::object, Kind::array}) {
      if (kind == value.kind() || (constraints.kinds & kind_bit(kind)) == 0) continue;
      Wishes wishes;
      wishes.kind = kind;
      made(Telling::boundary, "type", "is of another type", wishes, blocks, pointer, depth, nullptr);
    }
  }

  void properties(Constraints& constraints, const Value& value, const std::vector<const Block*>& blocks,
                  const std::string& pointer, std::size_t depth) {
    generation_.flavour = Flavour::minimal;
    auto least = generated(blocks, {}, depth, "minimal", 0);
    if (least && !least->is_object()) least.reset();  // the smallest is of another type
    generation_.flavour = Flavour::maximal;
    if (least) try_one(Telling::boundary, "required", pointer, "has only what is required", *least);
    for (const auto& [name, member] : value.members()) {
      if (least && least->find(name) != nullptr) continue;
      Value without = value;
      without.erase(name);
      try_one(Telling::shape, "properties", pointer, "lacks '" + name + "'", std::move(without));
      if (!least) continue;
      Value alone = *least;
      alone.set(name, member);
      try_one(Telling::shape, "properties", pointer, "has '" + name + "' alone", std::move(alone));
    }
    if (least && constraints.max_properties < kMostItems) {
      try_one(Telling::boundary, "maxProperties", pointer, "has the most properties", value);
    }
    if (depth > 0) try_one(Telling::shape, "minProperties", pointer, "is empty", Value(Object{}));
    additional(constraints, value, pointer, depth);
  }

  // A member that no schema names, where the contract says in so many words that there may be some.
  void additional(const Constraints& constraints, const Value& value, const std::string& pointer, std::size_t depth) {
    constexpr const char* kName = "squallExtra";
    for (const MembersPlan* plan : constraints.members) {
      if (plan->additional_value == nullptr) continue;
      const auto blocks = blocks_of_member(constraints, kName);
      auto member = blocks.empty() ? Value("squall") : generated(blocks, {}, depth + 1, kName, 0);
      if (!member) return;
      Value more = value;
      more.set(kName, std::move(*member));
      return try_one(Telling::shape, "additionalProperties", pointer, "has an additional property", std::move(more));
    }
  }

  void elements(const Constraints& constraints, const Value& value, const std::vector<const Block*>& blocks,
                const std::string& pointer, std::size_t depth) {
    const auto count = [&](std::uint64_t items, const char* keyword, const std::string& what) {
      Wishes wishes;
      wishes.kind = Kind::array;
      wishes.items = items;
      if (items <= kMostItems) made(Telling::boundary, keyword, what, wishes, blocks, pointer, depth, nullptr, items);
    };
    count(constraints.min_items, "minItems", constraints.min_items == 0 ? "is empty" : "has its minItems");
    if (constraints.max_items <= kMostItems) count(constraints.max_items, "maxItems", "has its maxItems");
    if (constraints.min_items <= 1) count(1, "items", "has one item");
    count(std::max<std::uint64_t>(constraints.min_items, 3), "items", "has several items");
    if (!constraints.unique && !value.items().empty() && value.items().size() < constraints.max_items) {
      Value twice = value;
      twice.items().push_back(twice.items().front());
      try_one(Telling::shape, "uniqueItems", pointer, "has an item twice", std::move(twice));
    }
  }

  std::optional<Value> generated(const std::vector<const Block*>& blocks, const Wishes& wishes, std::size_t depth,
                                 std::string_view domain, std::uint64_t attempt) {
    Generator generator(program_, generation_, random_.fork(domain, attempt), attempt, hopeless_, wishes);
    return generator.value(blocks, depth);
  }

  // Generates what is wished for until one is valid in its place, and in that branch or of that size.
  void made(Telling telling, const std::string& keyword, const std::string& what, const Wishes& wishes,
            const std::vector<const Block*>& blocks, const std::string& pointer, std::size_t depth, const Block* branch,
            std::optional<std::uint64_t> items = std::nullopt) {
    const std::size_t before = found_.size();
    for (std::uint64_t attempt = 0; attempt < kDraws && found_.size() == before && !full(); ++attempt) {
      generation_.flavour = attempt % 2 == 0 ? Flavour::typical : Flavour::minimal;
      auto value = generated(blocks, wishes, depth, pointer + what, attempt);
      generation_.flavour = Flavour::maximal;
      if (!value || (wishes.kind && value->kind() != *wishes.kind)) continue;
      if (items && (!value->is_array() || value->items().size() != *items)) continue;
      if (branch != nullptr) {
        const Document document = Document::of(*value);
        if (!Evaluator(program_, validation_, nullptr, Evaluator::kFewSteps).holds(*branch, document.root())) continue;
      }
      try_one(telling, keyword, pointer, what, std::move(*value));
    }
  }

  void try_one(Telling telling, const std::string& keyword, const std::string& pointer, std::string what, Value value) {
    ++tried_;
    Value instance = base_;
    *instance.resolve(pointer) = std::move(value);
    const Document document = Document::of(instance);
    if (!Evaluator(program_, validation_, nullptr, Evaluator::kFewSteps).holds(document.root())) return;
    keep(telling, keyword, pointer, std::move(what), std::move(instance));
  }

  void keep(Telling telling, const std::string& keyword, const std::string& pointer, std::string what, Value instance) {
    std::string text = to_json(instance);
    bytes_ += text.size();
    if (!seen_.insert(std::move(text)).second) return;
    const std::size_t nth = counts_[pointer + "\n" + keyword]++;
    found_.push_back(Found{
        telling, nth, Variant{keyword, pointer, (pointer.empty() ? "" : pointer + " ") + what, std::move(instance)}});
  }

  const Schema::Program& program_;
  const Schema& schema_;
  Random random_;
  std::size_t most_;
  bool only_alternatives_;
  ValidateOptions validation_;
  GenerateOptions generation_;
  HopelessTexts hopeless_;
  Value base_;
  std::vector<Found> found_;
  std::unordered_set<std::string> seen_;
  std::map<std::string, std::size_t> counts_;
  std::size_t tried_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

std::vector<Variant> variants(const Schema& schema, Random random, const VariantOptions& options) {
  return Varier(schema, random, options).take();
}

}  // namespace squall::contracts::schema
