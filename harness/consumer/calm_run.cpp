#include "harness/consumer/calm_run.h"

#include <utility>

#include "harness/check/finding_builder.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Check;
using reports::Outcome;
using Clock = ConsumerScene::Clock;

void add_usage(ConsumerScene& scene, const ConsumerProvider& provider, const ConsumerRecord::Seen& seen) {
  const auto& contract = provider.router->contract();
  UsedProvider used{provider.name, provider.file, contract.title, contract.api_version, {}, {}};
  auto answered = scene.stubs.weather().answered()[provider.name];
  for (const auto& operation : contract.operations) {
    const auto asked = seen.operations.find(operation.name());
    if (asked == seen.operations.end()) {
      used.unused.push_back(operation.name());
      continue;
    }
    UsedOperation one{operation.name(), asked->second, {}, {}};
    for (const auto& [status, count] : answered[operation.name()].statuses) {
      one.statuses[status].answers = count;
      for (const auto& field : answered[operation.name()].fields[status])
        one.statuses[status].fields[field] = Need::unknown;
    }
    used.operations.push_back(std::move(one));
  }
  scene.verdict.usage.providers.push_back(std::move(used));
}

void add_pacts(ConsumerScene& scene, Check& check) {
  for (const auto& provider : scene.task.providers)
    scene.verdict.pacts[provider.name] = scene.stubs.pacts().pact(scene.task.name, provider.name);
  if (const auto left_out = scene.stubs.pacts().left_out(); left_out > 0)
    check.facts.push_back("in no pact: " + reports::counted(left_out, "exchange") +
                          " too large, too many, or with a secret that cannot be taken out");
}

void judge_requests(ConsumerScene& scene, const ConsumerProvider& provider) {
  const auto begin = Clock::now();
  Check check = consumer_check("consumer/" + provider.name, "asks " + provider.name + " what its contract allows");
  ConsumerRecord::Seen seen = scene.take(provider);
  add_usage(scene, provider, seen);
  if (seen.requests == 0) {
    check.outcome = Outcome::inconclusive;
    check.reason =
        "no request reached the stub; does the consumer call the address in " + provider.variables.back() + "?";
    return scene.add(std::move(check), begin);
  }
  const UsedProvider& used = scene.verdict.usage.providers.back();
  check.facts.push_back(reports::counted(seen.requests, "request") + " judged, " +
                        std::to_string(used.operations.size()) + " of " +
                        reports::counted(used.operations.size() + used.unused.size(), "operation") + " used");
  for (const auto& [operation, count] : seen.operations)
    check.facts.push_back(operation + ": " + std::to_string(count));
  for (const auto& operation : used.unused) check.facts.push_back(operation + ": unused");
  check.findings = std::move(seen.findings);
  check.outcome = has_error(check.findings) ? Outcome::failed : Outcome::passed;
  scene.add(std::move(check), begin);
}

}  // namespace

contracts::Result<CalmRun> run_calm(ConsumerScene& scene) {
  const auto begin = Clock::now();
  Check check = consumer_check("command", scene.command() + " passes against the stubs");
  scene.events(reports::CheckStarted{check.id, 0});
  scene.stubs.weather().calm();
  CalmRun calm;
  SQUALL_TRY_ASSIGN(calm.end, scene.runs.run("calm"));
  scene.stubs.keep_no_more();
  if (scene.task.pacts) add_pacts(scene, check);
  calm.answers = scene.stubs.weather().seen().answers;
  if (!calm.end) {
    check.outcome = Outcome::errored;
    check.reason = scene.runs.why_not();
  } else if (!calm.end->success) {
    // Nothing of the consumer's dealings with its providers is proved or disproved by it.
    check.outcome = Outcome::errored;
    check.reason = scene.command() + " " + calm.end->how + " in calm weather, so what it relies on cannot be judged" +
                   (calm.end->output.empty() ? "; it wrote nothing" : "; its last output:\n" + calm.end->output);
  } else {
    check.outcome = Outcome::passed;
    check.facts.push_back("exited 0 after " +
                          reports::spoken_ms(std::chrono::duration<double, std::milli>(calm.end->took).count()));
  }
  scene.add(std::move(check), begin);
  scene.verdict.usage.consumer = scene.runs.command();
  scene.verdict.usage.seed = scene.task.seed;
  for (const auto& provider : scene.task.providers) judge_requests(scene, provider);
  return calm;
}

}  // namespace squall::harness
