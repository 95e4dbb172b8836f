#include "harness/stub/answer.h"

#include <string>
#include <utility>

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
tl::expected<Response, contracts::match::NoResponse> make(const JudgedRequest& judged, ResponseWish wish,
                                                          const Random& random) {
  auto response = contracts::match::wished_response(judged.contract, *judged.operation(), wish, random);
  if (response || response.error().what != Unfulfilled::body) return response;
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

// What HTTP asks of a status where the contract is silent (RFC 9110, sections 10.2.2, 11.6.1).
void complete(const JudgedRequest& judged, Response& response) {
  const auto lacks = [&](const char* name) { return !response.headers.contains(name); };
  if (response.status == 401 && lacks("WWW-Authenticate")) {
    response.headers.add("WWW-Authenticate", challenges_of(judged.contract, *judged.operation()));
  }
  const bool redirects = response.status / 100 == 3 && response.status != 300 && response.status != 304;
  if (redirects && lacks("Location")) response.headers.add("Location", "/");
  response.headers.set("Server", "squall-stub");  // so that nobody expects a memory of it
}

}  // namespace

Random drawn_for(const contracts::http::Request& request, std::uint64_t seed) {
  return Random(seed, "stub.response", request.method + " " + request.target + "\n" + request.body);
}

Response contract_answer(const JudgedRequest& judged, const AnswerOptions& options, std::uint64_t seed) {
  const auto preference = read_preference(judged.request(), options.preference_in_query);
  if (!preference) return problem(400, preference.error().message);
  const bool dynamic = preference->dynamic.value_or(options.dynamic);
  ResponseWish wish;
  wish.status = preference->code;
  wish.accept = judged.request().headers.get("Accept");
  wish.example = preference->example;
  generate(wish, options, dynamic);
  if (!wish.example.empty() && wish.examples == ExampleUse::none) wish.examples = ExampleUse::fitting;
  auto response = make(judged, wish, random_for(judged, dynamic, seed));
  if (!response) return problem(status_for(response.error().what), response.error().error);
  complete(judged, *response);
  return std::move(*response);
}

std::optional<Response> declared_answer(const JudgedRequest& judged, int status, const AnswerOptions& options,
                                        std::uint64_t seed) {
  ResponseWish wish;
  wish.status = status;
  generate(wish, options, options.dynamic);
  const auto preference = read_preference(judged.request(), options.preference_in_query);
  if (preference && preference->code == status) wish.example = preference->example;
  auto response = make(judged, wish, random_for(judged, options.dynamic, seed));
  if (!response && response.error().what == Unfulfilled::example) return problem(404, response.error().error);
  if (!response) return std::nullopt;
  complete(judged, *response);
  return std::move(*response);
}

}  // namespace squall::harness
