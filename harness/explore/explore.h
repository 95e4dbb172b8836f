#pragma once
// Exploration as checks of a run: `explore/<entry>` for each entry.

#include <functional>
#include <vector>

#include "harness/check/check.h"
#include "harness/explore/entries.h"
#include "harness/explore/options.h"

namespace squall::harness {

struct ExplorePlan {
  std::vector<PlannedCheck> checks;
  std::function<void(const chaos::Exchange&)> observe;  // gets every exchange on an edge
};

// Errors (usage): an entry that there is not, none at all. The system and the options outlive the plan.
contracts::Result<ExplorePlan> plan_explore(const System& system, const EntryContracts& contracts, std::uint64_t seed,
                                            const ExploreOptions& options);

}  // namespace squall::harness
