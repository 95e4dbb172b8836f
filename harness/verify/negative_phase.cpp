#include "harness/verify/exerciser.h"
#include "harness/verify/phases.h"

namespace squall::harness {
namespace {

// Formats are annotations in JSON Schema 2020-12 and open-ended in OpenAPI 3.0: a provider may be more generous.
bool is_binding(const contracts::match::RequestCase& request) {
  return request.keyword != "format";
}

void run(Exerciser& exerciser) {
  for (const auto& operations : exerciser.turns()) {
    exerciser.each(operations.size(), [&](VerifySession& session, std::uint64_t index) {
      const auto& operation = *operations[index];
      const auto random = exerciser.random("verify.negative", operation, 0);
      std::uint64_t sent = 0;
      for (const auto& request : contracts::match::negative_requests(exerciser.contract(), operation, random,
                                                                     exerciser.known_values(operation, 0))) {
        if (session.stopped() || sent == exerciser.plan().negatives_per_operation) break;
        if (!is_binding(request)) continue;
        ++sent;
        session.exercise(request, Expected::refusal);
      }
    });
  }
}

}  // namespace

const Phase negative_phase{"negative", "requests that violate one keyword each must be refused", run};

}  // namespace squall::harness
