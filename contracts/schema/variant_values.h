#pragma once
// Values of one kind that are special within what their schema allows. Candidates only: the validator decides.

#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/schema/constraints.h"

namespace squall::contracts::schema {

// How soon a provider should meet it.
enum class Telling : std::uint8_t { whole, boundary, shape, format, text };

struct Special {
  Telling telling;
  std::string keyword;
  std::string what;  // "is 1, its minimum"
  Value value;
};

void add_special_numbers(const Constraints& constraints, std::vector<Special>& out);
void add_special_texts(const Constraints& constraints, const std::string& valid, Random& random,
                       std::vector<Special>& out);

}  // namespace squall::contracts::schema
