#include "harness/consumer/scene.h"

#include <utility>

namespace squall::harness {

void ConsumerScene::add(reports::Check check, Clock::time_point begin) {
  check.duration_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  events(reports::CheckFinished{check});
  verdict.checks.push_back(std::move(check));
}

ConsumerRecord::Seen ConsumerScene::take(const ConsumerProvider& provider) {
  ConsumerRecord::Seen seen = stubs.record().take(provider.name);
  const std::string place = "${services." + provider.name + ".url}";
  for (auto& finding : seen.findings) {
    finding.replay.command = task.again + " --seed " + std::to_string(task.seed) + task.behind;
    std::string& curl = finding.replay.curl;
    for (auto at = curl.find(place); at != std::string::npos; at = curl.find(place))
      curl.replace(at, place.size(), "${" + provider.variables.front() + "}");
    told.insert(finding.id);
  }
  return seen;
}

reports::Check consumer_check(const std::string& id, const std::string& title) {
  reports::Check check;
  check.id = id;
  check.kind = reports::CheckKind::consumer;
  check.title = title;
  return check;
}

}  // namespace squall::harness
