#include <CLI/CLI.hpp>
#include <chrono>
#include <random>

#include "contracts/openapi/contract.h"
#include "harness/cli/command_again.h"
#include "harness/cli/errors.h"
#include "harness/cli/pact_file.h"
#include "harness/cli/read_report.h"
#include "harness/cli/registry.h"
#include "harness/cli/signals.h"
#include "harness/cli/verify_options.h"
#include "harness/cli/verify_pact.h"
#include "harness/run/identity.h"
#include "harness/run/redact.h"
#include "harness/run/redacting_sink.h"
#include "harness/verify/live_verification.h"
#include "harness/verify/replay.h"

namespace squall::harness {
namespace {

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

struct Given {
  const VerifyOptions& options;
  const System& system;
  ProviderUrl url;
  Prepared prepared;
  IgnoreEntries ignored;
  std::optional<reports::RunReport> recorded;  // what --from names
};

void accept(reports::Check& check, IgnoreEntries ignored, reports::RunReport& report) {
  IgnoreList accepted(std::move(ignored), report.started_at.substr(0, 10));
  accepted.apply(check);
  for (std::string& note : accepted.notes()) report.notes.push_back(std::move(note));
}

ExitCode run(const Given& given, Invocation& invocation) {
  const SignalWatch signals;
  const VerifyOptions& options = given.options;
  const std::uint64_t seed = options.seed ? *options.seed : std::random_device{}();
  Secrets secrets(secrets_of(given.system, Routers{{given.system.name, given.prepared.router}}));
  const reports::EventSink progress = progress_to(invocation);
  const reports::EventSink events = redacting(progress, secrets);
  reports::RunReport report = report_of(given.system, seed);
  note_warnings(given.prepared.router->contract(), report);
  const std::string id = "verify/" + given.system.name;
  Surroundings around{
      given.url,       seed, options.again + " --seed " + std::to_string(seed), given.system.secret_names, secrets,
      signals.token(), {}};
  around.progress = [&](const std::string& text, double done) { events(reports::CheckProgress{id, text, done}); };
  around.wanted = options.replay;
  around.from = given.recorded ? &*given.recorded : nullptr;
  events(reports::RunStarted{report.name, seed, 1});
  events(reports::CheckStarted{id, 0});
  Verification verification = verify(given.prepared, around);
  for (auto& finding : verification.check.findings) {
    if (finding.replay.command == around.replay) finding.replay.command += " --replay " + finding.id;
  }
  accept(verification.check, given.ignored, report);
  report.coverage = std::move(verification.coverage);
  report.duration_ms = verification.check.duration_ms;
  report.outcome = verification.check.outcome;
  report.checks.push_back(std::move(verification.check));
  report.exit_code = to_int(exit_code_of(report.checks, options.allow_inconclusive));
  redact(report, secrets.all());
  events(reports::CheckFinished{report.checks.front()});
  events(reports::RunFinished{&report});
  const ExitCode code =
      worse(deliver(report, *options.reports, invocation), write_ignore_file(report, *options.ignore, invocation));
  const auto signal = signals.received();
  return signal ? worse(*signal, code) : code;
}

contracts::Result<std::optional<reports::RunReport>> recorded_in(const VerifyOptions& options) {
  std::optional<reports::RunReport> recorded;
  if (options.from.empty()) return recorded;
  SQUALL_TRY_ASSIGN(recorded, read_run_report(options.from));
  SQUALL_TRY(can_replay(*recorded, options.replay));
  return recorded;
}

contracts::Result<ProviderUrl> provider_url_of(const VerifyOptions& options) {
  if (options.url.empty()) return contracts::fail(contracts::ErrorKind::usage, "--url is required");
  return parse_provider_url(options.url);
}

ExitCode perform(const VerifyOptions& options, Invocation& invocation) {
  if (const ExitCode code = check_report_options(*options.reports, invocation); code != ExitCode::held) return code;
  const auto url = provider_url_of(options);
  if (!url) return report_error(invocation.err, url.error());
  const auto system = system_of(options);
  if (!system) return report_error(invocation.err, system.error());
  auto ignored = ignored_by(*options.ignore, *system);
  if (!ignored) return report_errors(invocation.err, ignored.error());
  const auto contracts = load_contracts(*system, load_options({{}, options.load->allow_remote}));
  if (!contracts) return report_errors(invocation.err, contracts.error());
  auto prepared = prepare(system->verify.front(), contracts->at(system->name));
  if (!prepared) return report_errors(invocation.err, prepared.error());
  auto recorded = recorded_in(options);
  if (!recorded) return report_error(invocation.err, recorded.error());
  return run({options, *system, *url, std::move(*prepared), std::move(*ignored), std::move(*recorded)}, invocation);
}

Action declare(CLI::App& app) {
  const auto options = declare_verify_options(app);
  return [options, &app](Invocation& invocation) {
    options->again = command_again(app, {"seed", "report", "report-dir", "write-ignore", "replay", "from"});
    if (is_pact_file(options->contract)) return verify_pact_file(*options, app, invocation);
    return perform(*options, invocation);
  };
}

}  // namespace

const Command verify_command = {
    "verify", "Verify that a running provider keeps its contract",
    R"(Sends the contract's examples, its boundaries, random requests, sequences, wrong credentials, invalid and odd
requests, and judges every answer: status, headers, media type, body. The provider's data may be created, changed
and deleted. With a Pact file (versions 1 to 4) exactly its interactions are asked for, each with its provider
states set up first; findings stand where the pact says what was not kept.

Examples:
  squall verify orders.yaml --url http://127.0.0.1:8080
  squall verify orders.yaml --url http://127.0.0.1:8080 --header 'Authorization: Bearer ${env.TOKEN}'
  squall verify orders.yaml --url http://127.0.0.1:8080 --auth 'bearer:${env.TOKEN}' --wait 30s --workers 4
  squall verify orders.yaml --url http://127.0.0.1:8080 --include tag:orders --exclude 'DELETE *' --max-time 1m
  squall verify orders.yaml --url http://127.0.0.1:8080 --phase examples --report junit=verify.xml
  squall verify web-orders.json --url http://127.0.0.1:8080 --provider-states-url http://127.0.0.1:8080/_states)",
    declare};

}  // namespace squall::harness
