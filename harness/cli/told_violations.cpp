#include "harness/cli/told_violations.h"

#include <utility>

#include "harness/watch/masked.h"

namespace squall::harness {

std::function<void(const StubExchange&)> violations_to(std::function<void(const std::string&)> tell,
                                                       const contracts::openapi::Contract& contract) {
  const SecretPlaces places(contract);
  return [tell = std::move(tell), places](const StubExchange& exchange) {
    if (exchange.violations.empty()) return;
    chaos::Exchange seen;
    seen.request = exchange.incoming.request;
    seen.response = exchange.reply.response;
    const std::string target = masked(seen, {}, places).request.target;
    std::string text;
    for (const auto& violation : masked_violations(seen.request, seen.response, exchange.violations, places)) {
      text += seen.request.method + " " + target + " -> " + std::to_string(seen.response.status) + ": " +
              violation.where + violation.pointer + (violation.where.empty() ? "" : ": ") + violation.message;
      if (!violation.contract.file.empty()) text += " (" + contracts::to_string(violation.contract) + ")";
      text += "\n";
    }
    tell(text);
  };
}

}  // namespace squall::harness
