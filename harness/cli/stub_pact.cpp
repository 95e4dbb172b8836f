#include "harness/cli/stub_pact.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <ostream>
#include <random>

#include "chaos/net/descriptor_limit.h"
#include "chaos/proxy/engine.h"
#include "contracts/pact/read.h"
#include "harness/cli/errors.h"
#include "harness/cli/signals.h"
#include "harness/pact/moment_now.h"
#include "harness/pact/pact_stub.h"

namespace squall::harness {
namespace {

using contracts::pact::Interaction;
using contracts::pact::InteractionKind;

std::function<void(const PactStubExchange&)> refusals_to(std::ostream& err, std::shared_ptr<std::mutex> mutex) {
  return [&err, mutex = std::move(mutex)](const PactStubExchange& exchange) {
    if (exchange.interaction != nullptr) return;
    const auto& request = exchange.incoming.request;
    const std::lock_guard lock(*mutex);
    err << request.method << ' ' << request.target << " -> " << exchange.reply.response.status
        << ": no interaction asks for this" << std::endl;
    for (const auto& violation : exchange.violations) {
      err << "  " << violation.where << violation.pointer << ": " << violation.message << " ("
          << contracts::to_string(violation.contract) << ')' << std::endl;
    }
  };
}

void wait_for(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, stop, [] { return false; });
}

}  // namespace

ExitCode serve_pact(const PactServing& serving, Invocation& invocation) {
  auto pact = contracts::pact::load_pact(serving.file);
  if (!pact) return report_errors(invocation.err, pact.error());
  const auto count = std::count_if(pact->interactions.begin(), pact->interactions.end(),
                                   [](const Interaction& one) { return one.kind == InteractionKind::http; });
  if (count == 0) {
    return report_error(invocation.err, {contracts::ErrorKind::malformed,
                                         "the pact has no HTTP interaction, so there is nothing to serve",
                                         {serving.file, 0, 0, ""},
                                         ""});
  }
  auto tls = listening_of(*serving.listening);
  if (!tls) return report_error(invocation.err, tls.error());

  const SignalWatch signals;  // before any thread
  chaos::Timeline timeline;
  const auto err_mutex = std::make_shared<std::mutex>();
  chaos::net::raise_descriptor_limit();
  PactStubOptions stub;
  stub.seed = serving.seed.value_or(std::random_device{}());
  stub.latency = serving.latency;
  stub.tls = tls->has_value();
  stub.now = moment_now;
  stub.observe = refusals_to(invocation.err, err_mutex);
  chaos::EngineOptions engine_options;
  engine_options.workers = serving.workers;
  engine_options.seed = stub.seed;
  engine_options.trouble = [&err = invocation.err, err_mutex](const std::string& what) {
    const std::scoped_lock lock(*err_mutex);
    err << "squall: " << what << std::endl;
  };
  chaos::Engine engine(engine_options, timeline);
  chaos::http::ServerConfig server;
  server.name = "stub";
  server.host = serving.host;
  server.port = serving.port;
  server.tls = std::move(*tls);
  const std::uint64_t seed = stub.seed;
  const auto shared = std::make_shared<const contracts::pact::Pact>(std::move(*pact));
  const auto port = engine.serve(server, make_pact_stub(shared, std::move(stub)));
  if (!port) return report_error(invocation.err, port.error());
  invocation.out << "stub of '" << shared->provider << "' for '" << shared->consumer << "' on "
                 << (server.tls ? "https" : "http") << "://" << serving.host << ':' << *port << ", " << count
                 << (count == 1 ? " interaction" : " interactions") << ", seed " << seed << std::endl;
  wait_for(signals.token());
  engine.stop();
  return signals.received().value_or(ExitCode::held);
}

}  // namespace squall::harness
