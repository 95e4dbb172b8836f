#include <algorithm>
#include <optional>

#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {
namespace {

// How far a branch is from matching: a wrong type or constant at the top says that another branch was meant.
std::size_t departure(const std::vector<SchemaViolation>& violations, const std::string& here) {
  std::size_t sum = 0;
  for (const SchemaViolation& violation : violations) {
    const std::size_t below =
        violation.instance_pointer.size() - std::min(here.size(), violation.instance_pointer.size());
    const auto slashes = static_cast<std::size_t>(std::count(
        violation.instance_pointer.end() - static_cast<std::ptrdiff_t>(below), violation.instance_pointer.end(), '/'));
    const bool constant = violation.keyword == "const" || violation.keyword == "enum";
    if (slashes == 0 && (violation.keyword == "type" || constant)) sum += 1000;
    if (slashes == 1 && constant) sum += 300;
    if (slashes > 1 && constant) sum += 100;
    if (slashes == 1 && violation.keyword == "type") sum += 20;
    sum += 10;
  }
  return sum;
}

std::string joined(const std::vector<SchemaViolation>& violations, const std::string& here) {
  std::string text;
  for (std::size_t i = 0; i < violations.size() && i < 2; ++i) {
    const std::string relative =
        violations[i].instance_pointer.substr(std::min(here.size(), violations[i].instance_pointer.size()));
    if (i > 0) text += "; ";
    if (!relative.empty()) text += relative + " ";
    text += violations[i].message;
  }
  return text;
}

}  // namespace

bool Evaluator::quietly(const Block& block, const Node& instance, Marks* marks) {
  Report* const report = std::exchange(report_, nullptr);
  const std::size_t noted = branches_ != nullptr ? branches_->size() : 0;
  bool held = false;
  if (marks != nullptr) {
    Marks own(instance.size());
    held = run(block, instance, &own);
    if (held) marks->merge(own);
  } else {
    held = run(block, instance, nullptr);
  }
  report_ = report;
  if (!held && branches_ != nullptr) branches_->take_back(noted);
  return held;
}

bool Evaluator::tested(const Block& block, const Node& instance, Marks* marks) {
  Branches* const branches = std::exchange(branches_, nullptr);
  const bool held = quietly(block, instance, marks);
  branches_ = branches;
  return held;
}

bool Evaluator::all_of(const Instruction& instruction, const Node& instance, Marks* marks) {
  bool held = true;
  std::size_t index = 0;
  for (const Block* branch : *instruction.branches) {
    held = below(*branch, instance, marks, instruction.keyword, index++) && held;
    if (!held && done()) break;
  }
  return held;
}

std::string Evaluator::objections(const Block& block, const Node& instance) {
  Report* const outer = report_;
  Report trial;
  trial.explains = outer->explains - 1;
  trial.instance = outer->instance;
  report_ = &trial;
  run(block, instance, nullptr);
  report_ = outer;
  return joined(trial.violations, to_pointer(outer->instance));
}

// What keeps the closest branch from matching. The others are only weighed: explaining what is nested in each of them
// would take time without bounds.
std::string Evaluator::closest(const Instruction& instruction, const Node& instance) {
  Report* const outer = report_;
  if (outer->explains == 0) return {};
  const std::string here = to_pointer(outer->instance);
  std::size_t best = 0;
  std::size_t least = SIZE_MAX;
  for (std::size_t i = 0; i < instruction.branches->size(); ++i) {
    Report trial;
    trial.most = 8;
    trial.explains = 0;
    trial.instance = outer->instance;
    report_ = &trial;
    run(*(*instruction.branches)[i], instance, nullptr);
    const std::size_t distance = departure(trial.violations, here);
    if (distance >= least) continue;
    least = distance;
    best = i;
  }
  report_ = outer;
  const std::string text = objections(*(*instruction.branches)[best], instance);
  if (instruction.branches->size() == 1) return "; " + text;
  return "; closest is the " + ordinal(best) + ": " + text;
}

bool Evaluator::any_of(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  if (block.discriminator != nullptr) {
    if (const auto held = discriminated(block, instruction, instance, marks)) return *held;
  }
  bool matched = false;
  for (std::size_t i = 0; i < instruction.branches->size(); ++i) {
    if (!quietly(*(*instruction.branches)[i], instance, marks)) continue;
    matched = true;
    if (marks == nullptr && branches_ == nullptr) return true;  // annotations come from every branch that matches
    note(Branch::Kind::any_of, block, i);
  }
  if (matched) return true;
  return fails(block, instruction.keyword, instruction.value, [&] {
    return "matches none of " + std::to_string(instruction.branches->size()) + " alternatives" +
           closest(instruction, instance);
  });
}

bool Evaluator::one_of(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  if (block.discriminator != nullptr) {
    if (const auto held = discriminated(block, instruction, instance, marks)) return *held;
  }
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < instruction.branches->size(); ++i) {
    if (!quietly(*(*instruction.branches)[i], instance, marks)) continue;
    if (!first) {
      first = i;
      continue;
    }
    return fails(block, instruction.keyword, instruction.value, [&] {
      return "must match exactly one of " + std::to_string(instruction.branches->size()) +
             " alternatives, matches the " + ordinal(*first) + " and the " + ordinal(i);
    });
  }
  if (first) {
    note(Branch::Kind::one_of, block, *first);
    return true;
  }
  return fails(block, instruction.keyword, instruction.value, [&] {
    return "matches none of " + std::to_string(instruction.branches->size()) + " alternatives" +
           closest(instruction, instance);
  });
}

bool Evaluator::negation(const Block& block, const Instruction& instruction, const Node& instance) {
  if (!tested(*instruction.block, instance, nullptr)) return true;
  return fails(block, instruction.keyword, instruction.value,
               [&] { return "must not match " + shown(*instruction.value) + ", is " + shown(instance); });
}

bool Evaluator::conditional(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  const Conditional& plan = *instruction.conditional;
  if (tested(*plan.test, instance, marks)) {
    note(Branch::Kind::then, block);
    return plan.then == nullptr || below(*plan.then, instance, marks, std::string_view("then"));
  }
  note(Branch::Kind::otherwise, block);
  return plan.otherwise == nullptr || below(*plan.otherwise, instance, marks, std::string_view("else"));
}

// The outermost resource of the dynamic scope that has the anchor (2020-12 core, section 8.2.3.2).
bool Evaluator::dynamic(const Instruction& instruction, const Node& instance, Marks* marks) {
  const DynamicTarget& target = *instruction.dynamic;
  const Block* meant = target.fallback;
  for (const Resource* scope : scopes_) {
    const auto found = program_.dynamic_anchors.find({scope, target.anchor});
    if (found == program_.dynamic_anchors.end()) continue;
    meant = found->second;
    break;
  }
  return below(*meant, instance, marks, instruction.keyword);
}

}  // namespace squall::contracts::schema
