#pragma once
// Simpler values than a given one: less of it, or plainer. For delta debugging.

#include <cstddef>
#include <vector>

#include "contracts/core/value.h"

namespace squall::contracts::match {

// The larger steps first; at most `most`.
std::vector<Value> simpler_values(const Value& value, std::size_t most);

}  // namespace squall::contracts::match
