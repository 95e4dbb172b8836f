#pragma once
// A valid instance changed into another: one that the schema allows as well, or one that it forbids for one reason.
// Seeded and bounded; everything returned was checked with the validator.

#include <optional>
#include <string>
#include <string_view>

#include "contracts/schema/generate.h"

namespace squall::contracts::schema {

enum class Change {
  fewer_members,  // what no `required` asks for goes, at every depth; what the schema does not name stays
  more_members,   // each object gets a member that it did not have and that the schema does not name
  nulls,          // what may be null is, all but the instance itself
  other_values,   // another value of each enum
  fewest_items,   // each array as short as it may be
  most_items      // each array as long as it may be, within ChangeOptions::most_items, with generated elements
};

struct ChangeOptions {
  Direction direction = Direction::none;
  double chance = 1;             // of each place where the change is possible
  std::size_t most_items = 100;  // no array grows beyond that
};

// nullopt: there is no such place. Where the schema does not allow all of the changes together, as many as it does, in
// document order. Precondition: `valid` is valid.
std::optional<Value> changed(const Schema& schema, const Value& valid, Change change, Random random,
                             const ChangeOptions& options = {});

// Violates one keyword in one place, which `random` chooses; `keyword` "" is any. nullopt: nothing can be violated
// alone. Precondition: `valid` is valid.
std::optional<Negative> violating(const Schema& schema, const Value& valid, Random random, Direction direction,
                                  std::string_view keyword = {});

}  // namespace squall::contracts::schema
