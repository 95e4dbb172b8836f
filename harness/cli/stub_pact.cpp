#include "harness/cli/stub_pact.h"

#include <algorithm>
#include <ostream>
#include <random>

#include "contracts/pact/read.h"
#include "harness/cli/errors.h"
#include "harness/cli/stub_serving.h"
#include "harness/pact/moment_now.h"
#include "harness/pact/pact_stub.h"

namespace squall::harness {
namespace {

using contracts::pact::Interaction;
using contracts::pact::InteractionKind;

std::function<void(const PactStubExchange&)> refusals_to(std::function<void(const std::string&)> tell) {
  return [tell = std::move(tell)](const PactStubExchange& exchange) {
    if (exchange.interaction != nullptr) return;
    const auto& request = exchange.incoming.request;
    std::string text = request.method + " " + request.target + " -> " + std::to_string(exchange.reply.response.status) +
                       ": no interaction asks for this\n";
    for (const auto& violation : exchange.violations) {
      text += "  " + violation.where + violation.pointer + ": " + violation.message + " (" +
              contracts::to_string(violation.contract) + ")\n";
    }
    tell(text);
  };
}

}  // namespace

ExitCode serve_pact(const PactServing& wanted, Invocation& invocation) {
  auto pact = contracts::pact::load_pact(wanted.file);
  if (!pact) return report_errors(invocation.err, pact.error());
  const auto count = std::count_if(pact->interactions.begin(), pact->interactions.end(),
                                   [](const Interaction& one) { return one.kind == InteractionKind::http; });
  if (count == 0) {
    return report_error(invocation.err, {contracts::ErrorKind::malformed,
                                         "the pact has no HTTP interaction, so there is nothing to serve",
                                         {wanted.file, 0, 0, ""},
                                         ""});
  }
  const auto tls = listening_of(*wanted.listening);
  if (!tls) return report_error(invocation.err, tls.error());

  StubServing serving(invocation);  // before any thread
  PactStubOptions stub;
  stub.seed = wanted.seed.value_or(std::random_device{}());
  stub.latency = wanted.latency;
  stub.tls = tls->has_value();
  stub.now = moment_now;
  stub.observe = refusals_to(serving.tell());
  const std::uint64_t seed = stub.seed;
  const auto shared = std::make_shared<const contracts::pact::Pact>(std::move(*pact));
  serving.start(wanted.workers, seed);
  const auto port = serving.listen("stub", wanted.host, wanted.port, *tls, make_pact_stub(shared, std::move(stub)));
  if (!port) return report_error(invocation.err, port.error());
  invocation.out << "stub of '" << shared->provider << "' for '" << shared->consumer << "' on "
                 << (*tls ? "https" : "http") << "://" << wanted.host << ':' << *port << ", " << count
                 << (count == 1 ? " interaction" : " interactions") << ", seed " << seed << std::endl;
  serving.wait();
  return serving.stop();
}

}  // namespace squall::harness
