#pragma once
// Values with as few members as possible left out, for what a media type cannot carry. Pure over `fits`.

#include <functional>
#include <optional>

#include "contracts/core/value.h"

namespace squall::contracts::match {

// The value without some of its members, at any depth, so that it fits; each of them is needed for that. nullopt: it
// fits without none of the first 64, or is no object or list.
std::optional<Value> with_members_left_out(const Value& whole, const std::function<bool(const Value&)>& fits);

}  // namespace squall::contracts::match
