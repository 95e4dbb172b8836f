#pragma once
// One cause that shows at many operations is told once. Pure.

#include <vector>

#include "harness/verify/found.h"

namespace squall::harness {

// Merges, into the first of them, problems of one kind
// - that come from one place which several operations share: a component's schema, a header;
// - that show at three operations or more, and at half of all that were exercised: every answer lacks the same header,
//   every request is answered 500.
void merge_same_causes(std::vector<FoundProblem>& all, std::size_t exercised_operations);

}  // namespace squall::harness
