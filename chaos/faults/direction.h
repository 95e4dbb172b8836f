#pragma once
// The `direction` parameter that several faults share.

#include <string_view>

#include "chaos/faults/fault.h"
#include "chaos/faults/registry.h"

namespace squall::chaos {

inline ParameterInfo direction_parameter() {
  return {"direction",           ParameterType::choice, false, "down", "down: answers; up: requests; both",
          {"down", "up", "both"}};
}

struct Directions {
  bool up = false;
  bool down = true;
  explicit Directions(std::string_view text) : up(text != "down"), down(text != "up") {}
  bool holds(Direction direction) const { return direction == Direction::up ? up : down; }
};

}  // namespace squall::chaos
