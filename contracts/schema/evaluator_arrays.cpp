#include <algorithm>
#include <optional>

#include "contracts/core/number.h"
#include "contracts/core/random.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kFew = 16;  // below it comparing all pairs is quicker than hashing

// Equal values have equal hashes.
std::uint64_t hash_of(const Node& node) {
  const auto kind = static_cast<std::uint64_t>(node.kind());
  switch (node.kind()) {
    case Kind::null:
      return 1;
    case Kind::boolean:
      return node.boolean() ? 2 : 3;
    case Kind::number:
      return number_hash(node.text());
    case Kind::string:
      return stable_hash(node.text(), kind);
    case Kind::array: {
      std::uint64_t hash = kind;
      for (const Node& item : node.items()) hash = (hash ^ hash_of(item)) * 0x9E3779B97F4A7C15u + 1;
      return hash;
    }
    case Kind::object:
      break;
  }
  std::uint64_t hash = kind;
  for (const Member& member : node.members()) hash += stable_hash(member.key, hash_of(member.value));
  return hash;
}

using Pair = std::pair<std::size_t, std::size_t>;

std::optional<Pair> first_equal_pair(std::span<const Node> items) {
  if (items.size() <= kFew) {
    for (std::size_t i = 1; i < items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (equal(items[j], items[i])) return Pair{j, i};
      }
    }
    return std::nullopt;
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> hashes;
  hashes.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) hashes.emplace_back(hash_of(items[i]), i);
  std::sort(hashes.begin(), hashes.end());
  for (std::size_t i = 1; i < hashes.size(); ++i) {
    for (std::size_t j = i; j-- > 0 && hashes[j].first == hashes[i].first;) {
      if (equal(items[hashes[j].second], items[hashes[i].second])) return Pair{hashes[j].second, hashes[i].second};
    }
  }
  return std::nullopt;
}

}  // namespace

bool Evaluator::unique(const Block& block, const Instruction& instruction, const Node& instance) {
  const auto same = first_equal_pair(instance.items());
  if (!same) return true;
  return fails(block, instruction.keyword, instruction.value, [&] {
    return "elements must differ, " + std::to_string(same->first) + " and " + std::to_string(same->second) +
           " are both " + shown(*instance.at(same->first));
  });
}

bool Evaluator::items(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  const ItemsPlan& plan = *instruction.items;
  const auto all = instance.items();
  const std::size_t fixed = std::min(all.size(), plan.prefix.size());
  bool held = true;
  for (std::size_t i = 0; i < fixed; ++i) {
    held = inside(i, *plan.prefix[i], all[i], plan.prefix_keyword, i) && held;
    if (!held && done()) return false;
    if (marks != nullptr) marks->mark(i);
  }
  if (plan.rest == nullptr || fixed == all.size()) return held;
  if (plan.rest_value->is_boolean() && !plan.rest_value->boolean()) {
    return fails(block, plan.rest_keyword, plan.rest_value, [&] {
      return "must have at most " + std::to_string(fixed) + " elements, has " + std::to_string(all.size());
    });
  }
  for (std::size_t i = fixed; i < all.size(); ++i) {
    held = inside(i, *plan.rest, all[i], plan.rest_keyword) && held;
    if (!held && done()) return false;
  }
  if (marks != nullptr) marks->mark_all();
  return held;
}

bool Evaluator::contains(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks) {
  const ContainsPlan& plan = *instruction.contains;
  const auto all = instance.items();
  const bool bounded = plan.most != UINT64_MAX;
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!tested(*plan.block, all[i], nullptr)) continue;
    ++found;
    if (marks != nullptr && plan.marks) marks->mark(i);
    if (found >= plan.least && !bounded && marks == nullptr) return true;
  }
  if (found < plan.least) {
    const bool named = plan.least_value != nullptr;
    return fails(block, named ? "minContains" : "contains", named ? plan.least_value : instruction.value, [&] {
      return "must contain at least " + std::to_string(plan.least) + " matching, contains " + std::to_string(found);
    });
  }
  if (found <= plan.most) return true;
  return fails(block, "maxContains", plan.most_value, [&] {
    return "must contain at most " + std::to_string(plan.most) + " matching, contains " + std::to_string(found);
  });
}

bool Evaluator::unevaluated_items(const Block& block, const Instruction& instruction, const Node& instance,
                                  Marks& marks) {
  bool held = true;
  const auto all = instance.items();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (marks.has(i) || quietly(*instruction.block, all[i], nullptr)) continue;
    if (report_ != nullptr) report_->instance.push_back(i);
    held = fails(block, instruction.keyword, instruction.value, [&] { return "the element is not declared"; });
    if (report_ != nullptr) report_->instance.pop_back();
    if (done()) break;
  }
  marks.mark_all();
  return held;
}

}  // namespace squall::contracts::schema
