#pragma once
// Instances for schemas that hardly any instance satisfies.

#include <optional>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::schema {

// What generate() tries first, without asking whether it is valid: near to what was meant where alternatives exclude
// each other by mistake. nullopt: not even that can be put together.
std::optional<Value> approximate(const Schema& schema, Random random, const GenerateOptions& options = {});

}  // namespace squall::contracts::schema
