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
  const auto& operations = exerciser.operations();
  exerciser.each(operations.size(), [&](VerifySession& session, std::uint64_t index) {
    const auto& operation = *operations[index];
    if (operation.method != "GET" || operation.path.find('{') != std::string::npos) return;
    const auto random = exerciser.random("verify.first-look", operation, 0);
    const auto request = contracts::match::valid_request(exerciser.contract(), operation, random, Flavour::minimal);
    if (request) session.exercise(*request, Expected::success);
  });
}

void run(Exerciser& exerciser) {
  const std::uint64_t requests = exerciser.plan().requests_per_operation;
  for (const auto& operations : exerciser.turns()) {
    exerciser.each(operations.size() * requests, [&](VerifySession& session, std::uint64_t piece) {
      const auto& operation = *operations[piece / requests];
      const std::uint64_t index = piece % requests;
      const auto random = exerciser.random("verify.generated", operation, index);
      const auto request = contracts::match::valid_request(exerciser.contract(), operation, random, flavour_of(index),
                                                           exerciser.known_values(operation, index));
      if (!request) return session.cannot_make(operation, request.error());
      session.exercise(*request, Expected::success);
    });
  }
}

}  // namespace

const Phase generated_phase{"generated", "valid requests are generated from the schemas", run, first_look};

}  // namespace squall::harness
