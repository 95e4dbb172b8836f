#pragma once
// Which places break the consumer? A search that spends few runs: all places at once, split only where that breaks.
// Pure over `Play`.

#include <string>
#include <vector>

#include "harness/variation/search_runs.h"

namespace squall::harness {

// Places that break the consumer together, and none of which can be spared: mostly one.
struct BreakingCause {
  std::vector<std::string> places;
  bool proved = false;  // it broke three times, with calm weather between that did not break
  PlayResult shown;     // the last run that broke
};

struct Breakage : SearchEnd {
  std::vector<BreakingCause> causes;
  PlaceSet held;  // were changed, and nothing broke
  PlaceSet left;  // never changed: what leads to them is not there any more, or the contract forbids it
};

Breakage find_breakage(const PlaceSet& places, const Play& play);

}  // namespace squall::harness
