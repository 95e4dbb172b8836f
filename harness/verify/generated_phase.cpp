#include "harness/verify/exerciser.h"
#include "harness/verify/phases.h"

namespace squall::harness {
namespace {

using contracts::schema::Flavour;

Flavour flavour_of(std::uint64_t index) {
  if (index == 0) return Flavour::minimal;
  return index == 1 ? Flavour::maximal : Flavour::typical;
}

// Collections as they are found, perhaps empty: what is created later would hide how that is answered.
void first_look(Exerciser& exerciser) {
  for (const auto* operation : exerciser.operations()) {
    if (exerciser.stopped()) return;
    if (operation->method != "GET" || operation->path.find('{') != std::string::npos) continue;
    const auto random = exerciser.random("verify.first-look", *operation, 0);
    const auto request = contracts::match::valid_request(exerciser.contract(), *operation, random, Flavour::minimal);
    if (request) exerciser.exercise(*request, Expected::success);
  }
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

const Phase generated_phase{"generated", "valid requests are generated from the schemas", run, first_look};

}  // namespace squall::harness
