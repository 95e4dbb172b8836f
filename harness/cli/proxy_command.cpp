#include <CLI/CLI.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "chaos/faults/notation.h"
#include "chaos/faults/registry.h"
#include "chaos/proxy/engine.h"
#include "contracts/core/units.h"
#include "contracts/match/router.h"
#include "harness/cli/address.h"
#include "harness/cli/errors.h"
#include "harness/cli/registry.h"
#include "harness/cli/signals.h"

namespace squall::harness {

namespace {

using contracts::Error;
using contracts::ErrorKind;

constexpr std::size_t kRecordsKept = 1000;  // a standalone proxy counts, it does not keep a history
const std::string kEdge = "proxy";

struct Options {
  std::string listen = "127.0.0.1:0";
  std::string upstream;
  std::string protocol = "http";
  std::string contract;
  std::vector<std::string> faults;
  std::string seed;
  unsigned workers = 1;
};

contracts::Result<std::uint64_t> seed_of(const std::string& text) {
  if (text.empty()) return std::uint64_t{std::random_device{}()};
  if (text.size() > 19 || text.find_first_not_of("0123456789") != std::string::npos) {
    return contracts::fail(ErrorKind::usage, "--seed: expected a whole number, found '" + text + "'");
  }
  return std::stoull(text);
}

contracts::Result<chaos::EdgeConfig> edge_of(const Options& options) {
  chaos::EdgeConfig edge;
  edge.name = kEdge;
  edge.protocol = options.protocol == "tcp" ? chaos::Protocol::tcp : chaos::Protocol::http;
  SQUALL_TRY_ASSIGN(const auto listen, parse_address("--listen", options.listen, true));
  SQUALL_TRY_ASSIGN(const auto upstream, parse_address("--upstream", options.upstream, false));
  edge.listen_host = listen.host;
  edge.listen_port = listen.port;
  edge.upstream_host = upstream.host;
  edge.upstream_port = upstream.port;
  return edge;
}

contracts::Result<std::vector<chaos::FaultSpec>> faults_of(const Options& options) {
  std::vector<chaos::FaultSpec> specs;
  for (const auto& text : options.faults) {
    SQUALL_TRY_ASSIGN(auto spec, chaos::parse_fault(text));
    if (auto checked = chaos::check(spec, options.protocol == "http", !options.contract.empty()); !checked) {
      auto error = checked.error();
      error.message = "fault '" + text + "': " + error.message;
      return contracts::fail(std::move(error));
    }
    specs.push_back(std::move(spec));
  }
  return specs;
}

std::string counters_line(const chaos::EdgeCounts& counts) {
  return std::to_string(counts.open) + " open of " + std::to_string(counts.connections) + " connections, " +
         std::to_string(counts.attempts) + " attempts, " + std::to_string(counts.faulted) + " with faults, " +
         contracts::format_size(counts.bytes_up) + " up, " + contracts::format_size(counts.bytes_down) + " down";
}

void wait_for_stop(const std::stop_token& stop, const chaos::Engine& engine, Invocation& invocation) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    changed.wait_for(lock, stop, std::chrono::milliseconds(500), [&] { return stop.stop_requested(); });
    if (invocation.terminal.err_is_terminal) {
      invocation.err << "\r" << counters_line(engine.counters(kEdge)) << "\x1b[K" << std::flush;
    }
  }
  if (invocation.terminal.err_is_terminal) invocation.err << "\r\x1b[K";
}

ExitCode run(const Options& options, Invocation& invocation) {
  auto edge = edge_of(options);
  if (!edge) return report_error(invocation.err, edge.error());
  const auto faults = faults_of(options);
  if (!faults) return report_error(invocation.err, faults.error());
  const auto seed = seed_of(options.seed);
  if (!seed) return report_error(invocation.err, seed.error());
  if (!options.contract.empty()) {
    auto contract = contracts::openapi::load(options.contract);
    if (!contract) return report_errors(invocation.err, contract.error());
    edge->contract = std::make_shared<const contracts::match::Router>(*contract);
  }
  const SignalWatch signals;  // before any thread
  chaos::Timeline timeline;
  timeline.keep_at_most(kRecordsKept);
  chaos::Engine engine({options.workers, *seed, true}, timeline);
  const auto port = engine.add_edge(*edge);
  if (!port) return report_error(invocation.err, port.error());
  for (const auto& spec : *faults) {
    if (auto added = engine.add_fault(kEdge, spec); !added) return report_error(invocation.err, added.error());
  }
  invocation.out << "listening on " << address_text(edge->listen_host, *port) << ", forwarding " << options.protocol
                 << " to " << address_text(edge->upstream_host, edge->upstream_port) << ", " << faults->size()
                 << (faults->size() == 1 ? " fault" : " faults") << ", seed " << *seed << std::endl;
  wait_for_stop(signals.token(), engine, invocation);
  const auto counts = engine.counters(kEdge);
  engine.stop();
  invocation.out << counters_line(counts) << std::endl;
  return signals.received().value_or(ExitCode::held);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--listen", options->listen, "address to listen on; port 0 takes any free one")
      ->type_name("HOST:PORT");
  app.add_option("--upstream", options->upstream, "the provider: HOST:PORT or an http:// URL")
      ->required()
      ->type_name("HOST:PORT");
  app.add_option("--protocol", options->protocol, "http or tcp; http by default")
      ->check(CLI::IsMember({"http", "tcp"}).description(""))
      ->type_name("http|tcp");
  app.add_option("--fault", options->faults, "a fault, as often as wanted: 'latency: 100ms, share: 5%'")
      ->type_name("FAULT")
      ->allow_extra_args(false);
  app.add_option("--contract", options->contract,
                 "OpenAPI contract that names the operations which faults match by path")
      ->type_name("FILE");
  app.add_option("--seed", options->seed, "what shares and jitter are drawn from; drawn itself when absent")
      ->type_name("N");
  app.add_option("--workers", options->workers, "threads")->check(CLI::Range(1, 64).description(""))->type_name("N");
  return [options](Invocation& invocation) { return run(*options, invocation); };
}

}  // namespace

const Command proxy_command = {
    "proxy", "Put a fault-injecting proxy before a provider",
    R"(Forwards until it is stopped. The address it listens on goes to standard output, live counters to a terminal's standard
error. Faults are written as in a system file, on any edge or with --protocol http on http edges; chaos/README.md lists
them with their parameters and with the conditions that each takes beside them, such as share, first, method and path.

Examples:
  squall proxy --listen 127.0.0.1:9000 --upstream 127.0.0.1:8080 --fault 'latency: 100ms'
  squall proxy --upstream http://127.0.0.1:8080 --fault 'abort: 503, share: 10%, method: POST, path: /orders'
  squall proxy --protocol tcp --listen 127.0.0.1:6380 --upstream redis:6379 --fault 'bandwidth: 64KiB/s')",
    declare};

}  // namespace squall::harness
