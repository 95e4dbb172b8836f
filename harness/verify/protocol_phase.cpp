#include <algorithm>

#include "contracts/match/media_choice.h"
#include "harness/resources/paging.h"
#include "harness/verify/answer_kinds.h"
#include "harness/verify/boundary_watch.h"
#include "harness/verify/odd_bodies.h"
#include "harness/verify/phases.h"
#include "harness/verify/undeclared_methods.h"

namespace squall::harness {
namespace {

using contracts::match::KnownValues;
using contracts::match::RequestCase;
using contracts::openapi::Operation;
using reports::Severity;

std::vector<std::string> methods_of(const contracts::openapi::Contract& contract, const std::string& path) {
  std::vector<std::string> methods;
  for (const Operation& operation : contract.operations) {
    if (operation.path == path) methods.push_back(operation.method);
  }
  return methods;
}

// A media type that no answer of the operation has.
std::string unacceptable(const Operation& operation) {
  for (const char* name : {"image/png", "application/vnd.squall.none", "x-squall/none"}) {
    const auto type = contracts::http::parse_media_type(name);
    const bool declared = std::any_of(
        operation.responses.begin(), operation.responses.end(),
        [&](const auto& response) { return contracts::match::find_media(response.content, *type) != nullptr; });
    if (!declared) return name;
  }
  return {};
}

// Only where the contract announces 406: a provider may also answer with what it has (RFC 9110, section 12.4.1).
void ask_for_the_unacceptable(VerifySession& session, const RequestCase& plain) {
  const auto* announced = plain.operation->response_for(406);
  const std::string type = unacceptable(*plain.operation);
  if (announced == nullptr || announced->status != "406" || type.empty()) return;
  RequestCase request = plain;
  request.where = "header.Accept";
  request.summary = "accepts " + type + " only";
  request.request.headers.set("Accept", type);
  request.origin.reset();
  Checks checks;
  checks.also = [&operation = *plain.operation, type](const Answer& answer, Judgement& judgement) {
    if (!is_success(answer) || answer.response.body.empty()) return;
    judgement.problems.push_back(
        {contracts::Violation{"protocol.accept.ignored", "", "header.Accept", "",
                              "asked for " + type + " only, it does not answer the 406 that it declares",
                              operation.location},
         Severity::warning});
  };
  session.exercise(request, Expected::anything, checks);
}

void tell_unknown_parameter(VerifySession& session, const RequestCase& plain) {
  RequestCase request = plain;
  request.where = "query";
  request.summary = "has a query parameter that nobody knows";
  request.request.target = with_query(plain.request.target, "squall-unknown", "1");
  request.origin.reset();
  session.exercise(request, Expected::anything);
}

void probe(VerifySession& session, const ResourceGraph& graph, const Operation& operation) {
  const Exerciser& exerciser = session.exerciser();
  const auto& contract = exerciser.contract();
  const auto random = exerciser.random("verify.protocol", operation, 0);
  Provision provision(session, graph, random.fork("things"));
  RefreshedCases cases(session, provision, operation, random, [&](const KnownValues& known) {
    std::vector<RequestCase> made;
    const auto plain = contracts::match::valid_request(contract, operation, random.fork("plain"),
                                                       contracts::schema::Flavour::minimal, known);
    if (!plain) return made;
    made.push_back(*plain);
    for (RequestCase& longer : long_texts(contract, *plain)) made.push_back(std::move(longer));
    return made;
  });
  if (cases.cases().empty()) return;
  BoundaryWatch watch(cases, {});
  int status = 0;
  for (std::size_t i = 0; i < cases.cases().size() && !session.stopped(); ++i) {
    const Answer& answer = cases.exercise(i, i == 0 ? Expected::success : Expected::anything);
    if (i == 0) status = answer.response.status;
    watch.note(i, answer);
  }
  watch.tell(session);
  const RequestCase plain = cases.cases().front();
  const auto methods = methods_of(contract, operation.path);
  if (operation.method == methods.front()) {
    for (const MethodProbe& method : undeclared_methods(plain, methods)) {
      const auto& sent = method.request.request;
      const bool of_a_template = exerciser.plan().router->route(sent.method, sent.target).operation != nullptr;
      if (of_a_template) continue;  // /orders/{id} has the GET that /orders/import lacks
      session.exercise(method.request, Expected::anything, method.checks);
    }
  }
  const bool has_head = std::find(methods.begin(), methods.end(), "HEAD") != methods.end();
  if (operation.method == "GET" && !has_head && status >= 200 && status < 300) {
    const MethodProbe head = head_like_get(plain, status);
    session.exercise(head.request, Expected::anything, head.checks);
  }
  ask_for_the_unacceptable(session, plain);
  tell_unknown_parameter(session, plain);
  for (const RequestCase& odd : odd_bodies(plain)) session.exercise(odd, Expected::anything);
}

void run(Exerciser& exerciser) {
  const ResourceGraph graph(exerciser.contract(), exerciser.plan().left_out);
  for (const auto& operations : exerciser.turns()) {
    exerciser.each(operations.size(),
                   [&](VerifySession& session, std::uint64_t index) { probe(session, graph, *operations[index]); });
  }
}

}  // namespace

const Phase protocol_phase{"protocol", "methods, media types and bodies that HTTP allows and few send", run};

}  // namespace squall::harness
