#pragma once
// What an item is found by. Internal to this room.

#include <string>
#include <string_view>

#include "contracts/core/value.h"

namespace squall::harness {

// Of an id: a text as it is, a number by its value, however it is written: 7 for 7.0, 100 for 1e2. "" for what is no
// id (null, true, arrays, objects).
std::string item_key(const contracts::Value& id);

}  // namespace squall::harness
