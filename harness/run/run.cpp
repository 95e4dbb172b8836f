#include "harness/run/run.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "harness/check/deadline.h"
#include "harness/check/exit_code.h"
#include "harness/check/finding_builder.h"
#include "harness/check/told_once.h"
#include "harness/consumer/consumer_record.h"
#include "harness/run/bring_up.h"
#include "harness/run/check_runner.h"
#include "harness/run/head.h"
#include "harness/run/redact.h"
#include "harness/run/redacting_sink.h"

namespace squall::harness {

namespace {

using Clock = std::chrono::steady_clock;
using reports::Check;
using reports::Outcome;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

Outcome outcome_of(const std::vector<Check>& checks) {
  const auto any = [&](Outcome outcome) {
    return std::any_of(checks.begin(), checks.end(), [&](const Check& check) { return check.outcome == outcome; });
  };
  for (const Outcome outcome : {Outcome::failed, Outcome::errored, Outcome::inconclusive}) {
    if (any(outcome)) return outcome;
  }
  return any(Outcome::passed) ? Outcome::passed : Outcome::inconclusive;
}

// What the run stands on. Members go in reverse: the session's services first, the engine's threads, the timeline.
struct Stage {
  ToldOnce troubles;
  chaos::Timeline timeline;
  chaos::Engine engine;
  Session session;
  BringUp bring_up;

  Stage(const RunParts& parts, const reports::EventSink& events)
      : engine({1, parts.plan.seed, parts.options.inject, parts.options.max_faulted_share}, timeline),
        session(parts.launcher, timeline, {parts.options.log_directory}),
        bring_up({parts.system, parts.contracts, engine, session, events, parts.plan.seed,
                  [record = parts.plan.consumers, observe = parts.plan.observe](const chaos::Exchange& exchange) {
                    record->observe(exchange);
                    if (observe) observe(exchange);
                  },
                  [record = parts.plan.consumers](const std::string& service, const StubExchange& exchange) {
                    record->observe(service, exchange);
                  },
                  [this](const std::string& why) { troubles.tell(why); }, parts.options.inject}) {}
};

RunContext context_of(const RunParts& parts, Stage& stage, const reports::EventSink& events, const Deadline& deadline,
                      reports::RunReport& report, Secrets& secrets) {
  return {parts.system,
          stage.engine,
          stage.timeline,
          events,
          deadline.token(),
          parts.plan.seed,
          parts.options.quick,
          stage.bring_up.service_urls(),
          stage.bring_up.edge_urls(),
          parts.contracts,
          report.profiles,
          report.coverage,
          report.timeline,
          [&session = stage.session](const std::string& service) { return session.log_tail(service); },
          [&parts](const std::string& id) {
            return parts.options.profile ? profile_replay_command(parts.options.profile_command, parts.plan.seed, id)
                                         : replay_command(parts.system, parts.plan.seed, id);
          },
          &secrets,
          &stage.session,
          parts.options.side_by_side,
          nullptr,
          &stage.bring_up.names()};
}

// True when Squall itself broke.
bool perform(const RunParts& parts, const reports::EventSink& events, reports::RunReport& report, Secrets& secrets) {
  const Deadline deadline(parts.stop, parts.options.timeout);
  Stage stage(parts, events);
  const auto up = stage.bring_up.up(deadline.token());
  bool broke = false;
  if (up) {
    RunContext context = context_of(parts, stage, events, deadline, report, secrets);
    broke = CheckRunner(parts, context, stage.session, deadline, report.started_at.substr(0, 10)).run_all(report);
  } else {
    const bool interrupted = parts.stop.stop_requested();
    const std::string reason = interrupted ? "interrupted" : "the system did not come up (see the notes)";
    if (!interrupted) report.notes.push_back(contracts::to_string(up.error()));
    if (!interrupted && events) events(reports::Notice{reports::Severity::error, report.notes.back()});
    for (const PlannedCheck& planned : parts.plan.checks) {
      report.checks.push_back(not_run(planned, interrupted ? Outcome::skipped : Outcome::errored, reason));
    }
  }
  if (events) events(reports::StageStarted{"tearing down"});
  stage.bring_up.take_down();
  stage.engine.stop();
  for (std::string& why : stage.troubles.all()) report.notes.push_back(std::move(why));
  return broke;
}

}  // namespace

reports::RunReport run(const RunParts& parts) {
  const auto begin = Clock::now();
  Secrets secrets(secrets_of(parts.system, parts.contracts));
  const reports::EventSink events = redacting(parts.events, secrets);
  reports::RunReport report = report_head(parts);
  report.notes = parts.plan.notes;
  if (events) events(reports::RunStarted{report.name, report.seed, parts.plan.checks.size()});
  const bool broke = perform(parts, events, report, secrets);
  report.duration_ms = ms_since(begin);
  report.outcome = outcome_of(report.checks);
  ExitCode code = exit_code_of(report.checks, parts.options.allow_inconclusive);
  if (broke) code = worse(code, ExitCode::internal);
  report.exit_code = to_int(code);
  redact(report, secrets.all());
  if (parts.events) parts.events(reports::RunFinished{&report});
  return report;
}

}  // namespace squall::harness
