#pragma once
// Changes to JSON values, themselves written as JSON.

#include "contracts/core/result.h"
#include "contracts/core/value.h"

namespace squall::contracts {

// JSON Merge Patch (RFC 7396): members of the patch replace the target's, null removes them; a patch that is no object
// replaces the whole.
Value merge_patch(Value target, const Value& patch);

// JSON Patch (RFC 6902): all of it or nothing. Errors: malformed, where the patch is not one; usage, where an operation
// cannot be done to this target or its test fails, or the result would have more than a million values, be deeper than
// what Document reads, or take too many operations for its size. The location's pointer is the place in the patch.
Result<Value> apply_patch(Value target, const Value& patch);

}  // namespace squall::contracts
