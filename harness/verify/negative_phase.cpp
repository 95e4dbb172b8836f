#include "harness/verify/phases.h"
#include "harness/verify/refreshed_cases.h"

namespace squall::harness {
namespace {

using contracts::match::KnownValues;
using contracts::match::RequestCase;
using contracts::openapi::Operation;

constexpr std::size_t most_lenient = 20;

// Formats are annotations in JSON Schema 2020-12 and open-ended in OpenAPI 3.0, and so are discriminators to JSON
// Schema: a provider may be more generous, but it must not break.
Expected expected_of(const RequestCase& request) {
  const bool lenient = request.keyword == "format" || request.keyword == "discriminator";
  return lenient ? Expected::anything : Expected::refusal;
}

void refuse(VerifySession& session, const ResourceGraph& graph, const Operation& operation) {
  const Exerciser& exerciser = session.exerciser();
  const auto random = exerciser.random("verify.negative", operation, 0);
  Provision provision(session, graph, random.fork("things"));
  RefreshedCases cases(session, provision, operation, random, [&](const KnownValues& known) {
    return contracts::match::negative_requests(exerciser.contract(), operation, random, known);
  });
  std::uint64_t sent = 0;
  std::size_t lenient = 0;
  for (std::size_t i = 0; i < cases.cases().size() && !session.stopped(); ++i) {
    const Expected expected = expected_of(cases.cases()[i]);
    if (expected == Expected::anything ? lenient++ >= most_lenient
                                       : sent++ >= exerciser.plan().negatives_per_operation) {
      continue;
    }
    cases.exercise(i, expected);
  }
}

void run(Exerciser& exerciser) {
  const ResourceGraph graph(exerciser.contract(), exerciser.plan().left_out);
  for (const auto& operations : exerciser.turns()) {
    exerciser.each(operations.size(),
                   [&](VerifySession& session, std::uint64_t index) { refuse(session, graph, *operations[index]); });
  }
}

}  // namespace

const Phase negative_phase{"negative", "requests that violate one keyword each must be refused", run};

}  // namespace squall::harness
