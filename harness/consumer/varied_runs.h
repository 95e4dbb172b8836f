#pragma once
// The runs of a consumer's tests while the stubs answer differently but legally. Internal to this room.

#include "harness/consumer/variation_check.h"
#include "harness/consumer/varied_play.h"

namespace squall::harness {

// After a calm run that passed.
class VariedRuns {
 public:
  // The scene outlives it.
  VariedRuns(ConsumerScene& scene, CalmRun calm) : scene_(scene), play_(scene, std::move(calm)) {}

  // Every variation of the task, or what it replays; then what the tests need. Adds the checks `variation/NAME` and
  // `needs`, or `replay`, and to the usage.
  // Errors: the command cannot be started (unavailable).
  contracts::Status run();

 private:
  void forecast() const;
  PlayResult play(const Variation& variation, const PlaceSet& places, VariationRun& told, reports::Check& check);
  VariationRun new_run() const;
  void run_variation(const Variation& variation);
  // True when it came to its end.
  bool search(const Variation& variation, const PlaceSet& places, reports::Check& check);
  bool finish(bool unsteady, bool unfinished, reports::Check& check);
  void run_replay();
  bool found_any() const;
  void doubt_findings();

  ConsumerScene& scene_;
  VariedPlay play_;
  bool unsteady_ = false;
};

}  // namespace squall::harness
