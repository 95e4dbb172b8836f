#include <algorithm>
#include <set>

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

// Walks a valid instance beside its schema and breaks one keyword at a time.
class Breaker {
 public:
  Breaker(const Schema& schema, const GenerateOptions& options, Value base) : schema_(schema), base_(std::move(base)) {
    validation_.direction = options.direction;
    validation_.max_violations = 4;
  }

  std::vector<Negative> run() {
    walk({schema_.program().root}, "", 0);
    return std::move(found_);
  }

 private:
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
      const bool there =
          violation.instance_pointer == pointer || violation.instance_pointer == pointer + candidate.below;
      return there && violation.keyword == candidate.keyword;
    };
    if (!std::all_of(violations.begin(), violations.end(), expected)) return;
    found_keywords_.insert({pointer + "\n" + candidate.detail, candidate.keyword});
    const std::string where = violations[0].instance_pointer.empty() ? "the value" : violations[0].instance_pointer;
    found_.push_back(Negative{candidate.keyword, violations[0].instance_pointer, where + " " + violations[0].message,
                              std::move(instance)});
  }

  const Schema& schema_;
  Value base_;
  ValidateOptions validation_;
  std::vector<Negative> found_;
  std::set<std::pair<std::string, std::string>> found_keywords_;
  std::size_t tried_ = 0;
};

}  // namespace

std::vector<Negative> negatives(const Schema& schema, Random random, const GenerateOptions& options) {
  GenerateOptions full = options;
  full.flavour = Flavour::maximal;  // every property is there to be broken
  auto base = generate(schema, random.fork("base"), full);
  if (!base) return {};
  return Breaker(schema, options, std::move(*base)).run();
}

}  // namespace squall::contracts::schema
