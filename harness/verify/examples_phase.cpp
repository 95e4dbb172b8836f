#include "harness/verify/exerciser.h"
#include "harness/verify/phases.h"

namespace squall::harness {
namespace {

void run(Exerciser& exerciser) {
  for (const auto& operations : exerciser.turns()) {
    exerciser.each(operations.size(), [&](VerifySession& session, std::uint64_t index) {
      const auto& operation = *operations[index];
      const auto random = exerciser.random("verify.examples", operation, 0);
      for (const auto& request : contracts::match::example_requests(exerciser.contract(), operation, random)) {
        session.exercise(request, Expected::success);
      }
    });
  }
}

}  // namespace

const Phase examples_phase{"examples", "the contract's own examples are sent", run};

}  // namespace squall::harness
