#pragma once
// Which of the ways that a schema leaves open instances have taken: the coverage of its branches.
//
// A branch is
// - an alternative of oneOf or anyOf that holds, or the schema that a discriminator means;
// - `if` that holds ("then") and that does not ("else");
// - one of several types; null and not null where `nullable` is said;
// - a value of an enum of 2 to 32 values;
// - a property that is not required: present, and absent.
// Each schema object counts once in what is compiled, however many references lead to it, so that recursion ends. What
// no instance can take is left out where that is plain (an enum's value of another type, a readOnly property in a
// request, a property required by what applies to the same instance); elsewhere it stays unseen.

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "contracts/schema/schema.h"

namespace squall::contracts::schema {

struct Block;

struct Branch {
  enum class Kind : std::uint8_t {
    any_of,
    one_of,
    meant,
    then,
    otherwise,
    type,
    null,
    not_null,
    value,
    present,
    absent
  };
  const Block* block = nullptr;
  Kind kind = Kind::any_of;
  std::uint32_t index = 0;  // of the alternative, type, value or property in its keyword; else 0
  bool operator==(const Branch&) const = default;
};

// A set of branches that remembers their order, so that what was added last can be taken back. Valid as long as the
// schemas live. No larger than what the schemas declare, however large the instances are.
class Branches {
 public:
  void add(const Branch& branch) {
    if (set_.insert(branch).second) order_.push_back(branch);
  }
  void add(const Branches& others) {
    for (const Branch& branch : others.order_) add(branch);
  }
  bool has(const Branch& branch) const { return set_.contains(branch); }
  std::size_t size() const { return order_.size(); }
  void take_back(std::size_t size);  // to as many as there were
  // Whether no branch of the schema that counts is missing, so that more instances tell nothing new. To be asked of one
  // schema only: it is looked at again when there are more branches than the last time.
  bool complete(const Schema& schema, Direction direction);

 private:
  struct Hash {
    std::size_t operator()(const Branch& branch) const {
      return (std::hash<const void*>()(branch.block) * 31 + static_cast<std::size_t>(branch.kind)) * 31 + branch.index;
    }
  };
  std::unordered_set<Branch, Hash> set_;
  std::vector<Branch> order_;
  std::size_t looked_at_ = SIZE_MAX;
  bool complete_ = false;
};

struct BranchCount {
  std::size_t seen = 0, total = 0;
  std::vector<std::string> unseen;  // "/lines/*/note: absent", "/state: \"paid\"", "/pay: oneOf/1 (Card)"
  bool operator==(const BranchCount&) const = default;
};

// How many branches of one schema are counted: of more, those nearest to its root.
constexpr std::size_t kMostBranches = 500;

// The branches that instances travelling in this direction can take, nearest to the root first, and those of them that
// were seen; the first `most_unseen` of the others by name. Pure; its time is bounded by kMostBranches.
BranchCount count_branches(const Schema& schema, Direction direction, const Branches& seen, std::size_t most_unseen);

}  // namespace squall::contracts::schema
