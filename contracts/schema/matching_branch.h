#pragma once
// Which way through its alternatives an instance goes.

#include "contracts/schema/constraints.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {

// Takes the first branch that the instance matches, the last when it matches none. What it is given must outlive it.
inline Choose matching(const Schema::Program& program, const ValidateOptions& options, const Node& instance) {
  return [&program, &options, &instance](const std::vector<const Block*>& branches) {
    for (std::size_t i = 0; i < branches.size(); ++i) {
      if (branches[i] == nullptr) continue;
      if (Evaluator(program, options, nullptr, Evaluator::kFewSteps).holds(*branches[i], instance)) return i;
    }
    return branches.size() - 1;
  };
}

}  // namespace squall::contracts::schema
