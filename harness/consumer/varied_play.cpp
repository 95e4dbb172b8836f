#include "harness/consumer/varied_play.h"

#include <utility>

#include "reports/model/text.h"

namespace squall::harness {

// As long as a varied run may take: one that waits for what never comes shall not take ten minutes.
Duration VariedPlay::patience() const {
  const Duration most = std::chrono::seconds(10) + 5 * calm_.end->took;
  return most + static_cast<std::int64_t>(calm_.answers) * scene_.task.variation.slow;
}

PlayResult VariedPlay::run(const Variation& variation, const PlaceSet& places, const std::string& check_id,
                           std::map<std::string, std::string>& examples) {
  if (places.empty()) {
    scene_.stubs.weather().calm();
  } else {
    scene_.stubs.weather().vary(variation, places);
  }
  scene_.stubs.begin_run();
  PlayResult result;
  scene_.events(
      reports::CheckProgress{check_id,
                             "run " + std::to_string(scene_.runs.count() + 1) + ": " +
                                 (places.empty() ? "calm" : reports::counted(places.size(), "place") + " varied"),
                             -1});
  const std::string label = std::string(places.empty() ? "calm" : variation.name);
  auto end = scene_.runs.run(label, patience());
  if (!end) failure_ = end.error();
  if (!end || !*end) return result;
  auto seen = scene_.stubs.weather().seen();
  examples.merge(seen.examples);
  result.changed = std::move(seen.changed);
  result.how = (*end)->how;
  result.output = (*end)->output;
  result.ended = !(*end)->timed_out;
  result.outcome = (*end)->success ? PlayResult::Outcome::held : PlayResult::Outcome::broke;
  return result;
}

std::vector<reports::Finding> VariedPlay::new_findings(const Variation& variation) {
  std::vector<reports::Finding> fresh;
  for (const auto& provider : scene_.task.providers) {
    const auto known = scene_.told;
    for (auto& finding : scene_.take(provider).findings) {
      if (known.contains(finding.id)) continue;
      finding.message += " (while " + std::string(variation.summary) + ")";
      finding.replay.command = scene_.task.again + " --vary=" + std::string(variation.name) + " --seed " +
                               std::to_string(scene_.task.seed) + scene_.task.behind;
      fresh.push_back(std::move(finding));
    }
  }
  return fresh;
}

void VariedPlay::forget_findings() {
  for (const auto& provider : scene_.task.providers) (void)scene_.stubs.record().take(provider.name);
}

}  // namespace squall::harness
