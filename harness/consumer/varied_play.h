#pragma once
// One run of a consumer's tests while certain places of the answers are varied. Internal to this room.

#include <map>
#include <optional>
#include <string>

#include "harness/consumer/calm_run.h"
#include "harness/variation/breakage.h"
#include "harness/variation/variation.h"

namespace squall::harness {

class VariedPlay {
 public:
  // After a calm run that passed. The scene outlives it.
  VariedPlay(ConsumerScene& scene, CalmRun calm) : scene_(scene), calm_(std::move(calm)) {}

  // Calm weather where there are no places. What is done is told as progress of the check; of places that were changed
  // an example is added.
  PlayResult run(const Variation& variation, const PlaceSet& places, const std::string& check_id,
                 std::map<std::string, std::string>& examples);
  // What the consumer asked since, because the answers were others: new causes only.
  std::vector<reports::Finding> new_findings(const Variation& variation);
  // The same, but nobody is told.
  void forget_findings();

  const CalmRun& calm() const { return calm_; }
  const std::optional<contracts::Error>& failure() const { return failure_; }  // the command could not be started

 private:
  Duration patience() const;

  ConsumerScene& scene_;
  const CalmRun calm_;
  std::optional<contracts::Error> failure_;
};

}  // namespace squall::harness
