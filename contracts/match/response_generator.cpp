#include "contracts/match/message_generator.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/match/validate.h"
#include "contracts/match/value_draw.h"

namespace squall::contracts::match {
namespace {

using openapi::HeaderObject;
using openapi::Operation;
using openapi::ResponseObject;

constexpr std::uint64_t draws = 12;

// What a declared key is answered as: "404" as itself, "2XX" as 200, "default" as 200.
int status_of(const std::string& key) {
  if (key == "default") return 200;
  return key.size() == 3 && key[1] == 'X' ? (key[0] - '0') * 100 : std::stoi(key);
}

int first_success(const Operation& operation) {
  for (const ResponseObject& response : operation.responses) {
    if (response.status[0] == '2') return status_of(response.status);
  }
  return operation.responses.empty() ? 200 : status_of(operation.responses.front().status);
}

struct Made {
  const Operation& operation;
  const ResponseObject& declared;
  const MediaTypeObject* media;

  bool accepted(const openapi::Contract& contract, const http::Response& response) const {
    return validate_response(contract, operation, operation.method, response).empty();
  }
};

void add_headers(const ResponseObject& declared, const Random& random, http::Response& response) {
  for (const HeaderObject& header : declared.headers) {
    const auto& schema = header.content ? header.content->schema : header.schema;
    const auto& examples = header.content ? header.content->examples : header.examples;
    for (std::uint64_t i = 0; i < draws; ++i) {
      auto value = i == 0 ? example_named(examples, "") : std::nullopt;
      if (!value)
        value =
            draw(schema, examples, random.fork(header.name, i), schema::Flavour::typical, schema::Direction::response);
      if (!value) break;
      const auto text = write_header(header.explode, header.content ? &*header.content : nullptr, *value);
      if (!text) continue;
      response.headers.set(header.name, *text);
      break;
    }
  }
}

bool set_body(const MediaTypeObject& media, const Value& value, http::Response& response) {
  auto body = write_body(media, value);
  if (!body) return false;
  response.headers.set("Content-Type", std::move(body->content_type));
  response.body = std::move(body->text);
  return true;
}

Result<http::Response> fill(const openapi::Contract& contract, const Made& made, http::Response response, Random random,
                            std::string_view example) {
  const MediaTypeObject& media = *made.media;
  if (!example.empty()) {
    for (const openapi::Example& named : media.examples) {
      if (named.name == example && set_body(media, named.value, response)) return response;
    }
  }
  for (const openapi::Example& declared : media.examples) {
    if (set_body(media, declared.value, response) && made.accepted(contract, response)) return response;
  }
  if (!media.schema && set_body(media, http::is_json(media.type) ? Value(Object{}) : Value("text"), response))
    return response;
  for (std::uint64_t i = 0; i < draws && media.schema; ++i) {
    schema::GenerateOptions options;
    options.direction = schema::Direction::response;
    options.prefer_examples = i < draws / 2;
    const auto value = schema::generate(*media.schema, random.fork("body", i), options);
    if (value && set_body(media, *value, response) && made.accepted(contract, response)) return response;
  }
  return fail(ErrorKind::unsupported,
              "no valid body was found for response " + made.declared.status + " of " + made.operation.name(),
              media.location, "give it an example");
}

}  // namespace

Result<http::Response> make_response(const openapi::Contract& contract, const Operation& operation, int status,
                                     Random random, std::string_view accept, std::string_view example) {
  http::Response response;
  response.status = status != 0 ? status : first_success(operation);
  response.reason = std::string(http::reason_phrase(response.status));
  const ResponseObject* declared = operation.response_for(response.status);
  if (declared == nullptr) {
    if (status == 0) return response;
    return fail(ErrorKind::usage, "status " + std::to_string(status) + " is not declared for " + operation.name(),
                operation.location);
  }
  add_headers(*declared, random, response);
  if (declared->content.empty() || operation.method == "HEAD" || response.status == 204 || response.status == 304) {
    return response;
  }
  const MediaTypeObject* media = negotiate(declared->content, accept);
  if (media == nullptr) {
    return fail(ErrorKind::usage,
                "none of " + names_of(declared->content) + " is acceptable to '" + std::string(accept) + "'",
                declared->location);
  }
  return fill(contract, Made{operation, *declared, media}, std::move(response), random, example);
}

}  // namespace squall::contracts::match
