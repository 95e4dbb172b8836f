#pragma once
// Which places break the consumer? A search that spends few runs: all places at once, split only where that breaks.
// Pure over `Play`.

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace squall::harness {

using PlaceSet = std::set<std::string>;  // each names a place among all contracts, operations and statuses

struct PlayResult {
  enum class Outcome {
    held,
    broke,
    not_run  // there was no time or no run left, or it was interrupted
  };
  Outcome outcome = Outcome::not_run;
  PlaceSet changed;         // of those asked for: where an answer was given that was changed there
  std::string how;          // "exited 1", "did not end within 10s"
  std::string output = {};  // its last lines
  bool ended = true;        // false: it was still running when its time was over
};
// One run of the consumer's command. Nothing changed is calm weather.
using Play = std::function<PlayResult(const PlaceSet& changed)>;

// Places that break the consumer together, and none of which can be spared: mostly one.
struct BreakingCause {
  std::vector<std::string> places;
  bool proved = false;  // it broke three times, with calm weather between that did not break
  PlayResult shown;     // the last run that broke
};

struct Breakage {
  std::vector<BreakingCause> causes;
  PlaceSet held;            // were changed, and nothing broke
  PlaceSet left;            // never changed: what leads to them is not there any more, or the contract forbids it
  bool unsteady = false;    // it broke in calm weather as well, or now and then: it cannot be judged
  bool unfinished = false;  // a run was not made
  std::size_t plays = 0;
};

Breakage find_breakage(const PlaceSet& places, const Play& play);

}  // namespace squall::harness
