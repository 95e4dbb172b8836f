#include "harness/variation/search_runs.h"

namespace squall::harness {
namespace {

using Outcome = PlayResult::Outcome;

constexpr std::size_t kRounds = 2;  // of calm weather and the places

}  // namespace

PlayResult SearchRuns::run(const PlaceSet& changed) {
  PlayResult result = play_(changed);
  if (result.outcome == Outcome::not_run) {
    end_.unfinished = true;
  } else {
    ++end_.plays;
  }
  return result;
}

bool SearchRuns::prove(const PlaceSet& places, const std::function<bool(const PlayResult& again)>& as) {
  for (std::size_t round = 0; round < kRounds; ++round) {
    const PlayResult calm = run({});
    if (calm.outcome == Outcome::broke) end_.unsteady = true;
    if (calm.outcome != Outcome::held) return false;
    const PlayResult again = run(places);
    if (again.outcome == Outcome::not_run) return false;
    if (!as(again)) end_.unsteady = true;
    if (end_.unsteady) return false;
  }
  return true;
}

}  // namespace squall::harness
