#include "harness/stub/answer.h"

#include <string>
#include <string_view>
#include <utility>

#include "contracts/match/message_generator.h"
#include "harness/stub/preference.h"
#include "harness/stub/problem.h"

namespace squall::harness {
namespace {

using contracts::http::Response;
using contracts::openapi::Operation;

Operation without_examples(const Operation& operation) {
  Operation copy = operation;
  for (auto& response : copy.responses) {
    for (auto& media : response.content) media.examples.clear();
    for (auto& header : response.headers) header.examples.clear();
  }
  return copy;
}

}  // namespace

Response contract_answer(const JudgedRequest& judged, const contracts::Random& random) {
  const Operation& operation = *judged.operation();
  const auto preference = read_preference(judged.request().headers);
  if (!preference) return problem(400, preference.error().message);
  if (preference->code != 0 && operation.response_for(preference->code) == nullptr) {
    return problem(404, "Prefer: status " + std::to_string(preference->code) + " is not declared for " +
                            operation.name() + " at " + contracts::to_string(operation.location));
  }
  const std::string_view accept = judged.request().headers.get("Accept");
  const auto make = [&](const Operation& from) {
    return contracts::match::make_response(judged.contract, from, preference->code, random, accept,
                                           preference->example);
  };
  auto response = preference->dynamic ? make(without_examples(operation)) : make(operation);
  if (response) {
    response->headers.set("Server", "squall-stub");  // so that nobody expects a memory of it
    return std::move(*response);
  }
  const bool unacceptable = !accept.empty() && response.error().kind == contracts::ErrorKind::usage;
  return problem(unacceptable ? 406 : 500, contracts::to_string(response.error()));
}

}  // namespace squall::harness
