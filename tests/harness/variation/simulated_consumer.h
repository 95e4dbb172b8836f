#pragma once
// A consumer for searches that play on it: no process, no time.

#include <functional>
#include <string>

#include "harness/variation/breakage.h"

namespace squall::harness {

inline PlaceSet numbered(std::size_t count) {
  PlaceSet places;
  for (std::size_t i = 0; i < count; ++i) places.insert(std::to_string(1000 + i));
  return places;
}

// It breaks as `breaks` says of what is changed, and reaches every place.
struct SimulatedConsumer {
  std::function<bool(const PlaceSet&)> breaks;
  std::function<PlaceSet(const PlaceSet&)> reaches = [](const PlaceSet& asked) { return asked; };
  std::size_t most = 1000;
  std::size_t runs = 0;

  PlayResult operator()(const PlaceSet& changed) {
    PlayResult result;
    if (runs == most) return result;
    ++runs;
    result.changed = reaches(changed);
    const bool broke = breaks(result.changed);
    result.outcome = broke ? PlayResult::Outcome::broke : PlayResult::Outcome::held;
    result.how = broke ? "exited 1" : "exited 0";
    return result;
  }
};

}  // namespace squall::harness
