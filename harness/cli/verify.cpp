#include "harness/verify/verify.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <random>

#include "contracts/openapi/contract.h"
#include "harness/cli/errors.h"
#include "harness/cli/registry.h"
#include "harness/cli/signals.h"
#include "harness/cli/verify_options.h"
#include "harness/run/identity.h"
#include "harness/run/redact.h"
#include "harness/run/redacting_sink.h"
#include "harness/verify/phase.h"
#include "harness/verify/plan_verify.h"
#include "harness/verify/provider_url.h"

namespace squall::harness {
namespace {

using contracts::match::Router;

reports::RunReport report_of(const System& system, std::uint64_t seed) {
  reports::RunReport report;
  report.squall_version = SQUALL_VERSION;
  report.name = system.name;
  report.seed = seed;
  report.started_at = now_utc();
  report.id = run_id(report.started_at, report.name, seed);
  report.services.push_back({system.name, "attached", system.services.front().contract});
  return report;
}

void note_warnings(const contracts::openapi::Contract& contract, reports::RunReport& report) {
  if (contract.warnings.empty()) return;
  report.notes.push_back(
      "the contract departs from the OpenAPI specification: " + to_string(contract.warnings.front()) +
      (contract.warnings.size() == 1
           ? std::string{}
           : " (and " + std::to_string(contract.warnings.size() - 1) + " more: squall check lists them)"));
}

ExitCode run(const VerifyOptions& options, const System& system, const ProviderUrl& url,
             const std::shared_ptr<const Router>& router, IgnoreEntries ignored, Invocation& invocation) {
  const SignalWatch signals;
  const std::uint64_t seed = options.seed ? *options.seed : std::random_device{}();
  const auto secrets = secrets_of(system, Routers{{system.name, router}});
  const reports::EventSink progress = progress_to(invocation);
  const reports::EventSink events = redacting(progress, secrets);
  reports::RunReport report = report_of(system, seed);
  note_warnings(router->contract(), report);
  const VerifySpec& spec = system.verify.front();
  VerifyPlan plan = verify_plan(spec, system, router, url.origin, seed);
  plan.base_path = url.base_path;
  plan.requests_per_operation = options.requests;
  plan.replay = replay_of(options, seed);
  plan.stop = signals.token();
  plan.connect = [&] { return send_to(url.origin, plan.stop); };
  plan.progress = [&](const std::string& text, double done) { events(reports::CheckProgress{plan.id, text, done}); };
  events(reports::RunStarted{report.name, seed, 1});
  events(reports::CheckStarted{plan.id, 0});
  Verification verification = verify(plan);
  IgnoreList accepted(std::move(ignored), report.started_at.substr(0, 10));
  accepted.apply(verification.check);
  for (std::string& note : accepted.notes()) report.notes.push_back(std::move(note));
  report.coverage = std::move(verification.coverage);
  report.duration_ms = verification.check.duration_ms;
  report.outcome = verification.check.outcome;
  report.checks.push_back(std::move(verification.check));
  report.exit_code = to_int(exit_code_of(report.checks, options.allow_inconclusive));
  redact(report, secrets);
  events(reports::CheckFinished{report.checks.front()});
  events(reports::RunFinished{&report});
  const ExitCode code =
      worse(deliver(report, *options.reports, invocation), write_ignore_file(report, *options.ignore, invocation));
  const auto signal = signals.received();
  return signal ? worse(*signal, code) : code;
}

ExitCode perform(const VerifyOptions& options, Invocation& invocation) {
  if (const ExitCode code = check_report_options(*options.reports, invocation); code != ExitCode::held) return code;
  const auto url = parse_provider_url(options.url);
  if (!url) return report_error(invocation.err, url.error());
  const auto system = system_of(options);
  if (!system) return report_error(invocation.err, system.error());
  auto ignored = ignored_by(*options.ignore, *system);
  if (!ignored) return report_errors(invocation.err, ignored.error());
  const auto contract = contracts::openapi::load(options.contract);
  if (!contract) return report_errors(invocation.err, contract.error());
  return run(options, *system, *url, std::make_shared<const Router>(*contract), std::move(*ignored), invocation);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<VerifyOptions>();
  auto seed = std::make_shared<std::uint64_t>(0);
  std::vector<std::string> phases;
  for (const Phase* phase : verify_phases()) phases.emplace_back(phase->name);
  app.add_option("CONTRACT", options->contract, "The provider's OpenAPI contract")->required();
  app.add_option("--url", options->url, "Where the provider runs; a path in it stands for the contract's base path")
      ->required()
      ->type_name("URL");
  app.add_option("--phase", options->phases, "Only these phases; several with commas")
      ->type_name("NAME")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(phases));
  app.add_option("--header", options->headers, "Sent with every request; ${env.NAME} expands and stays secret")
      ->type_name("'NAME: VALUE'")
      ->allow_extra_args(false);
  CLI::Option* seed_option =
      app.add_option("--seed", *seed, "Fixes everything random; drawn and printed when absent")->type_name("N");
  app.add_option("--requests", options->requests, "Generated requests for each operation (6)")->type_name("N");
  app.add_flag("--allow-inconclusive", options->allow_inconclusive, "Exit 0 even if nothing could be decided");
  options->ignore = declare_ignore_options(app);
  options->reports = declare_report_options(app);
  return [options, seed, seed_option](Invocation& invocation) {
    VerifyOptions chosen = *options;
    if (seed_option->count() > 0) chosen.seed = *seed;
    return perform(chosen, invocation);
  };
}

}  // namespace

const Command verify_command = {
    "verify", "Verify that a running provider keeps its contract",
    R"(Sends the contract's examples, generated valid requests and requests that are wrong in one way, and
judges every answer: status, headers, media type, body. The provider's data may be created, changed and deleted.

Examples:
  squall verify orders.yaml --url http://127.0.0.1:8080
  squall verify orders.yaml --url http://127.0.0.1:8080 --header 'Authorization: Bearer ${env.TOKEN}'
  squall verify orders.yaml --url http://127.0.0.1:8080 --phase examples,generated --report junit=verify.xml)",
    declare};

}  // namespace squall::harness
