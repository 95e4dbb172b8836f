#include <algorithm>

#include "contracts/match/security_presence.h"
#include "harness/verify/answer_kinds.h"
#include "harness/verify/exerciser.h"
#include "harness/verify/phase_finding.h"
#include "harness/verify/phases.h"
#include "harness/verify/provision.h"
#include "harness/verify/wrong_credentials.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;
using contracts::openapi::Operation;
using reports::Severity;

// What a refusal may be: 404 hides what is there, 429 is tired of us, 3xx leads to where one can log in; 400 may come
// first for what is malformed.
bool is_refusal(const WrongCredentials& wrong, int status) {
  if (status == 401 || status == 403 || status == 404 || status == 429) return true;
  return (status >= 300 && status < 400) || (status == 400 && wrong.kind == "malformed");
}

std::optional<RequestCase> request_to(VerifySession& session, const Operation& operation, Provision& provision,
                                      const contracts::Random& random, std::uint64_t index) {
  auto made = contracts::match::valid_request(session.exerciser().contract(), operation, random.fork("request", index),
                                              contracts::schema::Flavour::minimal, provision.values_for(operation));
  if (!made) return std::nullopt;
  return std::move(*made);
}

// The contract says that none are needed.
void look_for_undeclared(VerifySession& session, const Operation& operation, Provision& provision,
                         const contracts::Random& random) {
  auto request = request_to(session, operation, provision, random, 0);
  if (!request) return;
  request->where = "security";
  const Answer& answer = session.exercise(*request, Expected::success);
  if (is_answered(answer) && answer.response.status == 401 && operation.security.empty())
    session.report(phase_finding("security.undeclared", Severity::warning, operation,
                                 "asks for credentials, and the contract declares none"));
}

// Only what good credentials open shows that wrong ones are refused for being wrong.
bool is_opened(VerifySession& session, const Operation& operation, Provision& provision,
               const contracts::Random& random) {
  constexpr std::uint64_t draws = 3;
  for (std::uint64_t i = 0; i < draws && !session.stopped(); ++i) {
    provision.forget();
    const auto request = request_to(session, operation, provision, random, i);
    if (request && is_success(session.exercise(*request, Expected::success))) return true;
  }
  return false;
}

// What is not described cannot be left out or made wrong.
bool are_described(const contracts::openapi::Contract& contract, const Operation& operation) {
  const auto is_described = [&](const auto& scheme) {
    return std::any_of(contract.security_schemes.begin(), contract.security_schemes.end(),
                       [&](const auto& described) { return described.name == scheme.first; });
  };
  return std::all_of(operation.security.begin(), operation.security.end(), [&](const auto& alternative) {
    return std::all_of(alternative.begin(), alternative.end(), is_described);
  });
}

// A client certificate is shown by the connection: no request can leave it out.
bool is_by_certificate(const contracts::openapi::Contract& contract, const Operation& operation) {
  return std::any_of(operation.security.begin(), operation.security.end(), [&](const auto& alternative) {
    return std::any_of(alternative.begin(), alternative.end(), [&](const auto& requirement) {
      const auto* scheme = contract.security_scheme(requirement.first);
      return scheme != nullptr && scheme->type == "mutualTLS";
    });
  });
}

void try_to_open(VerifySession& session, const ResourceGraph& graph, const Operation& operation) {
  const Exerciser& exerciser = session.exerciser();
  const auto random = exerciser.random("verify.security", operation, 0);
  Provision provision(session, graph, random.fork("things"));
  if (!contracts::match::needs_credentials(operation)) {
    return look_for_undeclared(session, operation, provision, random);
  }
  if (!are_described(exerciser.contract(), operation)) {
    return session.state("security undecided: " + operation.name() +
                         " asks for credentials of a scheme that the contract does not describe");
  }
  if (is_by_certificate(exerciser.contract(), operation)) {
    return session.state("security undecided: " + operation.name() +
                         " is opened by a client's certificate, which no request can leave out");
  }
  if (!is_opened(session, operation, provision, random)) {
    return session.state("security undecided: " + operation.name() +
                         " was not opened by the credentials that were given");
  }
  constexpr std::uint64_t later = 100;  // draws apart from those of is_opened
  provision.forget();
  auto request = request_to(session, operation, provision, random, later);
  if (!request) return;
  const std::size_t ways = wrong_credentials_for(exerciser.contract(), *request, random.fork("wrong")).size();
  for (std::size_t way = 0; way < ways && !session.stopped(); ++way) {
    const auto wrong = wrong_credentials_for(exerciser.contract(), *request, random.fork("wrong"))[way];
    const Answer& answer = session.exercise(wrong.request, Expected::anything);
    const int status = answer.response.status;
    if (is_success(answer) && wrong.kind == "wrong" && is_of_stub(answer.response)) {
      session.state("security undecided: a stub takes whatever credentials have their form");
    } else if (is_success(answer)) {
      session.report(phase_finding("security." + wrong.kind + ".accepted", Severity::error, operation,
                                   "answers " + std::to_string(status) + " to " + wrong.text));
      provision.forget();  // it may have been used up
      request = request_to(session, operation, provision, random, later + way);
      if (!request) return;
    } else if (is_answered(answer) && status < 500 && !is_refusal(wrong, status)) {
      session.report(phase_finding("security.refusal.status", Severity::warning, operation,
                                   "answers " + std::to_string(status) + ", neither 401 nor 403, to " + wrong.text));
    }
  }
}

// What shows at many operations is shown by the simplest.
std::size_t size_of(const Operation& operation) {
  return (operation.request_body ? 2 : 0) +
         static_cast<std::size_t>(std::count(operation.path.begin(), operation.path.end(), '{'));
}

void run(Exerciser& exerciser) {
  const ResourceGraph graph(exerciser.contract(), exerciser.plan().left_out);
  auto operations = exerciser.operations();
  std::stable_sort(operations.begin(), operations.end(),
                   [](const Operation* a, const Operation* b) { return size_of(*a) < size_of(*b); });
  exerciser.each(operations.size(),
                 [&](VerifySession& session, std::uint64_t index) { try_to_open(session, graph, *operations[index]); });
}

}  // namespace

const Phase security_phase{"security", "missing, malformed and wrong credentials must open nothing", run};

}  // namespace squall::harness
