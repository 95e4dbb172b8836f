#include "harness/verify/exerciser.h"
#include "harness/verify/phases.h"

namespace squall::harness {
namespace {

using contracts::schema::Flavour;

Flavour flavour_of(std::uint64_t index) {
  if (index == 0) return Flavour::minimal;
  return index == 1 ? Flavour::maximal : Flavour::typical;
}

void run(Exerciser& exerciser) {
  for (const auto* operation : exerciser.operations()) {
    for (std::uint64_t index = 0; index < exerciser.plan().requests_per_operation; ++index) {
      if (exerciser.stopped()) return;
      const auto random = exerciser.random("verify.generated", *operation, index);
      const auto request = contracts::match::valid_request(exerciser.contract(), *operation, random, flavour_of(index),
                                                           exerciser.known_values(*operation, index));
      if (!request) {
        exerciser.cannot_make(*operation, request.error());
        break;
      }
      exerciser.exercise(*request, Expected::success);
    }
  }
}

}  // namespace

const Phase generated_phase{"generated", "valid requests are generated from the schemas", run};

}  // namespace squall::harness
