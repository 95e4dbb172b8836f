#pragma once
// --only and --skip: which checks are meant.

#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/check/check.h"

namespace squall::harness {

// A pattern is a check's id, its beginning up to a '/', or a glob with * and ?: "verify", "verify/orders",
// "*/payments*".
bool selects(const std::string& pattern, const std::string& id);

// Keeps what `only` selects (everything when it is empty) and `skip` does not. Errors (usage): a pattern that selects
// nothing, or nothing left.
contracts::Result<std::vector<PlannedCheck>> select(std::vector<PlannedCheck> checks,
                                                    const std::vector<std::string>& only,
                                                    const std::vector<std::string>& skip);

}  // namespace squall::harness
