#include "harness/verify/exerciser.h"
#include "harness/verify/phases.h"

namespace squall::harness {

void look_at_collections(Exerciser& exerciser) {
  const auto& operations = exerciser.operations();
  exerciser.each(operations.size(), [&](VerifySession& session, std::uint64_t index) {
    const auto& operation = *operations[index];
    if (operation.method != "GET" || operation.path.find('{') != std::string::npos) return;
    const auto random = exerciser.random("verify.first-look", operation, 0);
    const auto request =
        contracts::match::valid_request(exerciser.contract(), operation, random, contracts::schema::Flavour::minimal);
    if (request) session.exercise(*request, Expected::success);
  });
}

}  // namespace squall::harness
