#include "harness/consumer/needs_check.h"

#include <utility>

#include "harness/consumer/variation_check.h"
#include "harness/variation/needs.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Check;
using reports::Outcome;

PlaceSet undecided(ConsumerScene& scene) {
  const auto places = scene.stubs.weather().places();
  const auto found = places.find(std::string(missing_members.name));
  PlaceSet left;
  if (found == places.end()) return left;
  for (const auto& text : found->second) {
    const Need* need = need_of(scene.verdict.usage, AnswerPlace::of(text));
    if (need != nullptr && *need == Need::unknown) left.insert(text);
  }
  return left;
}

void note(const PlaceSet& places, Need need, Usage& usage) {
  for (const auto& text : places) {
    if (Need* field = need_of(usage, AnswerPlace::of(text))) *field = need;
  }
}

void tell(const Needs& needs, ConsumerScene& scene, Check& check) {
  check.facts.push_back(reports::counted(needs.needed.size(), "field") + " needed, " +
                        std::to_string(needs.not_needed.size()) + " not, " + std::to_string(needs.unknown.size()) +
                        " unknown, " + reports::counted(needs.plays, "run"));
  check.outcome = Outcome::passed;
  if (needs.unsteady) {
    check.outcome = Outcome::inconclusive;
    check.reason = scene.command() + " is not steady: it fails now and then with nothing else changed";
  } else if (needs.unfinished) {
    check.outcome = Outcome::inconclusive;
    check.reason = scene.runs.why_not() + ", so not every field was left out";
  }
}

}  // namespace

void learn_needs(ConsumerScene& scene, VariedPlay& play, bool unsteady) {
  const auto begin = ConsumerScene::Clock::now();
  Check check = consumer_check("needs", "which fields its tests need is known");
  const PlaceSet places = undecided(scene);
  if (places.empty()) {
    check.outcome = Outcome::skipped;
    check.reason = "no answer that the consumer got has a field of which nothing is known";
    return scene.add(std::move(check), begin);
  }
  if (unsteady) {
    check.outcome = Outcome::inconclusive;
    check.reason = scene.command() + " is not steady: it fails now and then with nothing else changed";
    return scene.add(std::move(check), begin);
  }
  scene.events(reports::CheckStarted{check.id, 0});
  std::map<std::string, std::string> unused;
  const Needs needs = find_needs(places, [&](const PlaceSet& left_out) {
    PlayResult result = play.run(missing_members, left_out, check.id, unused);
    play.forget_findings();
    return result;
  });
  note(needs.needed, Need::needed, scene.verdict.usage);
  note(needs.not_needed, Need::not_needed, scene.verdict.usage);
  tell(needs, scene, check);
  scene.add(std::move(check), begin);
}

}  // namespace squall::harness
