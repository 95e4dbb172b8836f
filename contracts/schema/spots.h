#pragma once
// The places of a valid instance, each with what its schema says there: raw material for making another valid instance
// of one. Whatever is made of it is for the validator to judge.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/schema/constraints.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::schema {

// Bounds how much is generated over all spots of one visit.
class SpotDraws;

// Valid during the visit only.
struct Spot {
  const Node& here;
  const std::string& pointer;      // into the instance; "" for the whole
  const Constraints& constraints;  // along the alternatives that the instance takes
  const std::vector<const Block*>& blocks;
  SpotDraws& draws;

  bool names(std::string_view member) const;  // in `properties`
  bool requires_member(std::string_view member) const;
  bool allows(const Value& value) const;  // the schema at this place alone
  // What a member of that name, or the element at that place, may be. nullopt: nothing was found.
  std::optional<Value> member(std::string_view name) const;
  std::optional<Value> element(std::size_t index) const;
};

// Outer places first, in document order; 10,000 at most, to a depth of 64. Precondition: `valid` is valid.
void visit_spots(const Schema& schema, const Node& valid, Direction direction, const Random& random,
                 const std::function<void(const Spot&)>& look);

// A name that neither the object nor its schema has.
std::string unnamed_member(const Spot& spot);
// The array's elements and generated ones behind them: as many as the schema allows and can be made, `most` at most.
Array more_items(const Spot& spot, std::size_t most);

}  // namespace squall::contracts::schema
