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

Check not_run(const PlannedCheck& planned, Outcome outcome, const std::string& reason) {
  Check check;
  check.id = planned.id;
  check.kind = planned.kind;
  check.title = planned.title;
  check.outcome = outcome;
  check.reason = reason;
  return check;
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

// One run, from the moment that everything is up.
class Checks {
 public:
  Checks(const RunParts& parts, RunContext& context, Session& session, const Deadline& deadline,
         reports::RunReport& report)
      : parts_(parts),
        context_(context),
        session_(session),
        deadline_(deadline),
        report_(report),
        ignored_(parts.options.ignored, report.started_at.substr(0, 10)) {}

  void run_all() {
    for (const PlannedCheck& planned : parts_.plan.checks) finish(run_one(planned));
    for (std::string& note : ignored_.notes()) report_.notes.push_back(std::move(note));
  }
  bool broke() const { return broke_; }

 private:
  Check run_one(const PlannedCheck& planned) {
    if (deadline_.expired()) return not_run(planned, Outcome::errored, "the time that --timeout gave was over");
    if (context_.stop.stop_requested()) return not_run(planned, Outcome::skipped, "interrupted");
    if (!dead_.empty()) return not_run(planned, Outcome::errored, dead_);
    emit(reports::CheckStarted{planned.id, std::chrono::duration<double, std::milli>(planned.expected).count()});
    const auto begin = Clock::now();
    // Requests off the contract that verification sends are nobody's fault when they cross an edge.
    parts_.plan.consumers->listen(planned.kind != reports::CheckKind::provider);
    Check check = guarded(planned);
    context_.engine.remove_all_faults();
    check.id = planned.id;
    check.kind = planned.kind;
    if (check.title.empty()) check.title = planned.title;
    check.duration_ms = ms_since(begin);
    note_exits(check);
    return check;
  }

  Check guarded(const PlannedCheck& planned) {
    try {
      return planned.run(context_);
    } catch (const std::exception& exception) {
      broke_ = true;
      return not_run(planned, Outcome::errored, "internal error of Squall: " + std::string(exception.what()));
    }
  }

  // A service that died while a check ran is a finding of that check; what comes after has nothing to stand on.
  void note_exits(Check& check) {
    const auto exits = session_.unexpected_exits();
    for (; exits_seen_ < exits.size(); ++exits_seen_) {
      const ServiceExit& exit = exits[exits_seen_];
      reports::Finding finding;
      finding.rule = "service.exited";
      finding.message = "'" + exit.service + "' " + exit.what + " while the check ran";
      finding.location = parts_.system.service(exit.service)->location;
      finding.evidence = {{std::nullopt, session_.log_tail(exit.service)}};
      finding.replay.command = context_.replay(check.id);
      finding.id = finding_id(finding.rule, exit.service, finding.location, "");
      check.findings.push_back(std::move(finding));
      check.outcome = Outcome::failed;
      dead_ = "'" + exit.service + "' " + exit.what + " before";
    }
  }

  void finish(Check check) {
    ignored_.apply(check);
    emit(reports::CheckFinished{check});
    report_.checks.push_back(std::move(check));
  }
  void emit(const reports::RunEvent& event) const {
    if (context_.events) context_.events(event);
  }

  const RunParts& parts_;
  RunContext& context_;
  Session& session_;
  const Deadline& deadline_;
  reports::RunReport& report_;
  IgnoreList ignored_;
  std::size_t exits_seen_ = 0;
  std::string dead_;
  bool broke_ = false;
};

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
                  [this](const std::string& why) { troubles.tell(why); }}) {}
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
          &secrets};
}

// True when Squall itself broke.
bool perform(const RunParts& parts, const reports::EventSink& events, reports::RunReport& report, Secrets& secrets) {
  const Deadline deadline(parts.stop, parts.options.timeout);
  Stage stage(parts, events);
  const auto up = stage.bring_up.up(deadline.token());
  bool broke = false;
  if (up) {
    RunContext context = context_of(parts, stage, events, deadline, report, secrets);
    Checks checks(parts, context, stage.session, deadline, report);
    checks.run_all();
    broke = checks.broke();
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
