#pragma once
// What a worker's thread has for itself, so that nothing is locked between a request and its judgement.

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "harness/verify/found.h"
#include "harness/verify/known_resources.h"
#include "harness/verify/tally.h"

namespace squall::harness {

// A request that made something, and its answer: what later ones refer to.
struct Creation {
  Step step;
  Sent sent;
};

// What came of one session, to be merged in order.
struct Record {
  std::vector<FoundProblem> found;
  KnownResources learned;
  std::vector<std::pair<const contracts::openapi::Operation*, std::string>> cannot_make;
  std::vector<std::string> facts;
  std::vector<Creation> creations;  // the last ones
  std::uint64_t requests = 0;
};

struct Worker {
  Send send;
  Tally tally;                           // since the last merge
  std::unordered_set<std::string> told;  // causes this worker has shown with their exchange: after that it only counts
};

}  // namespace squall::harness
