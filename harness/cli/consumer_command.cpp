#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <random>

#include "chaos/net/descriptor_limit.h"
#include "harness/cli/command_again.h"
#include "harness/cli/consumer_options.h"
#include "harness/cli/errors.h"
#include "harness/cli/registry.h"
#include "harness/cli/signals.h"
#include "harness/run/identity.h"
#include "harness/run/plan.h"
#include "harness/run/redact.h"
#include "harness/system/pretty_json.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;

tl::expected<std::vector<ConsumerProvider>, std::vector<contracts::Error>> load_providers(
    const ConsumerOptions& options) {
  std::vector<ConsumerProvider> providers;
  std::vector<contracts::Error> errors;
  for (const auto& file : options.contracts) {
    auto contract = contracts::openapi::load(file, load_options(*options.load));
    if (!contract) {
      errors.insert(errors.end(), contract.error().begin(), contract.error().end());
      continue;
    }
    providers.push_back({"", file, {}, std::make_shared<const contracts::match::Router>(*contract)});
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  auto named = name_providers(std::move(providers), options.env);
  if (!named) return tl::unexpected(std::vector{named.error()});
  return std::move(*named);
}

reports::RunReport report_head(const ConsumerTask& task) {
  reports::RunReport report;
  report.squall_version = SQUALL_VERSION;
  report.name = "consumer";
  report.seed = task.seed;
  report.started_at = now_utc();
  report.id = run_id(report.started_at, report.name, report.seed);
  for (const auto& provider : task.providers) {
    report.services.push_back({provider.name, "stub", provider.file});
    for (const auto& warning : provider.router->contract().warnings)
      report.notes.push_back(provider.file + ": " + warning.message);
  }
  return report;
}

reports::Outcome outcome_of(const std::vector<reports::Check>& checks) {
  using reports::Outcome;
  for (const Outcome outcome : {Outcome::failed, Outcome::errored, Outcome::inconclusive}) {
    if (std::any_of(checks.begin(), checks.end(), [&](const auto& check) { return check.outcome == outcome; }))
      return outcome;
  }
  return Outcome::passed;
}

contracts::Status write_file(const std::string& option, const std::string& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.flush();
  if (!out) return contracts::fail(ErrorKind::io, option + ": " + file + " cannot be written");
  return {};
}

contracts::Status make_folder(const std::string& option, const std::string& folder) {
  if (folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return contracts::fail(ErrorKind::io, option + ": " + folder + ": " + error.message());
  return {};
}

contracts::Status write_pacts(const ConsumerVerdict& verdict, const std::string& consumer, const std::string& folder) {
  if (folder.empty()) return {};
  for (const auto& [provider, pact] : verdict.pacts)
    SQUALL_TRY(write_file("--pacts", folder + "/" + consumer + "-" + provider + ".json", pretty_json(pact) + "\n"));
  return {};
}

ExitCode run(const ConsumerOptions& options, const ConsumerTask& task, IgnoreEntries ignored, Launcher& launcher,
             Invocation& invocation) {
  const SignalWatch signals;
  const reports::EventSink events = progress_to(invocation);
  reports::RunReport report = report_head(task);
  events(reports::RunStarted{report.name, task.seed, 1 + task.providers.size() + task.vary.size()});
  chaos::Timeline timeline;
  Session session(launcher, timeline);
  chaos::Engine engine({1, task.seed}, timeline);
  auto verdict = verify_consumer(task, {session, engine}, events, signals.token());
  if (!verdict) return report_error(invocation.err, verdict.error());
  report.checks = std::move(verdict->checks);
  IgnoreList accepted(std::move(ignored), report.started_at.substr(0, 10));
  for (auto& check : report.checks) accepted.apply(check);
  for (auto& note : accepted.notes()) report.notes.push_back(std::move(note));
  report.duration_ms = verdict->duration_ms;
  report.outcome = outcome_of(report.checks);
  report.exit_code = to_int(exit_code_of(report.checks, options.allow_inconclusive));
  redact(report, {});
  events(reports::RunFinished{&report});
  ExitCode code =
      worse(deliver(report, *options.reports, invocation), write_ignore_file(report, *options.ignore, invocation));
  std::vector<contracts::Status> written = {write_pacts(*verdict, task.name, options.pacts)};
  if (!options.usage.empty()) written.push_back(write_file("--usage", options.usage, usage_text(verdict->usage)));
  for (const auto& each : written) {
    if (!each) code = worse(code, report_error(invocation.err, each.error()));
  }
  const auto signal = signals.received();
  return signal ? worse(*signal, code) : code;
}

ExitCode perform(const ConsumerOptions& options, Invocation& invocation) {
  if (const ExitCode code = check_report_options(*options.reports, invocation); code != ExitCode::held) return code;
  ConsumerTask task = options.task;
  task.command = invocation.behind_dashes;
  task.pacts = !options.pacts.empty();
  if (task.command.empty()) {
    return report_error(invocation.err, {ErrorKind::usage,
                                         "the consumer's test command is missing",
                                         {},
                                         "write it behind `--`, as in: squall consumer orders.yaml -- npm test"});
  }
  if (const auto files = no_variations_among(options.contracts); !files)
    return report_error(invocation.err, files.error());
  auto wanted = variations_of(options.vary);
  if (!wanted) return report_error(invocation.err, wanted.error());
  auto ignored = ignored_by(*options.ignore, System{});
  if (!ignored) return report_errors(invocation.err, ignored.error());
  auto providers = load_providers(options);
  if (!providers) return report_errors(invocation.err, providers.error());
  for (const auto& [option, folder] : {std::pair{"--logs", task.log_directory}, std::pair{"--pacts", options.pacts}}) {
    if (const auto ready = make_folder(option, folder); !ready) return report_error(invocation.err, ready.error());
  }
  task.providers = std::move(*providers);
  task.vary = std::move(*wanted);
  task.replay = options.replay;
  if (task.name.empty()) task.name = "consumer";
  if (task.name.find('/') != std::string::npos)
    return report_error(invocation.err, {ErrorKind::usage, "--name: '" + task.name + "' has a slash in it", {}, ""});
  task.seed = options.seed.value_or(std::random_device{}());
  task.again = options.again;
  task.behind = " --";
  for (const auto& word : task.command) task.behind += " " + shell_word(word);
  const auto launcher = Launcher::start();  // before any thread
  if (!launcher) return report_error(invocation.err, launcher.error());
  chaos::net::raise_descriptor_limit();
  return run(options, task, std::move(*ignored), **launcher, invocation);
}

Action declare(CLI::App& app) {
  const auto options = declare_consumer_options(app);
  return [options, &app](Invocation& invocation) {
    options->again = command_again(app, {"seed", "report", "report-dir", "write-ignore", "replay", "usage", "pacts",
                                         "vary", "needs", "logs", "max-runs", "timeout"});
    return perform(*options, invocation);
  };
}

}  // namespace

const Command consumer_command = {
    .name = "consumer",
    .summary = "Run a consumer's own tests against stubs of its providers",
    .details =
        R"(Starts a stub for each contract on a free port of 127.0.0.1, runs the command with their urls in its environment
(orders.yaml: ORDERS_URL; openapi.yaml with the title "Orders API": ORDERS_API_URL), judges every request that it
makes, and says which operations it uses. A command that fails makes the run errored (exit 3): nothing was judged.

With --vary the command runs again while the stubs answer differently, but as their contracts allow: once for each
variation, more often only where that breaks it, until the one field, header or status is found that it relies on.
A finding broke the command three times, with calm weather that did not in between. harness/README.md lists the
variations. --vary=error-status answers declared errors, by which tests of success may fail: a crash is the finding.

Examples:
  squall consumer contracts/orders.yaml contracts/payments.yaml -- npm test
  squall consumer contracts/orders.yaml --vary --usage usage.json --needs -- ctest --test-dir build
  squall consumer contracts/orders.yaml --env ORDERS_API=contracts/orders.yaml --vary=absent,empty,order -- ./test
  squall consumer contracts/orders.yaml --seed 42 --replay 3f0c9a61d2b4e875 -- npm test)",
    .declare = declare,
    .runs_command = true};

}  // namespace squall::harness
