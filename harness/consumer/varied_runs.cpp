#include "harness/consumer/varied_runs.h"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/check/finding_builder.h"
#include "harness/consumer/crash_check.h"
#include "harness/consumer/needs_check.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Check;
using reports::Outcome;
using Clock = ConsumerScene::Clock;

// What was seen by how the command ended, not by what it asked.
bool is_by_the_tests(const reports::Finding& finding) {
  return finding.rule.starts_with("consumer.reliance.") || finding.rule == "consumer.crash";
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
    if (scene_.task.needs) learn_needs(scene_, play_, unsteady_);
  }
  if (play_.failure()) return contracts::fail(*play_.failure());
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
    runs += variation->tests_may_fail ? found->second.size() : runs_of(found->second);
  }
  const double each = std::chrono::duration<double, std::milli>(play_.calm().end->took).count();
  scene_.events(reports::Notice{reports::Severity::info,
                                reports::counted(apply, "variation") + " to play in " + reports::counted(runs, "run") +
                                    " of " + reports::spoken_ms(each) + ": about " +
                                    reports::spoken_ms(each * static_cast<double>(runs)) + " where nothing breaks"});
}

PlayResult VariedRuns::play(const Variation& variation, const PlaceSet& places, VariationRun& told, Check& check) {
  PlayResult result = play_.run(variation, places, check.id, told.examples);
  if (places.empty()) {
    play_.forget_findings();
  } else {
    for (auto& finding : play_.new_findings(variation)) check.findings.push_back(std::move(finding));
  }
  return result;
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
  if (search(variation, found->second, check)) scene_.verdict.usage.varied.push_back(name);
  scene_.add(std::move(check), begin);
}

bool VariedRuns::search(const Variation& variation, const PlaceSet& places, Check& check) {
  VariationRun told = new_run();
  const Play played = [&](const PlaceSet& changed) { return play(variation, changed, told, check); };
  if (variation.tests_may_fail) {
    const Crashes crashes = find_crashes(places, played);
    tell_crashes(crashes, told, check);
    return finish(crashes.unsteady, crashes.unfinished, check);
  }
  const Breakage breakage = find_breakage(places, played);
  const bool forbidden = has_error(check.findings);
  tell_breakage(breakage, told, check);
  if (forbidden) check.outcome = Outcome::failed;
  note_usage(breakage, scene_.verdict.usage);
  return finish(breakage.unsteady, breakage.unfinished, check);
}

bool VariedRuns::finish(bool unsteady, bool unfinished, Check& check) {
  if (unfinished) check.reason = scene_.runs.why_not() + ", so not every place was varied";
  unsteady_ = unsteady_ || unsteady;
  return !unsteady && !unfinished;
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
  (void)search(*variation, wanted, check);
  scene_.add(std::move(check), begin);
}

bool VariedRuns::found_any() const {
  return std::any_of(scene_.verdict.checks.begin(), scene_.verdict.checks.end(), [](const Check& check) {
    return std::any_of(check.findings.begin(), check.findings.end(), is_by_the_tests);
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
    if (std::erase_if(check.findings, is_by_the_tests) == 0) continue;
    check.outcome = has_error(check.findings) ? Outcome::failed : Outcome::inconclusive;
    check.reason = scene_.command() + " is not steady: it fails now and then with nothing else changed";
  }
  for (auto& provider : scene_.verdict.usage.providers) {
    for (auto& used : provider.operations) {
      used.relies_on.clear();
      for (auto& [status, answered] : used.statuses) {
        for (auto& [field, need] : answered.fields) need = Need::unknown;
      }
    }
  }
}

}  // namespace squall::harness
