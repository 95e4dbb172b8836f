#include "harness/consumer/verification.h"

#include <utility>

#include "harness/consumer/varied_runs.h"

namespace squall::harness {
namespace {

std::vector<const Variation*> wanted_by(const ConsumerTask& task) {
  if (!task.replay.empty()) return {variations().begin(), variations().end()};
  std::vector<const Variation*> wanted = task.vary;
  if (task.needs) wanted.push_back(&missing_members);
  return wanted;
}

}  // namespace

contracts::Result<ConsumerVerdict> verify_consumer(const ConsumerTask& task, const ConsumerStage& stage,
                                                   const reports::EventSink& events, std::stop_token stop) {
  const auto begin = ConsumerScene::Clock::now();
  ConsumerStubs stubs(task.providers,
                      {wanted_by(task), task.variation, task.seed, task.stateful, task.pacts, task.name}, stage.engine);
  SQUALL_TRY(stubs.start());
  CommandRunsOptions options;
  options.name = task.process;
  options.command = task.command;
  options.env = stubs.env();
  if (task.prepare) SQUALL_TRY(task.prepare(stubs.urls(), options));
  options.directory = task.directory;
  options.within = task.within;
  options.timeout = task.timeout;
  options.most = task.max_runs;
  options.log_directory = task.log_directory;
  CommandRuns runs(stage.session, std::move(options), std::move(stop));
  ConsumerVerdict verdict;
  ConsumerScene scene{task, events, stubs, runs, verdict};
  SQUALL_TRY_ASSIGN(CalmRun calm, run_calm(scene));
  if (calm.passed()) SQUALL_TRY(VariedRuns(scene, std::move(calm)).run());
  verdict.duration_ms = std::chrono::duration<double, std::milli>(ConsumerScene::Clock::now() - begin).count();
  return verdict;
}

}  // namespace squall::harness
