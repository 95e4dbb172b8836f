#include "harness/cli/run_command.h"

#include <ostream>

#include "chaos/net/descriptor_limit.h"
#include "harness/cli/contract_options.h"
#include "harness/cli/errors.h"
#include "harness/cli/signals.h"
#include "harness/resilience/clauses.h"
#include "harness/run/redact.h"
#include "harness/run/run.h"

namespace squall::harness {

namespace {

ExitCode run_planned(const RunCommand& command, const System& system, const Routers& contracts, const Plan& plan,
                     Launcher& launcher, Invocation& invocation) {
  const SignalWatch signals;
  const reports::EventSink events = progress_to(invocation);
  const reports::RunReport report = run({system, contracts, plan, command.run, launcher, events, signals.token()});
  const ExitCode code =
      worse(deliver(report, *command.reports, invocation), write_ignore_file(report, *command.ignore, invocation));
  const auto signal = signals.received();
  return signal ? worse(*signal, code) : code;
}

}  // namespace

ExitCode perform(const RunCommand& command, Invocation& invocation) {
  if (const ExitCode code = check_report_options(*command.reports, invocation); code != ExitCode::held) return code;
  const auto system = load_system(command.file);
  if (!system) return report_errors(invocation.err, system.error());
  return perform(command, *system, invocation);
}

ExitCode perform(const RunCommand& command, const System& declared, Invocation& invocation) {
  if (const ExitCode code = check_report_options(*command.reports, invocation); code != ExitCode::held) return code;
  auto ignored = ignored_by(*command.ignore, declared);
  if (!ignored) return report_errors(invocation.err, ignored.error());
  const auto contracts = load_contracts(declared, load_options({{}, command.allow_remote}));
  if (!contracts) return report_errors(invocation.err, contracts.error());
  System system = declared;
  auto notes = merge_clauses(system, *contracts);
  auto plan = make_plan(system, *contracts, command.run);
  if (!plan) return report_errors(invocation.err, plan.error());
  plan->notes = std::move(notes);
  if (command.plan_only) {
    invocation.out << redacted(describe(*plan, system), secrets_of(system, *contracts));
    return ExitCode::held;
  }
  // Before any thread is started, the signals' own included.
  const auto launcher = Launcher::start();
  if (!launcher) return report_error(invocation.err, launcher.error());
  chaos::net::raise_descriptor_limit();  // services are the launcher's children and keep the limit Squall was given
  RunCommand ready = command;
  ready.run.ignored = std::move(*ignored);
  return run_planned(ready, system, *contracts, *plan, **launcher, invocation);
}

}  // namespace squall::harness
