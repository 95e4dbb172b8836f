#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/change.h"
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
constexpr std::size_t kMostCandidates = 1'000;
constexpr std::size_t kMostDrawn = 64;

// Walks a valid instance beside its schema and breaks one keyword at a time.
class Breaker {
 public:
  Breaker(const Schema& schema, const GenerateOptions& options) : schema_(schema) {
    validation_.direction = options.direction;
    validation_.max_violations = 4;
  }

  // Breaks another valid instance of the schema, too.
  void walk_as(Value base) {
    visit(std::move(base), [this](Violating candidate, const std::string& pointer) {
      try_one(std::move(candidate), pointer);
      return !full();
    });
  }

  // One way to break a valid instance; candidates are validated only until one does.
  std::optional<Negative> any(const Value& base, Random random, std::string_view keyword) {
    std::vector<std::pair<Violating, std::string>> candidates;
    visit(base, [&](Violating candidate, const std::string& pointer) {
      if (keyword.empty() || candidate.keyword == keyword) candidates.emplace_back(std::move(candidate), pointer);
      return candidates.size() < kMostCandidates;
    });
    for (; !candidates.empty() && tried_ < kMostDrawn; candidates.pop_back()) {
      std::swap(candidates[random.below(candidates.size())], candidates.back());
      try_one(std::move(candidates.back().first), candidates.back().second);
      if (!found_.empty()) return std::move(found_.front().negative);
    }
    return std::nullopt;
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

  // Takes a candidate; false: no more are wanted.
  using Take = std::function<bool(Violating candidate, const std::string& pointer)>;
  void visit(Value base, const Take& take) {
    base_ = std::move(base);
    take_ = &take;
    wanted_ = !full();
    walk({schema_.program().root}, "", 0);
  }

  void walk(const std::vector<const Block*>& blocks, const std::string& pointer, std::size_t depth) {
    const Value* here = base_.resolve(pointer);
    if (here == nullptr || depth > kDeepest || !wanted_) return;
    const Value value = *here;
    const Document document = Document::of(value);
    const Constraints constraints = constraints_of(blocks, matching(schema_.program(), validation_, document.root()));
    for (Violating& candidate : violations_of(constraints, value)) {
      if (!wanted_) return;
      wanted_ = (*take_)(std::move(candidate), pointer);
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
  const Take* take_ = nullptr;  // of the visit under way
  bool wanted_ = true;
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

std::optional<Negative> violating(const Schema& schema, const Value& valid, Random random, Direction direction,
                                  std::string_view keyword) {
  GenerateOptions options;
  options.direction = direction;
  return Breaker(schema, options).any(valid, random, keyword);
}

}  // namespace squall::contracts::schema
