#pragma once
// The runs of a consumer's tests while the stubs answer differently but legally. Internal to this room.

#include <optional>

#include "harness/consumer/calm_run.h"
#include "harness/consumer/variation_check.h"

namespace squall::harness {

// After a calm run that passed.
class VariedRuns {
 public:
  // The scene outlives it.
  VariedRuns(ConsumerScene& scene, CalmRun calm) : scene_(scene), calm_(std::move(calm)) {}

  // Every variation of the task, or what it replays. Adds the checks `variation/NAME`, or `replay`, and to the usage.
  // Errors: the command cannot be started (unavailable).
  contracts::Status run();

 private:
  void forecast() const;
  Duration patience() const;
  PlayResult play(const Variation& variation, const PlaceSet& places, VariationRun& told, reports::Check& check);
  void judge_varied(const Variation& variation, reports::Check& check, bool varied);
  VariationRun new_run() const;
  void run_variation(const Variation& variation);
  void finish(const Breakage& breakage, const VariationRun& told, reports::Check& check);
  void run_replay();
  bool found_any() const;
  void doubt_findings();

  ConsumerScene& scene_;
  const CalmRun calm_;
  std::optional<contracts::Error> failure_;
  bool unsteady_ = false;
};

}  // namespace squall::harness
