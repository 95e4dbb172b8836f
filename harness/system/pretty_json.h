#pragma once
// JSON for people: two spaces of indent, short lists and objects on one line.

#include <string>

#include "contracts/core/value.h"

namespace squall::harness {

std::string pretty_json(const contracts::Value& value);

}  // namespace squall::harness
