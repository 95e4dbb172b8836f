#pragma once
// Values that break one keyword each. Candidates only: the validator decides which of them do.

#include <string>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/schema/constraints.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {

struct Violating {
  std::string keyword;
  Value value;
  std::string detail;  // tells several of one keyword apart: the property that is missing
  std::string below;   // where the violation shows, below the value: "/undeclared"
};

// In a stable order: several candidates for a keyword follow each other, the likeliest first.
std::vector<Violating> violations_of(const Constraints& constraints, const Value& valid);

}  // namespace squall::contracts::schema
