#include "harness/stub/answer.h"

#include <string>
#include <utility>

#include "contracts/http/field_lines.h"
#include "harness/stub/allowed_methods.h"
#include "harness/stub/challenge.h"
#include "harness/stub/header_text.h"
#include "harness/stub/preference.h"
#include "harness/stub/problem.h"

namespace squall::harness {
namespace {

using contracts::Random;
using contracts::http::Response;
using contracts::match::ExampleUse;
using contracts::match::ResponseWish;
using contracts::match::Unfulfilled;
using contracts::openapi::Operation;

// A sample shows the same to everybody; what is dynamic is drawn for the request.
void generate(ResponseWish& wish, const AnswerOptions& options, bool dynamic) {
  wish.examples = dynamic ? ExampleUse::none : options.examples;
  wish.flavour = dynamic ? contracts::schema::Flavour::typical : contracts::schema::Flavour::sample;
}

Random random_for(const JudgedRequest& judged, bool dynamic, std::uint64_t seed) {
  return dynamic ? drawn_for(judged.request(), seed) : Random(seed, "stub.sample", judged.operation()->name());
}

// An answer that nearly keeps a schema which hardly anything keeps is more use than none; it says so.
MadeAnswer nearest(const JudgedRequest& judged, ResponseWish wish, const Random& random) {
  auto response = contracts::match::wished_response(judged.contract, *judged.operation(), wish, random);
  if (response || (response.error().what != Unfulfilled::body && response.error().what != Unfulfilled::header))
    return response;
  wish.approximate = true;
  auto near = contracts::match::wished_response(judged.contract, *judged.operation(), wish, random);
  if (!near) return response;
  near->headers.set("Squall-Violation", header_text(contracts::to_string(response.error().error)));
  return near;
}

int status_for(Unfulfilled what) {
  switch (what) {
    case Unfulfilled::status:
    case Unfulfilled::example:
      return 404;
    case Unfulfilled::representation:
      return 406;
    default:
      return 500;
  }
}

// Of the operation's path, without its own.
std::string other_methods(const JudgedRequest& judged) {
  contracts::match::Route path;
  for (const Operation& other : judged.contract.operations) {
    if (other.path == judged.operation()->path && other.method != judged.operation()->method)
      path.allowed_methods.push_back(other.method);
  }
  return allowed_methods(path, true);
}

// What HTTP asks of a status where the contract is silent (RFC 9110, sections 10.2.1, 10.2.2, 11.6.1).
void complete(const JudgedRequest& judged, Response& response) {
  const auto lacks = [&](const char* name) { return !response.headers.contains(name); };
  if (response.status == 401 && lacks("WWW-Authenticate")) {
    response.headers.add("WWW-Authenticate", challenges_of(judged.contract, *judged.operation()));
  }
  const bool redirects = response.status / 100 == 3 && response.status != 300 && response.status != 304;
  if (redirects && lacks("Location")) response.headers.add("Location", "/");
  if (response.status == 405 && lacks("Allow")) response.headers.add("Allow", other_methods(judged));
  response.headers.set("Server", "squall-stub");  // so that nobody expects a memory of it
}

}  // namespace

Random drawn_for(const contracts::http::Request& request, std::uint64_t seed) {
  return Random(seed, "stub.response", request.method + " " + request.target + "\n" + request.body);
}

ContractAnswers::ContractAnswers(AnswerOptions options, std::uint64_t seed)
    : options_(options), seed_(seed), made_(std::make_unique<MadeAnswers>()) {}

std::shared_ptr<const MadeAnswer> ContractAnswers::make(const JudgedRequest& judged, const ResponseWish& wish,
                                                        bool dynamic) const {
  if (!dynamic) {
    if (auto made = made_->find(*judged.operation(), wish)) return made;
  }
  MadeAnswer answer = nearest(judged, wish, random_for(judged, dynamic, seed_));
  if (answer) complete(judged, *answer);
  // That something is not declared is soon told, and clients may ask for no end of such things.
  const bool cheap = !answer && answer.error().what != Unfulfilled::body;
  if (dynamic || cheap) return std::make_shared<const MadeAnswer>(std::move(answer));
  return made_->keep(*judged.operation(), wish, std::move(answer));
}

Response ContractAnswers::answer(const JudgedRequest& judged) const {
  const auto preference = read_preference(judged.request(), options_.preference_in_query);
  if (!preference) return problem(400, preference.error().message);
  const bool dynamic = preference->dynamic.value_or(options_.dynamic);
  ResponseWish wish;
  wish.status = preference->code;
  const std::string accept = contracts::http::combined(judged.request().headers, "Accept");
  wish.accept = accept;
  wish.example = preference->example;
  generate(wish, options_, dynamic);
  if (!wish.example.empty() && wish.examples == ExampleUse::none) wish.examples = ExampleUse::fitting;
  const auto made = make(judged, wish, dynamic);
  if (*made) return **made;
  const int status = status_for(made->error().what);
  if (status == 406 && judged.operation()->response_for(status) != nullptr) {
    if (auto own = declared(judged, status)) return *own;
  }
  return problem(status, made->error().error);
}

std::optional<Response> ContractAnswers::declared(const JudgedRequest& judged, int status) const {
  ResponseWish wish;
  wish.status = status;
  generate(wish, options_, options_.dynamic);
  const auto preference = read_preference(judged.request(), options_.preference_in_query);
  if (preference && preference->code == status) wish.example = preference->example;
  const auto made = make(judged, wish, options_.dynamic);
  if (!*made && made->error().what == Unfulfilled::example) return problem(404, made->error().error);
  if (!*made) return std::nullopt;
  return **made;
}

}  // namespace squall::harness
