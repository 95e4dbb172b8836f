#include "harness/verify/exerciser.h"
#include "harness/verify/phases.h"
#include "harness/verify/provision.h"

namespace squall::harness {
namespace {

using contracts::schema::Flavour;

constexpr std::uint64_t in_a_row = 10;  // requests of one piece, about the same things

Flavour flavour_of(std::uint64_t index) {
  if (index == 0) return Flavour::minimal;
  return index % 10 == 1 ? Flavour::maximal : Flavour::typical;
}

void fuzz(VerifySession& session, const ResourceGraph& graph, const contracts::openapi::Operation& operation,
          std::uint64_t begin, std::uint64_t end) {
  const Exerciser& exerciser = session.exerciser();
  Provision provision(session, graph, exerciser.random("verify.fuzz.things", operation, begin));
  for (std::uint64_t index = begin; index < end && !session.stopped(); ++index) {
    const auto random = exerciser.random("verify.fuzz", operation, index);
    // Every third one is about what the provider does not know, or has known before.
    const auto known = index % 3 == 2 ? exerciser.known_values(operation, index) : provision.values_for(operation);
    const auto request =
        contracts::match::valid_request(exerciser.contract(), operation, random, flavour_of(index), known);
    if (!request) return session.cannot_make(operation, request.error());
    const int status = session.exercise(*request, Expected::success).response.status;
    if (operation.method == "DELETE" || status == 404 || status == 409 || status == 410) provision.forget();
  }
}

void run(Exerciser& exerciser) {
  const ResourceGraph graph(exerciser.contract(), exerciser.plan().left_out);
  const std::uint64_t requests = exerciser.plan().max_examples.value_or(exerciser.plan().requests_per_operation);
  const std::uint64_t pieces = (requests + in_a_row - 1) / in_a_row;
  for (const auto& operations : exerciser.turns()) {
    exerciser.each(operations.size() * pieces, [&](VerifySession& session, std::uint64_t piece) {
      const std::uint64_t begin = piece % pieces * in_a_row;
      fuzz(session, graph, *operations[piece / pieces], begin, std::min(requests, begin + in_a_row));
    });
  }
}

}  // namespace

const Phase fuzz_phase{"fuzz", "valid requests are drawn from the schemas", run, look_at_collections};

}  // namespace squall::harness
