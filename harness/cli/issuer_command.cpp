#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <ostream>
#include <random>
#include <string>

#include "contracts/core/units.h"
#include "harness/cli/errors.h"
#include "harness/cli/issuer_options.h"
#include "harness/cli/registry.h"
#include "harness/cli/stub_serving.h"
#include "harness/cli/tls_options.h"

namespace squall::harness {

namespace {

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::optional<std::uint64_t> seed;
  std::string latency = "0s";
  unsigned workers = 1;
  std::shared_ptr<IssuerOptions> issuer;
  std::shared_ptr<ListeningOptions> listening;
};

ExitCode run(const Options& options, Invocation& invocation) {
  const auto latency = contracts::parse_duration(options.latency);
  if (!latency) {
    return report_error(invocation.err, {contracts::ErrorKind::usage, "--latency: " + latency.error().message, {}, ""});
  }
  const auto tls = listening_of(*options.listening);
  if (!tls) return report_error(invocation.err, tls.error());
  const std::uint64_t seed = options.seed.value_or(std::random_device{}());
  const auto issuer = make_issuer(*options.issuer, seed, *latency);
  if (!issuer) return report_error(invocation.err, issuer.error());
  StubServing serving(invocation);
  serving.start(options.workers, seed);
  const auto port =
      serving.listen("issuer", options.host, options.port, *tls,
                     [issuer = *issuer](const chaos::http::Incoming& incoming) { return issuer->answer(incoming); });
  if (!port) return report_error(invocation.err, port.error());
  found_at(**issuer, tls->has_value(), options.host, *port);
  invocation.out << "issuer on " << (*issuer)->url() << ", seed " << seed << std::endl;
  serving.wait();
  return serving.stop();
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--port", options->port, "port to listen on; any free one when absent")->type_name("N");
  app.add_option("--host", options->host, "address to listen on; loopback by default")->type_name("ADDRESS");
  options->issuer = declare_issuer(app);
  app.add_option("--seed", options->seed, "what codes and the ids of tokens are drawn from; drawn itself when absent")
      ->type_name("N");
  app.add_option("--latency", options->latency, "wait before every answer")->type_name("TIME");
  app.add_option("--workers", options->workers, "threads")->check(CLI::Range(1, 64).description(""))->type_name("N");
  options->listening = declare_listening_tls(app);
  return [options](Invocation& invocation) { return run(*options, invocation); };
}

}  // namespace

const Command issuer_command = {
    "issuer", "Stand in for an OAuth 2.0 and OpenID Connect issuer",
    R"(Gives tokens to systems under test: discovery, key set, token endpoint (client credentials, authorization code
with PKCE, refresh, password when asked), introspection, revocation, user information. It asks nobody: an authorization
request is granted at once, to the user of login_hint. Its keys are new each time; codes and token ids are of the seed.

What it does wrong is switched while it runs, for all requests or the next few: PUT /squall/conduct takes flaw, status,
error, latency, endpoint and times; DELETE ends it. For tests on this machine: it keeps no secret from anybody.

Examples:
  squall issuer --port 9400
  squall issuer --port 9400 --client web:hunter2:'orders.read orders.write' --alg ES256
  curl -d grant_type=client_credentials -u web:hunter2 http://127.0.0.1:9400/token
  curl -X PUT -d '{"flaw": "expired", "times": 1}' http://127.0.0.1:9400/squall/conduct
  squall stub orders.yaml --port 4010 --issuer 127.0.0.1:9400      beside a stub that takes its tokens only)",
    declare};

}  // namespace squall::harness
