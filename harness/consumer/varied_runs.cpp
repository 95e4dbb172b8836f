#include "harness/consumer/varied_runs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/check/finding_builder.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Check;
using reports::Outcome;
using Clock = ConsumerScene::Clock;

bool is_reliance(const reports::Finding& finding) {
  return finding.rule.starts_with("consumer.reliance.");
}

// Where nothing breaks: values that can stand in one place take turns.
std::size_t runs_of(const PlaceSet& places) {
  std::map<std::string, std::size_t> values;
  std::size_t most = 0;
  for (const auto& text : places) most = std::max(most, ++values[text.substr(0, text.rfind('\t'))]);
  return most;
}

}  // namespace

contracts::Status VariedRuns::run() {
  if (!scene_.task.replay.empty()) {
    run_replay();
  } else {
    forecast();
    for (const Variation* variation : scene_.task.vary) run_variation(*variation);
    if (found_any()) doubt_findings();
  }
  if (failure_) return contracts::fail(std::move(*failure_));
  return {};
}

void VariedRuns::forecast() const {
  if (scene_.task.vary.empty()) return;
  const auto places = scene_.stubs.weather().places();
  std::size_t apply = 0, runs = 0;
  for (const Variation* variation : scene_.task.vary) {
    const auto found = places.find(std::string(variation->name));
    if (found == places.end()) continue;
    ++apply;
    runs += runs_of(found->second);
  }
  const double each = std::chrono::duration<double, std::milli>(calm_.end->took).count();
  scene_.events(reports::Notice{reports::Severity::info,
                                reports::counted(apply, "variation") + " to play in " + reports::counted(runs, "run") +
                                    " of " + reports::spoken_ms(each) + ": about " +
                                    reports::spoken_ms(each * static_cast<double>(runs)) + " where nothing breaks"});
}

// As long as a varied run may take: one that waits for what never comes shall not take ten minutes.
Duration VariedRuns::patience() const {
  const Duration most = std::chrono::seconds(10) + 5 * calm_.end->took;
  return most + static_cast<std::int64_t>(calm_.answers) * scene_.task.variation.slow;
}

PlayResult VariedRuns::play(const Variation& variation, const PlaceSet& places, VariationRun& told, Check& check) {
  if (places.empty()) {
    scene_.stubs.weather().calm();
  } else {
    scene_.stubs.weather().vary(variation, places);
  }
  scene_.stubs.begin_run();
  PlayResult result;
  scene_.events(
      reports::CheckProgress{check.id,
                             "run " + std::to_string(scene_.runs.count() + 1) + ": " +
                                 (places.empty() ? "calm" : reports::counted(places.size(), "place") + " varied"),
                             -1});
  const std::string label = std::string(places.empty() ? "calm" : variation.name);
  auto end = scene_.runs.run(label, patience());
  if (!end) failure_ = end.error();
  if (!end || !*end) return result;
  auto seen = scene_.stubs.weather().seen();
  told.examples.merge(seen.examples);
  result.changed = std::move(seen.changed);
  result.how = (*end)->how;
  result.output = (*end)->output;
  result.outcome = (*end)->success ? PlayResult::Outcome::held : PlayResult::Outcome::broke;
  judge_varied(variation, check, !places.empty());
  return result;
}

// What the consumer asked because the answers were others: new causes only.
void VariedRuns::judge_varied(const Variation& variation, Check& check, bool varied) {
  for (const auto& provider : scene_.task.providers) {
    const auto known = scene_.told;
    for (auto& finding : scene_.take(provider).findings) {
      if (!varied || known.contains(finding.id)) continue;
      finding.message += " (while " + std::string(variation.summary) + ")";
      check.findings.push_back(std::move(finding));
    }
  }
}

VariationRun VariedRuns::new_run() const {
  return {scene_.task.providers, scene_.runs.command(), scene_.task.again, scene_.task.behind, scene_.task.seed, {}};
}

void VariedRuns::run_variation(const Variation& variation) {
  const auto begin = Clock::now();
  const std::string name(variation.name);
  Check check = consumer_check("variation/" + name, "holds while " + std::string(variation.summary));
  const auto places = scene_.stubs.weather().places();
  const auto found = places.find(name);
  if (found == places.end()) {
    check.outcome = Outcome::skipped;
    check.reason = "no answer that the consumer got leaves room for it";
    return scene_.add(std::move(check), begin);
  }
  if (unsteady_) {
    check.outcome = Outcome::inconclusive;
    check.reason = scene_.command() + " is not steady: it fails now and then with nothing else changed";
    return scene_.add(std::move(check), begin);
  }
  scene_.events(reports::CheckStarted{check.id, 0});
  VariationRun told = new_run();
  const Breakage breakage =
      find_breakage(found->second, [&](const PlaceSet& changed) { return play(variation, changed, told, check); });
  finish(breakage, told, check);
  if (!breakage.unsteady && !breakage.unfinished) scene_.verdict.usage.varied.push_back(name);
  scene_.add(std::move(check), begin);
}

void VariedRuns::finish(const Breakage& breakage, const VariationRun& told, Check& check) {
  const bool forbidden = has_error(check.findings);
  tell_breakage(breakage, told, check);
  if (breakage.unfinished) check.reason = scene_.runs.why_not() + ", so not every place was varied";
  if (forbidden) check.outcome = Outcome::failed;
  note_usage(breakage, scene_.verdict.usage);
  unsteady_ = unsteady_ || breakage.unsteady;
}

void VariedRuns::run_replay() {
  const auto begin = Clock::now();
  Check check = consumer_check("replay", "holds while what is replayed is varied");
  scene_.events(reports::CheckStarted{check.id, 0});
  PlaceSet wanted;
  const Variation* variation = nullptr;
  for (const auto& [name, places] : scene_.stubs.weather().places()) {
    for (const auto& text : places) {
      const std::string id = place_id(AnswerPlace::of(text), scene_.task.providers);
      if (std::find(scene_.task.replay.begin(), scene_.task.replay.end(), id) == scene_.task.replay.end()) continue;
      wanted.insert(text);
      variation = find_variation(name);
    }
  }
  if (wanted.size() != scene_.task.replay.size()) {
    check.outcome = Outcome::inconclusive;
    check.reason = "no answer that the consumer got has a place of that id; were seed, contracts and command the same?";
    return scene_.add(std::move(check), begin);
  }
  VariationRun told = new_run();
  const Breakage breakage =
      find_breakage(wanted, [&](const PlaceSet& changed) { return play(*variation, changed, told, check); });
  finish(breakage, told, check);
  scene_.add(std::move(check), begin);
}

bool VariedRuns::found_any() const {
  return std::any_of(scene_.verdict.checks.begin(), scene_.verdict.checks.end(), [](const Check& check) {
    return std::any_of(check.findings.begin(), check.findings.end(), is_reliance);
  });
}

// A consumer that fails now and then must not be blamed: calm weather once more, and one unsteady search taints all.
void VariedRuns::doubt_findings() {
  Check unused = consumer_check("command", "");
  VariationRun told = new_run();
  if (!unsteady_) {
    const PlayResult calm = play(*scene_.task.vary.front(), {}, told, unused);
    unsteady_ = calm.outcome == PlayResult::Outcome::broke;
  }
  if (!unsteady_) return;
  for (auto& check : scene_.verdict.checks) {
    if (std::erase_if(check.findings, is_reliance) == 0) continue;
    check.outcome = has_error(check.findings) ? Outcome::failed : Outcome::inconclusive;
    check.reason = scene_.command() + " is not steady: it fails now and then with nothing else changed";
  }
  for (auto& provider : scene_.verdict.usage.providers) {
    for (auto& used : provider.operations) used.relies_on.clear();
  }
}

}  // namespace squall::harness
