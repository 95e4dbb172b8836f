#include "harness/stub_callbacks/outgoing_request.h"

#include <utility>

#include "contracts/http/percent.h"
#include "contracts/match/accept.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/query_value.h"
#include "contracts/match/request_assembly.h"
#include "contracts/match/wire_text.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;
using contracts::openapi::Operation;

// The same operation at the root: where it really is, is no path of the contract but a URL from elsewhere.
Operation at_root(const Operation& operation) {
  Operation bare = operation;
  bare.path = "/";
  bare.servers = {contracts::openapi::Server{"/", "", "", "/", {}}};
  std::erase_if(bare.parameters,
                [](const auto& parameter) { return parameter.in == contracts::openapi::ParameterIn::path; });
  return bare;
}

// To be sent with all that there is to say: a body that may be left out is not.
Operation to_send(const Operation& operation, bool examples) {
  Operation told = at_root(operation);
  if (told.request_body) told.request_body->required = true;
  if (examples) return told;
  for (auto& parameter : told.parameters) parameter.examples.clear();
  if (!told.request_body) return told;
  for (auto& media : told.request_body->content) media.examples.clear();
  return told;
}

contracts::Result<RequestCase> made_by(const contracts::openapi::Contract& contract, const Operation& operation,
                                       bool examples, const AnswerOptions& options, const contracts::Random& random) {
  if (examples) {
    auto cases = contracts::match::example_requests(contract, operation, random);
    if (!cases.empty()) return std::move(cases.front());
  }
  const auto flavour = options.dynamic ? contracts::schema::Flavour::typical : contracts::schema::Flavour::sample;
  return contracts::match::valid_request(contract, operation, random, flavour);
}

std::string with_query(std::string target, std::string_view made) {
  const std::string named = target;
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(made))) {
    if (contracts::match::query_value(named, pair.name)) continue;
    target += target.find('?') == std::string::npos ? '?' : '&';
    target += contracts::http::percent_encode(pair.name) + "=" + std::string(pair.raw);
  }
  return target;
}

}  // namespace

contracts::Result<contracts::http::Request> outgoing_request(const contracts::openapi::Contract& contract,
                                                             const Operation& operation, const std::string& target,
                                                             const AnswerOptions& options,
                                                             const contracts::Random& random) {
  const bool examples = !options.dynamic && options.examples != contracts::match::ExampleUse::none;
  const Operation told = to_send(operation, examples);
  SQUALL_TRY_ASSIGN(auto made, made_by(contract, told, examples, options, random));
  contracts::http::Request request = std::move(made.request);
  request.target = with_query(target, request.target);
  const std::string accept = contracts::match::accept_of(operation);
  if (!accept.empty() && !request.headers.contains("Accept")) request.headers.add("Accept", accept);
  if (!request.headers.contains("User-Agent")) request.headers.add("User-Agent", "squall-stub");
  return request;
}

std::vector<contracts::Violation> departures(const contracts::openapi::Contract& contract, const Operation& operation,
                                             contracts::http::Request request) {
  const auto query = contracts::http::query_of(request.target);
  request.target = query.empty() ? "/" : "/?" + std::string(query);
  return contracts::match::judge_request(contract, at_root(operation), request);
}

}  // namespace squall::harness
