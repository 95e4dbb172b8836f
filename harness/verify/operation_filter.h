#pragma once
// --include and --exclude: which operations of a contract are meant.

#include <set>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/openapi/contract.h"
#include "harness/system/verify_spec.h"

namespace squall::harness {

using Operations = std::set<const contracts::openapi::Operation*>;

bool selects(const std::string& pattern, const contracts::openapi::Operation& operation);

// The operations that are left out. Errors (usage, located in the system file): a pattern that selects nothing, nothing
// left.
contracts::Result<Operations> left_out(const VerifySpec& spec, const contracts::openapi::Contract& contract);

}  // namespace squall::harness
