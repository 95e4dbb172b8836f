#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/generator.h"
#include "contracts/schema/matching_branch.h"
#include "contracts/schema/report.h"
#include "contracts/schema/violate.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostNegatives = 200;
constexpr std::size_t kMostTried = 2'000;
constexpr std::size_t kDeepest = 12;
constexpr std::size_t kMostBases = 12;

// Walks a valid instance beside its schema and breaks one keyword at a time.
class Breaker {
 public:
  Breaker(const Schema& schema, const GenerateOptions& options) : schema_(schema) {
    validation_.direction = options.direction;
    validation_.max_violations = 4;
  }

  // Breaks another valid instance of the schema, too.
  void walk_as(Value base) {
    base_ = std::move(base);
    walk({schema_.program().root}, "", 0);
  }

  std::vector<Negative> take() {
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.nth < b.nth; });
    std::vector<Negative> negatives;
    for (Found& found : found_) negatives.push_back(std::move(found.negative));
    return negatives;
  }

 private:
  struct Found {
    std::size_t nth;  // of its keyword in its place
    Negative negative;
  };

  bool full() const { return found_.size() >= kMostNegatives || tried_ >= kMostTried; }

  void walk(const std::vector<const Block*>& blocks, const std::string& pointer, std::size_t depth) {
    const Value* here = base_.resolve(pointer);
    if (here == nullptr || depth > kDeepest || full()) return;
    const Value value = *here;
    const Document document = Document::of(value);
    const Constraints constraints = constraints_of(blocks, matching(schema_.program(), validation_, document.root()));
    for (Violating& candidate : violations_of(constraints, value)) {
      if (full()) return;
      try_one(std::move(candidate), pointer);
    }
    if (value.is_object()) {
      for (const auto& [name, member] : value.members()) {
        walk(blocks_of_member(constraints, name), pointer_child(pointer, name), depth + 1);
      }
    }
    if (value.is_array() && !value.items().empty()) {
      walk(blocks_of_element(constraints, 0), pointer_child(pointer, 0), depth + 1);
    }
  }

  // Keeps the candidate when it violates that keyword there, and nothing else.
  void try_one(Violating candidate, const std::string& pointer) {
    if (found_keywords_.contains({pointer + "\n" + candidate.detail, candidate.keyword})) return;
    ++tried_;
    Value instance = base_;
    *instance.resolve(pointer) = std::move(candidate.value);
    const Document document = Document::of(instance);
    const auto violations = schema_.validate(document.root(), validation_);
    if (violations.empty()) return;
    const auto expected = [&](const SchemaViolation& violation) {
      const bool below = violation.instance_pointer == pointer + candidate.below;
      if (below && candidate.keyword == "discriminator") return true;  // an enum beside it counts for it
      const bool there = below || violation.instance_pointer == pointer;
      return (there && violation.keyword == candidate.keyword) || is_alternative(violation, candidate.keyword, pointer);
    };
    if (!std::all_of(violations.begin(), violations.end(), expected)) return;
    const bool tag = candidate.keyword == "discriminator";
    const bool inside =
        tag ? violations[0].instance_pointer != pointer + candidate.below : violations[0].keyword != candidate.keyword;
    if (inside && !seen_.insert(to_json(instance)).second) return;
    found_keywords_.insert({pointer + "\n" + candidate.detail, candidate.keyword});
    const std::string& at = inside ? pointer : violations[0].instance_pointer;
    const std::string where = at.empty() ? "the value" : at;
    const std::string why = inside ? "violates " + candidate.keyword + ": " : "";
    found_.push_back(Found{counts_[{pointer, candidate.keyword}]++,
                           Negative{tag ? keyword_of_tag(document) : candidate.keyword, at,
                                    where + " " + why + violations[0].message, std::move(instance)}});
  }

  // What a value that names no schema violates to JSON Schema, too; "discriminator" when it violates nothing else.
  std::string keyword_of_tag(const Document& instance) const {
    ValidateOptions plain = validation_;
    plain.heed_discriminators = false;
    const auto violations = schema_.validate(instance.root(), plain);
    return violations.empty() ? "discriminator" : violations[0].keyword;
  }

  // An alternative around the place: none of its branches is left when one of them is broken.
  static bool is_alternative(const SchemaViolation& violation, const std::string& keyword, const std::string& pointer) {
    if (violation.keyword != "oneOf" && violation.keyword != "anyOf") return false;
    const std::string& at = violation.instance_pointer;
    if (at == pointer) return keyword != "type" && keyword != "enum" && keyword != "const";
    return pointer.size() > at.size() && pointer.compare(0, at.size(), at) == 0 && pointer[at.size()] == '/';
  }

  const Schema& schema_;
  Value base_;
  ValidateOptions validation_;
  std::vector<Found> found_;
  std::set<std::pair<std::string, std::string>> found_keywords_;
  std::map<std::pair<std::string, std::string>, std::size_t> counts_;
  std::unordered_set<std::string> seen_;
  std::size_t tried_ = 0;
};

}  // namespace

std::vector<Negative> negatives(const Schema& schema, Random random, const GenerateOptions& options) {
  GenerateOptions full = options;
  full.flavour = Flavour::maximal;  // every property is there to be broken
  auto base = generate(schema, random.fork("base"), full);
  if (!base) return {};
  Breaker breaker(schema, options);
  breaker.walk_as(std::move(*base));
  VariantOptions alternatives;
  alternatives.direction = options.direction;
  alternatives.only_alternatives = true;
  alternatives.most = kMostBases;
  for (Variant& variant : variants(schema, random.fork("alternatives"), alternatives)) {
    breaker.walk_as(std::move(variant.instance));
  }
  return breaker.take();
}

}  // namespace squall::contracts::schema
