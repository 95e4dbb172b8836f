#pragma once
// What to do about a request that departs from its contract: the `fix` of a problem document. Internal to this room.

#include <string>

#include "contracts/core/violation.h"
#include "harness/stub/judged_request.h"

namespace squall::harness {

// In the imperative, never empty: "send query.limit", "leave out body/note". `violation` is one of the request's.
std::string fix_of(const contracts::Violation& violation, const JudgedRequest& judged);

}  // namespace squall::harness
