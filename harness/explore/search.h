#pragma once
// Search: every fault at every place that an entry request touches, then pairs; what cannot matter is left out, and
// counted with the assumption it rests on. Pure over Trials, and deterministic where they are.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/explore/trial.h"

namespace squall::harness {

// Why a trial was not made.
enum class Pruned {
  same_handling,  // another fault at the place was handled in the same way, and did the same to the provider
  no_effect,      // the fault changed nothing alone
  unread_field,   // nobody reads the field of the answer
  unreachable     // the place is not reached, or not any more once the other fault has struck
};
const char* what(Pruned reason);        // "handled as another fault at the same place"
const char* assumption(Pruned reason);  // what leaving it out rests on

struct SearchOptions {
  bool prune = true;
  bool pairs = true;
};

struct Found {
  Breach breach;
  Trial trial;  // the smallest that showed it
  Observation seen;
  std::size_t tries = 1, came_up = 1;
  std::uint64_t occurrences = 1;       // trials that showed the same cause
  std::vector<std::string> also = {};  // other faults at the same places that did
};

struct SearchResult {
  Observation calm;
  std::vector<Found> found;
  std::string inconclusive;                    // why nothing, or not everything, can be said; "" when all was tried
  std::size_t singles = 0, pairs = 0;          // trials that were made
  std::size_t all_singles = 0, all_pairs = 0;  // trials that there would be without pruning
  std::size_t proofs = 0;                      // trials to prove findings and make them smaller
  std::size_t left = 0;                        // trials that were to be made when the budget was over
  std::map<Pruned, std::size_t> pruned;        // trials not made
  std::vector<Place> places;                   // operations that were touched, in order of discovery
  std::map<Place, std::vector<std::string>> unread;  // fields of answers that nobody reads
  std::vector<std::string> notes;
};

// Told before each trial: "answer lost: POST /charges on orders-payments".
using SearchProgress = std::function<void(const std::string& text, const SearchResult& so_far)>;

SearchResult search(Trials& trials, const Entry& entry, const SearchOptions& options, const SearchProgress& progress);

}  // namespace squall::harness
