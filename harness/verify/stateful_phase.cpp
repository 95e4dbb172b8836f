#include "harness/verify/exerciser.h"
#include "harness/verify/link_walk.h"
#include "harness/verify/phases.h"
#include "harness/verify/scenario.h"

namespace squall::harness {
namespace {

constexpr std::size_t walks = 4;  // random lives of each kind of thing

struct Piece {
  std::size_t resource = 0;
  Script script;
};

std::vector<Piece> pieces_of(const Exerciser& exerciser, const ResourceGraph& graph) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < graph.resources().size(); ++i) {
    const Resource& resource = graph.resources()[i];
    if (resource.create == nullptr) continue;
    const auto random = exerciser.random("verify.stateful.scripts", *resource.create, i);
    for (Script& script : scripts_for(resource, random, walks)) pieces.push_back({i, std::move(script)});
  }
  return pieces;
}

bool has_links(const contracts::openapi::Operation& operation) {
  for (const auto& response : operation.responses) {
    if (!response.links.empty()) return true;
  }
  return false;
}

void run(Exerciser& exerciser) {
  const ResourceGraph graph(exerciser.contract(), exerciser.plan().left_out);
  const auto pieces = pieces_of(exerciser, graph);
  exerciser.each(pieces.size(), [&](VerifySession& session, std::uint64_t index) {
    const Piece& piece = pieces[index];
    const auto random = exerciser.random("verify.stateful", *graph.resources()[piece.resource].create, index);
    Scenario(session, graph, piece.resource, random).play(piece.script);
  });
  const auto& operations = exerciser.operations();
  exerciser.each(operations.size(), [&](VerifySession& session, std::uint64_t index) {
    if (!has_links(*operations[index])) return;
    walk_links(session, graph, *operations[index], exerciser.random("verify.links", *operations[index], 0));
  });
}

}  // namespace

const Phase stateful_phase{"stateful", "things are made, read, changed and deleted in turn", run};

}  // namespace squall::harness
