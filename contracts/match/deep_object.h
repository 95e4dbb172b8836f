#pragma once
// Style deepObject: filter[a]=1&filter[b][c]=2. The specification defines one level of scalars; deeper nesting and
// arrays (repeated, [] or [0]) are read as widely used servers do.

#include <optional>
#include <string>
#include <vector>

#include "contracts/match/wire_text.h"

namespace squall::contracts::match {

// nullopt when no pair belongs to `name`.
std::optional<Value> read_deep_object(const std::string& name, const std::vector<QueryPair>& pairs,
                                      const WireShape* shape);
// Pairs of encoded name and value; nullopt when the value cannot be written (empty containers, null).
std::optional<Pairs> write_deep_object(const std::string& name, const Value& value);

}  // namespace squall::contracts::match
