#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <utility>

#include "contracts/core/units.h"
#include "harness/cli/callback_options.h"
#include "harness/cli/contract_options.h"
#include "harness/cli/errors.h"
#include "harness/cli/issuer_options.h"
#include "harness/cli/option_checks.h"
#include "harness/cli/pact_file.h"
#include "harness/cli/registry.h"
#include "harness/cli/stub_answer_options.h"
#include "harness/cli/stub_behaviour.h"
#include "harness/cli/stub_pact.h"
#include "harness/cli/stub_places.h"
#include "harness/cli/stub_serving.h"
#include "harness/cli/stub_sites.h"
#include "harness/cli/tls_options.h"
#include "harness/stub/stub.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;
using contracts::fail;

struct Options {
  std::shared_ptr<PlaceOptions> places;
  std::shared_ptr<ContractOptions> load;
  std::optional<std::uint64_t> seed;
  std::string latency = "0s";
  std::string errors = "reject";
  std::string watch = "on";
  std::shared_ptr<StubAnswerOptions> answers;
  unsigned workers = 1;
  std::shared_ptr<BehaviourOptions> behaviour;
  std::shared_ptr<CallbackOptions> callbacks;
  std::string issuer_address;  // "" for none
  std::shared_ptr<IssuerOptions> issuer;
  std::shared_ptr<ListeningOptions> listening;
};

contracts::Result<StubOptions> stub_options(const Options& options) {
  const auto latency = contracts::parse_duration(options.latency);
  if (!latency) return fail(ErrorKind::usage, "--latency: " + latency.error().message);
  StubOptions stub;
  stub.seed = options.seed.value_or(std::random_device{}());
  stub.latency = *latency;
  stub.errors = options.errors == "report" ? StubErrors::report : StubErrors::reject;
  SQUALL_TRY(apply(*options.answers, stub));
  return stub;
}

// What is for one contract alone.
contracts::Status check_together(const Options& options, const std::vector<StubPlace>& places) {
  if (places.size() == 1) return {};
  const auto one_only = [](const std::string& option) {
    return fail(ErrorKind::usage, option + " is for one contract, and there are several", {},
                "run another squall stub for it");
  };
  if (!options.load->overlays.empty()) return one_only("--overlay");
  if (!options.behaviour->record.empty()) return one_only("--record");
  for (const auto& value : options.behaviour->rules) {
    const bool known = std::any_of(places.begin(), places.end(),
                                   [&](const StubPlace& place) { return value.starts_with(place.contract + "="); });
    if (!known) {
      return fail(ErrorKind::usage, "--rules " + value + ": it does not say for which of the contracts", {},
                  "write it like --rules " + places.front().contract + "=rules.yaml");
    }
  }
  for (const auto& place : places) {
    if (is_pact_file(place.contract)) {
      return fail(ErrorKind::usage, place.contract + " is a pact, which is served alone", {},
                  "run another squall stub for it");
    }
  }
  return {};
}

contracts::Result<std::vector<SiteSettings>> settings_of(const Options& options, const std::vector<StubPlace>& places,
                                                         const StubOptions& stub,
                                                         const std::shared_ptr<const Issuer>& issuer,
                                                         const StubServing& serving, bool tls) {
  SQUALL_TRY_ASSIGN(CallSettings calls, call_settings(*options.callbacks));
  calls.tls = tls;
  calls.tell = serving.tell();
  std::vector<SiteSettings> all;
  for (const auto& place : places) {
    SQUALL_TRY_ASSIGN(auto rules, rules_of(*options.behaviour, place.contract, places.size()));
    const auto journal = options.behaviour->control.empty() ? nullptr : std::make_shared<Journal>();
    calls.log = std::make_shared<SentLog>();
    all.push_back({place, std::move(rules), options.load, options.behaviour, stub, journal, serving.say(),
                   serving.tell(), calls, issuer});
  }
  return all;
}

// The issuer, where one was asked for; its port is open, and the stubs take its tokens only.
struct IssuerBeside {
  std::shared_ptr<Issuer> issuer;
  Address address;
};

contracts::Result<IssuerBeside> issuer_of(const Options& options, std::uint64_t seed) {
  IssuerBeside beside;
  if (options.issuer_address.empty()) return beside;
  SQUALL_TRY_ASSIGN(beside.address, parse_address("--issuer", options.issuer_address, true));
  SQUALL_TRY_ASSIGN(beside.issuer, make_issuer(*options.issuer, seed, std::chrono::nanoseconds(0)));
  return beside;
}

contracts::Status open_issuer(const IssuerBeside& beside, StubServing& serving,
                              const std::optional<chaos::tls::Listening>& tls) {
  if (!beside.issuer) return {};
  const auto& [issuer, address] = beside;
  const auto answer = [issuer = issuer](const chaos::http::Incoming& incoming) { return issuer->answer(incoming); };
  SQUALL_TRY_ASSIGN(const auto port, serving.listen("issuer", address.host, address.port, tls, answer));
  found_at(*issuer, tls.has_value(), address.host, port);
  return {};
}

ExitCode run(const Options& options, const std::vector<StubPlace>& places, Invocation& invocation) {
  auto stub = stub_options(options);
  if (!stub) return report_error(invocation.err, stub.error());
  const auto tls = listening_of(*options.listening);
  if (!tls) return report_error(invocation.err, tls.error());
  options.behaviour->tls = tls->has_value();
  const auto beside = issuer_of(options, stub->seed);
  if (!beside) return report_error(invocation.err, beside.error());

  StubServing serving(invocation);  // before any thread
  auto settings = settings_of(options, places, *stub, beside->issuer, serving, tls->has_value());
  if (!settings) return report_error(invocation.err, settings.error());
  const auto sites = StubSites::open(std::move(*settings));
  if (!sites) return report_errors(invocation.err, sites.error());
  serving.start(workers_for(*options.behaviour, options.workers), stub->seed);
  auto listening = open_issuer(*beside, serving, *tls);
  if (listening) listening = (*sites)->listen(serving, *tls, serving.tell());
  std::optional<StubControl> control;
  if (listening && !options.behaviour->control.empty()) {
    auto opened = StubControl::open(options.behaviour->control, (*sites)->apis());
    if (opened) {
      control = std::move(*opened);
    } else {
      listening = tl::unexpected(opened.error());
    }
  }
  if (!listening) {
    serving.stop();
    return report_error(invocation.err, listening.error());
  }
  invocation.out << (*sites)->greeting(tls->has_value(), stub->seed) << std::flush;
  if (control) invocation.out << "control API on " << control->url() << std::endl;
  if (beside->issuer) invocation.out << "issuer on " << beside->issuer->url() << std::endl;

  // What a recording has so far stands for the provider that was asked, so it is not begun anew.
  const bool reloads = options.behaviour->record.empty();
  const bool watches = reloads && options.watch == "on";
  if (watches) (*sites)->watch();
  serving.wait([&](bool asked) {
    if (watches || (asked && reloads)) (*sites)->refresh(asked, serving.say());
  });
  const ExitCode code = serving.stop();
  if (auto finished = (*sites)->finish(); !finished) return report_error(invocation.err, finished.error());
  return code;
}

ExitCode run_pact(const Options& options, const std::string& file, const CLI::App& app, Invocation& invocation) {
  const auto fit = refuse_options_of_contracts(
      app,
      {"overlay", "allow-remote", "errors", "stateful", "rules", "control", "record", "record-to", "allow-fault-header",
       "prefix", "host-name", "listen", "issuer", "watch", "callbacks", "callback-hosts", "callback-delay"},
      file);
  if (!fit) return report_error(invocation.err, fit.error());
  const auto latency = contracts::parse_duration(options.latency);
  if (!latency) {
    return report_error(invocation.err, {ErrorKind::usage, "--latency: " + latency.error().message, {}, ""});
  }
  const auto& places = *options.places;
  return serve_pact({file, places.host, places.port, options.seed, *latency, options.workers, options.listening},
                    invocation);
}

ExitCode run_any(const Options& options, const CLI::App& app, Invocation& invocation) {
  const auto places = places_of(*options.places);
  if (!places) return report_error(invocation.err, places.error());
  if (const auto fit = check_together(options, *places); !fit) return report_error(invocation.err, fit.error());
  const std::string& first = places->front().contract;
  return places->size() == 1 && is_pact_file(first) ? run_pact(options, first, app, invocation)
                                                    : run(options, *places, invocation);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->places = declare_places(app);
  options->load = declare_contract_options(app);
  app.add_option("--seed", options->seed, "what generated answers are drawn from; drawn itself when absent")
      ->type_name("N")
      ->check(CLI::Validator(is_seed, ""));
  app.add_option("--latency", options->latency, "wait before every answer")->type_name("TIME");
  app.add_option("--errors", options->errors,
                 "reject: requests off the contract get a 4xx; report: they are answered all the same")
      ->check(CLI::IsMember({"reject", "report"}).description(""))
      ->type_name("reject|report");
  options->answers = declare_stub_answers(app);
  app.add_option("--workers", options->workers, "threads")->check(CLI::Range(1, 64).description(""))->type_name("N");
  options->behaviour = declare_behaviour(app);
  options->callbacks = declare_callbacks(app);
  app.add_option("--watch", options->watch, "whether contracts and rules are read again when their files change")
      ->check(CLI::IsMember({"on", "off"}).description(""))
      ->type_name("on|off");
  auto* issuer = app.add_option("--issuer", options->issuer_address,
                                "serve an issuer of tokens there, and take its tokens only (squall issuer)")
                     ->type_name("HOST:PORT");
  options->issuer = declare_issuer(app, issuer);
  options->listening = declare_listening_tls(app);
  return [options, &app](Invocation& invocation) { return run_any(*options, app, invocation); };
}

}  // namespace

const Command stub_command = {
    "stub", "Stand in for a provider by its contract",
    R"(Answers with declared examples, else with samples of the schemas; with --dynamic with values drawn for each
request, equal requests getting equal answers. A request that departs from the contract gets a problem document
(RFC 9457) that names the part and the contract's line, and is said on standard error. A client asks for an answer
with the Prefer header: code=404, example=NAME, dynamic=true; or with ?__code=404 and the like. With --stateful, what
is made can be read, listed, changed and removed; it begins with the contract's examples. With --rules, a file says
what certain requests are answered. The first line on standard output says where it listens. It runs until it is
interrupted. Of a Pact file it serves the interactions; a request that none asks for gets a problem document that
names the closest and each mismatch. The header Pact-Provider-State picks among interactions.

Several contracts share a port by the base paths of their servers, by --prefix or by --host-name, or have ports of
their own (--listen). When their files or rules change they are read again, as at SIGHUP; connections stay, and what
cannot be read is told and leaves the old version in place. With --issuer, operations that declare OAuth 2.0, OpenID
Connect or bearer security take tokens of that issuer only, with the scopes that they name: else 401 or 403 (RFC 6750).

Callbacks that an operation declares follow its answer when the request asks for them with Prefer: callback=NAME, or
with --callbacks all; webhooks are sent by the control API. They go to this machine, or where --callback-hosts says.

Examples:
  squall stub contracts/payments.yaml --port 4010
  squall stub contracts/payments.yaml --errors report --latency 50ms
  squall stub contracts/payments.yaml --stateful --control 127.0.0.1:4011
  squall stub contracts/payments.yaml --rules rules.yaml
  squall stub contracts/payments.yaml --record http://127.0.0.1:8080 --record-to rules.yaml
  squall stub orders.yaml payments.yaml --port 4010
  squall stub --listen 4010=orders.yaml --listen 4011=payments.yaml
  squall stub --prefix /orders=orders.yaml --prefix /payments=payments.yaml --port 4010
  squall stub orders.yaml --port 4010 --issuer 127.0.0.1:9400
  squall stub orders.yaml --port 4010 --callbacks all --callback-hosts shop.test:8080
  curl -H 'Prefer: code=404' http://127.0.0.1:4010/charges/7)",
    declare};

}  // namespace squall::harness
