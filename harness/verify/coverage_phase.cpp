#include "contracts/match/media_choice.h"
#include "harness/verify/answer_kinds.h"
#include "harness/verify/boundary_watch.h"
#include "harness/verify/phases.h"

namespace squall::harness {
namespace {

using contracts::match::KnownValues;
using contracts::match::RequestCase;
using contracts::openapi::Operation;

constexpr std::size_t most_deletions = 12;  // each needs a thing of its own

std::set<std::string> references_of(const ResourceGraph& graph, const Operation& operation) {
  std::set<std::string> names;
  for (const auto& need : graph.needs(operation)) {
    names.insert(need.name);
    names.insert("path." + need.name);
  }
  return names;
}

std::vector<std::string> media_types_of(const Operation& operation) {
  std::set<std::string> names;
  for (const auto& response : operation.responses) {
    if (response.status.front() != '2') continue;
    for (const auto& media : response.content) {
      if (media.name.find('*') == std::string::npos) names.insert(media.name);
    }
  }
  return {names.begin(), names.end()};
}

// An answer of another kind than the one that was asked for, though it is declared.
Checks answers_as(const std::string& wanted) {
  Checks checks;
  checks.also = [wanted](const Answer& answer, Judgement& judgement) {
    if (!is_success(answer)) return;
    const auto range = contracts::http::parse_media_type(wanted);
    const auto type = contracts::http::parse_media_type(answer.response.headers.get("Content-Type"));
    if (!range || !type || (range->type == type->type && range->subtype == type->subtype)) return;
    judgement.problems.push_back(
        {contracts::Violation{"protocol.accept.ignored",
                              "",
                              "header.Accept",
                              "",
                              "asked for " + wanted + " only, it is " + type->type + "/" + type->subtype,
                              {}},
         reports::Severity::warning});
  };
  return checks;
}

// Each kind of answer by itself, and an encoded one.
void ask_for_each_kind(VerifySession& session, const RequestCase& plain) {
  const Operation& operation = *plain.operation;
  const auto types = media_types_of(operation);
  for (const std::string& type : types) {
    if (types.size() < 2) break;
    RequestCase request = plain;
    request.where = "header.Accept";
    request.summary = "asks for " + type;
    request.request.headers.set("Accept", type);
    request.origin.reset();
    session.exercise(request, Expected::success, answers_as(type));
  }
  if (operation.method != "GET") return;
  for (const char* coding : {"gzip", "deflate"}) {
    RequestCase request = plain;
    request.where = "header.Accept-Encoding";
    request.summary = std::string("accepts ") + coding;
    request.request.headers.set("Accept-Encoding", coding);
    request.origin.reset();
    session.exercise(request, Expected::success);
  }
}

void cover(VerifySession& session, const ResourceGraph& graph, const Operation& operation) {
  const Exerciser& exerciser = session.exerciser();
  const auto random = exerciser.random("verify.coverage", operation, 0);
  Provision provision(session, graph, random.fork("things"));
  const std::size_t most = operation.method == "DELETE" ? most_deletions : exerciser.plan().coverage_per_operation;
  RefreshedCases cases(session, provision, operation, random, [&](const KnownValues& known) {
    return contracts::match::coverage_requests(exerciser.contract(), operation, random, known, most);
  });
  BoundaryWatch watch(cases, references_of(graph, operation));
  for (std::size_t i = 0; i < cases.cases().size() && !session.stopped(); ++i) {
    watch.note(i, cases.exercise(i, Expected::success));
  }
  if (!cases.cases().empty()) ask_for_each_kind(session, cases.cases().front());
  watch.tell(session);
  const auto known = provision.values_for(operation);
  for (const auto& twice : contracts::match::duplicate_requests(exerciser.contract(), operation, random, known)) {
    session.exercise(twice, Expected::anything);
  }
}

void run(Exerciser& exerciser) {
  const ResourceGraph graph(exerciser.contract(), exerciser.plan().left_out);
  for (const auto& operations : exerciser.turns()) {
    exerciser.each(operations.size(),
                   [&](VerifySession& session, std::uint64_t index) { cover(session, graph, *operations[index]); });
  }
}

}  // namespace

const Phase coverage_phase{"coverage", "every boundary, value and alternative of the contract is sent", run,
                           look_at_collections};

}  // namespace squall::harness
