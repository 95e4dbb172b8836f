#include <CLI/CLI.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <random>
#include <string>

#include "chaos/net/descriptor_limit.h"
#include "chaos/proxy/engine.h"
#include "contracts/core/units.h"
#include "contracts/openapi/contract.h"
#include "harness/cli/contract_options.h"
#include "harness/cli/errors.h"
#include "harness/cli/pact_file.h"
#include "harness/cli/registry.h"
#include "harness/cli/signals.h"
#include "harness/cli/stub_answer_options.h"
#include "harness/cli/stub_behaviour.h"
#include "harness/cli/stub_pact.h"
#include "harness/cli/tls_options.h"
#include "harness/stub/stub.h"

namespace squall::harness {

namespace {

struct Options {
  std::string contract;
  std::shared_ptr<ContractOptions> load;
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::optional<std::uint64_t> seed;
  std::string latency = "0s";
  std::string errors = "reject";
  std::shared_ptr<StubAnswerOptions> answers;
  unsigned workers = 1;
  std::shared_ptr<BehaviourOptions> behaviour;
  std::shared_ptr<ListeningOptions> listening;
};

// One line on standard error for each way in which a request departs from the contract.
std::function<void(const StubExchange&)> violations_to(std::ostream& err, std::shared_ptr<std::mutex> mutex) {
  return [&err, mutex = std::move(mutex)](const StubExchange& exchange) {
    if (exchange.violations.empty()) return;
    const auto& request = exchange.incoming.request;
    const std::lock_guard lock(*mutex);
    for (const auto& violation : exchange.violations) {
      err << request.method << ' ' << request.target << " -> " << exchange.reply.response.status << ": "
          << violation.where << violation.pointer << (violation.where.empty() ? "" : ": ") << violation.message;
      if (!violation.contract.file.empty()) err << " (" << contracts::to_string(violation.contract) << ')';
      err << std::endl;
    }
  };
}

void wait_for(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, stop, [] { return false; });
}

ExitCode run(const Options& options, Invocation& invocation) {
  const auto latency = contracts::parse_duration(options.latency);
  if (!latency) {
    return report_error(invocation.err, {contracts::ErrorKind::usage, "--latency: " + latency.error().message, {}, ""});
  }
  const auto contract = contracts::openapi::load(options.contract, load_options(*options.load));
  if (!contract) return report_errors(invocation.err, contract.error());
  StubOptions stub;
  stub.seed = options.seed.value_or(std::random_device{}());
  stub.latency = *latency;
  stub.errors = options.errors == "report" ? StubErrors::report : StubErrors::reject;
  if (const auto applied = apply(*options.answers, stub); !applied) {
    return report_error(invocation.err, applied.error());
  }
  const auto err_mutex = std::make_shared<std::mutex>();
  stub.observe = violations_to(invocation.err, err_mutex);
  const std::uint64_t seed = stub.seed;
  auto tls = listening_of(*options.listening);
  if (!tls) return report_error(invocation.err, tls.error());

  const SignalWatch signals;  // before any thread
  chaos::Timeline timeline;
  const auto say = [&err = invocation.err, err_mutex](const std::string& what) {
    const std::scoped_lock lock(*err_mutex);
    err << "squall: " << what << std::endl;
  };
  auto router = std::make_shared<const contracts::match::Router>(*contract);
  const auto behaviour = StubBehaviour::add(*options.behaviour, router, stub, say);
  if (!behaviour) return report_errors(invocation.err, behaviour.error());
  chaos::net::raise_descriptor_limit();
  chaos::EngineOptions engine_options;
  engine_options.workers = (*behaviour)->workers(options.workers);
  engine_options.seed = seed;
  engine_options.trouble = say;
  chaos::Engine engine(engine_options, timeline);
  chaos::http::ServerConfig server;
  server.name = "stub";
  server.host = options.host;
  server.port = options.port;
  server.tls = std::move(*tls);
  if (auto opened = (*behaviour)->open_control(); !opened) return report_error(invocation.err, opened.error());
  const auto port = engine.serve(server, make_stub(std::move(router), std::move(stub)));
  if (!port) return report_error(invocation.err, port.error());
  const std::size_t operations = (*contract)->operations.size();
  invocation.out << "stub of '" << (*contract)->title << "' on " << (server.tls ? "https" : "http") << "://"
                 << options.host << ':' << *port << ", " << operations
                 << (operations == 1 ? " operation" : " operations") << ", seed " << seed << std::endl;
  if (const std::string url = (*behaviour)->control(); !url.empty())
    invocation.out << "control API on " << url << std::endl;
  wait_for(signals.token());
  engine.stop();
  if (auto finished = (*behaviour)->finish(); !finished) return report_error(invocation.err, finished.error());
  return signals.received().value_or(ExitCode::held);
}

ExitCode run_pact(const Options& options, const CLI::App& app, Invocation& invocation) {
  const auto fit = refuse_options_of_contracts(app,
                                               {"overlay", "allow-remote", "errors", "stateful", "rules", "control",
                                                "record", "record-to", "allow-fault-header"},
                                               options.contract);
  if (!fit) return report_error(invocation.err, fit.error());
  const auto latency = contracts::parse_duration(options.latency);
  if (!latency) {
    return report_error(invocation.err, {contracts::ErrorKind::usage, "--latency: " + latency.error().message, {}, ""});
  }
  return serve_pact(
      {options.contract, options.host, options.port, options.seed, *latency, options.workers, options.listening},
      invocation);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("CONTRACT", options->contract, "OpenAPI 3 or Swagger 2.0 document, or a Pact file")
      ->required()
      ->type_name("");
  options->load = declare_contract_options(app);
  app.add_option("--port", options->port, "port to listen on; any free one when absent")->type_name("N");
  app.add_option("--host", options->host, "address to listen on; loopback by default")->type_name("ADDRESS");
  app.add_option("--seed", options->seed, "what generated answers are drawn from; drawn itself when absent")
      ->type_name("N");
  app.add_option("--latency", options->latency, "wait before every answer")->type_name("TIME");
  app.add_option("--errors", options->errors,
                 "reject: requests off the contract get a 4xx; report: they are answered all the same")
      ->check(CLI::IsMember({"reject", "report"}).description(""))
      ->type_name("reject|report");
  options->answers = declare_stub_answers(app);
  app.add_option("--workers", options->workers, "threads")->check(CLI::Range(1, 64).description(""))->type_name("N");
  options->behaviour = declare_behaviour(app);
  options->listening = declare_listening_tls(app);
  return [options, &app](Invocation& invocation) {
    return is_pact_file(options->contract) ? run_pact(*options, app, invocation) : run(*options, invocation);
  };
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

Examples:
  squall stub contracts/payments.yaml --port 4010
  squall stub contracts/payments.yaml --errors report --latency 50ms
  squall stub contracts/payments.yaml --stateful --control 127.0.0.1:4011
  squall stub contracts/payments.yaml --rules rules.yaml
  squall stub contracts/payments.yaml --record http://127.0.0.1:8080 --record-to rules.yaml
  curl -H 'Prefer: code=404' http://127.0.0.1:4010/charges/7)",
    declare};

}  // namespace squall::harness
