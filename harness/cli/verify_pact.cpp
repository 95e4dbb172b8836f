#include "harness/cli/verify_pact.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <functional>
#include <random>

#include "contracts/pact/read.h"
#include "harness/check/glob.h"
#include "harness/cli/command_again.h"
#include "harness/cli/errors.h"
#include "harness/cli/pact_file.h"
#include "harness/cli/signals.h"
#include "harness/pact/moment_now.h"
#include "harness/pact/verify_pact.h"
#include "harness/run/identity.h"
#include "harness/run/redact.h"
#include "harness/run/redacting_sink.h"
#include "harness/verify/await_service.h"
#include "harness/verify/provider_url.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::pact::Interaction;
using contracts::pact::Pact;

// A pact says itself what is asked, and in which order.
const std::vector<std::string> kOfContracts = {
    "phase",   "overlay", "allow-remote", "requests",      "max-examples", "auth",   "data", "hook",
    "workers", "rate",    "max-time",     "response-time", "stop-after",   "replay", "from", "no-shrink"};

bool is_among(const std::vector<std::string>& patterns, const Interaction& interaction) {
  const std::string operation = interaction.request.method + " " + interaction.request.path;
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return pattern == interaction.description || glob(pattern, interaction.description) || glob(pattern, operation);
  });
}

contracts::Result<std::string> base_of(const std::string& url) {
  SQUALL_TRY_ASSIGN(const ProviderUrl parsed, parse_provider_url(url));
  return parsed.origin + parsed.base_path.value_or("");
}

class PactCommand {
 public:
  PactCommand(const VerifyOptions& options, std::string again, Invocation& invocation)
      : options_(options), again_(std::move(again)), invocation_(invocation) {}

  ExitCode perform() {
    if (const ExitCode code = check_report_options(*options_.reports, invocation_); code != ExitCode::held) return code;
    const auto pact = contracts::pact::load_pact(options_.contract);
    if (!pact) return report_errors(invocation_.err, pact.error());
    const auto system = system_of(options_);
    if (!system) return report_error(invocation_.err, system.error());
    auto ignored = ignored_by(*options_.ignore, *system);
    if (!ignored) return report_errors(invocation_.err, ignored.error());
    auto plan = plan_of(*system, *pact);
    if (!plan) return report_error(invocation_.err, plan.error());
    return run(*pact, *system, std::move(*plan), std::move(*ignored));
  }

 private:
  // Messages alone need no provider but the bridge that makes them.
  contracts::Status check_urls(const Pact& pact, const std::function<bool(const Interaction&)>& wanted) const {
    if (!options_.url.empty()) return {};
    const auto http = std::find_if(pact.interactions.begin(), pact.interactions.end(), [&](const Interaction& one) {
      return one.kind == contracts::pact::InteractionKind::http && wanted(one);
    });
    if (http == pact.interactions.end() && !options_.pacts->messages_url.empty()) return {};
    if (http == pact.interactions.end())
      return contracts::fail(ErrorKind::usage, "--url or --messages-url is required");
    return contracts::fail(ErrorKind::usage, "--url is required", http->location, "it is what this is asked of");
  }

  contracts::Result<PactVerification> plan_of(const System& system, const Pact& pact) const {
    const VerifySpec& spec = system.verify.front();
    PactVerification plan;
    const PactOptions& given = *options_.pacts;
    plan.wanted = [&include = options_.include, &exclude = options_.exclude](const Interaction& interaction) {
      return (include.empty() || is_among(include, interaction)) && !is_among(exclude, interaction);
    };
    SQUALL_TRY(check_urls(pact, plan.wanted));
    SQUALL_TRY_ASSIGN(plan.base_url, base_of(options_.url.empty() ? given.messages_url : options_.url));
    SQUALL_TRY_ASSIGN(plan.messages_url, base_of(given.messages_url.empty() ? options_.url : given.messages_url));
    if (!given.states_url.empty()) SQUALL_TRY(base_of(given.states_url));
    plan.id = "verify/" + (pact.provider.empty() ? system.name : pact.provider);
    plan.headers = spec.headers;
    for (const auto& header : spec.headers) {
      const auto secret = system.secret_names.find(header.value);
      if (secret != system.secret_names.end()) plan.shown_headers.add(header.name, secret->second);
    }
    plan.teardown = given.teardown;
    plan.send.ca_file = spec.ca_file;
    plan.seed = options_.seed ? *options_.seed : std::random_device{}();
    plan.now = moment_now();
    plan.replay = again_ + " --seed " + std::to_string(plan.seed);
    return plan;
  }

  contracts::Result<std::unique_ptr<ProviderStates>> states(Client& client, const SendOptions& send) const {
    const PactOptions& given = *options_.pacts;
    if (!given.states_url.empty()) return states_by_url(given.states_url, client, send);
    if (given.states_command.empty()) return nullptr;
    return states_by_command(given.states_command, std::chrono::seconds(30));
  }

  contracts::Status wait(const PactVerification& plan, const VerifySpec& spec, Client& client) const {
    if (!spec.wait) return {};
    return await_service([&] { return client.send(plan.base_url, {}, plan.send, plan.stop); }, *spec.wait, real_clock(),
                         plan.stop);
  }

  ExitCode run(const Pact& pact, const System& system, PactVerification plan, IgnoreEntries ignored) {
    const SignalWatch signals;
    Secrets secrets(secrets_of(system, Routers{}));
    const reports::EventSink progress = progress_to(invocation_);
    const reports::EventSink events = redacting(progress, secrets);
    plan.stop = signals.token();
    plan.progress = [&](const std::string& text, double done) { events(reports::CheckProgress{plan.id, text, done}); };
    Client client;
    const auto provider_states = states(client, plan.send);
    if (!provider_states) return report_error(invocation_.err, provider_states.error());
    plan.states = provider_states->get();
    if (const auto there = wait(plan, system.verify.front(), client); !there)
      return report_error(invocation_.err, there.error());

    reports::RunReport report;
    report.squall_version = SQUALL_VERSION;
    report.name = system.name;
    report.seed = plan.seed;
    report.started_at = now_utc();
    report.id = run_id(report.started_at, report.name, plan.seed);
    report.services.push_back({pact.provider, "attached", options_.contract});
    events(reports::RunStarted{report.name, plan.seed, 1});
    events(reports::CheckStarted{plan.id, 0});
    reports::Check check = verify_pact(pact, plan, client);
    IgnoreList accepted(std::move(ignored), report.started_at.substr(0, 10));
    accepted.apply(check);
    report.notes = accepted.notes();
    // The first fact counts; what stands behind it is about how much could be asked at all.
    report.notes.insert(report.notes.end(), check.facts.begin() + 1, check.facts.end());
    check.facts.resize(1);
    report.duration_ms = check.duration_ms;
    report.outcome = check.outcome;
    report.checks.push_back(std::move(check));
    report.exit_code = to_int(exit_code_of(report.checks, options_.allow_inconclusive));
    redact(report, secrets.all());
    events(reports::CheckFinished{report.checks.front()});
    events(reports::RunFinished{&report});
    const ExitCode code = worse(deliver(report, *options_.reports, invocation_),
                                write_ignore_file(report, *options_.ignore, invocation_));
    const auto signal = signals.received();
    return signal ? worse(*signal, code) : code;
  }

  const VerifyOptions& options_;
  const std::string again_;  // the command line, without what chooses interactions
  Invocation& invocation_;
};

}  // namespace

ExitCode verify_pact_file(const VerifyOptions& options, const CLI::App& app, Invocation& invocation) {
  const auto fit = refuse_options_of_contracts(app, kOfContracts, options.contract);
  if (!fit) return report_error(invocation.err, fit.error());
  const std::string again =
      command_again(app, {"seed", "report", "report-dir", "write-ignore", "include", "exclude", "allow-inconclusive"});
  return PactCommand(options, again, invocation).perform();
}

}  // namespace squall::harness
