#pragma once
// An object of what was sent and, where the contract needs more, of what it would answer itself. Pure.

#include <functional>
#include <optional>
#include <string>

#include "contracts/core/value.h"
#include "contracts/openapi/wire_shape.h"

namespace squall::harness {

struct Mixture {
  const contracts::Value& base;                             // an item as the contract's own answer has it, or as it was
  const contracts::Value& given;                            // no object: nothing was
  const contracts::openapi::WireShape* sendable = nullptr;  // members that could have been sent; nullptr: all
  const contracts::openapi::WireShape* item = nullptr;      // of the result; says what is required; nullptr: unknown
  std::string id_member;                                    // "" for none
  contracts::Value id;
};

// The first that is valid of: what was given with what only the provider can know; that, with what is required; the
// base with what was given; the same without one of the given members; the base with those that it can take.
std::optional<contracts::Value> mixed(const Mixture& mixture,
                                      const std::function<bool(const contracts::Value&)>& valid);

}  // namespace squall::harness
