#include "contracts/http/content_coding.h"
#include "contracts/http/percent.h"
#include "contracts/match/body_reader.h"
#include "contracts/match/parameter_reader.h"
#include "contracts/match/security_presence.h"
#include "contracts/match/stream_body.h"
#include "contracts/match/validate.h"
#include "contracts/match/violations.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;
using openapi::Parameter;

void check_parameter(const Parameter& parameter, const RequestParts& parts, std::vector<Violation>& violations) {
  const std::string in(to_string(parameter.in));
  const std::string where = in + "." + parameter.name;
  const Reading reading = parts.read(parameter);
  if (!reading.problem.empty()) {
    violations.push_back(Violation{"request." + in + ".malformed", "", where, "", reading.problem, parameter.location});
    return;
  }
  if (!reading.value) {
    if (!parameter.required) return;
    violations.push_back(Violation{"request." + in + ".required", "required", where, "",
                                   "required " + in + " parameter '" + parameter.name + "' is missing",
                                   parameter.location});
    return;
  }
  if (reading.empty_text && parameter.allow_empty_value) return;
  const auto& schema = parameter.content ? parameter.content->schema : parameter.schema;
  if (!schema) return;
  judge(*schema, *reading.value, schema::Direction::request, "request." + in + ".schema", where, violations);
}

// OAS 3.2.0, section 4.12.1: the whole query, by its content.
void check_query_string(const Parameter& parameter, const http::Request& request, std::vector<Violation>& violations) {
  const std::string where = "query." + parameter.name;
  const std::string_view query = http::query_of(request.target);
  if (query.empty()) {
    if (!parameter.required) return;
    violations.push_back(Violation{"request.query.required", "required", where, "",
                                   "the required query string '" + parameter.name + "' is missing",
                                   parameter.location});
    return;
  }
  if (!parameter.content) return;
  const MediaTypeObject& media = *parameter.content;
  const std::string text = is_form(media.type) ? std::string(query) : http::percent_decode(query);
  const BodyReading reading = read_body(text, media.type, media);
  if (!reading.problem.empty()) {
    violations.push_back(Violation{"request.query.malformed", "", where, "", reading.problem, parameter.location});
  } else if (reading.instance && media.schema) {
    judge(*media.schema, reading.instance->root(), schema::Direction::request, "request.query.schema", where,
          violations);
  }
}

void check_content(const openapi::RequestBody& declared, const http::Request& request,
                   std::vector<Violation>& violations) {
  const std::string* header = request.headers.find("Content-Type");
  const auto type = header != nullptr ? http::parse_media_type(*header) : std::nullopt;
  if (!type) {
    const std::string found =
        header == nullptr ? "there is no Content-Type" : "Content-Type is '" + excerpt(*header) + "'";
    violations.push_back(Violation{"request.media-type.missing", "", "header.Content-Type", "",
                                   "expected " + names_of(declared.content) + "; " + found, declared.location});
    return;
  }
  const MediaTypeObject* media = find_media(declared.content, *type);
  if (media == nullptr) {
    violations.push_back(Violation{"request.media-type.undeclared", "", "header.Content-Type", "",
                                   "expected " + names_of(declared.content) + "; found '" + excerpt(*header) + "'",
                                   declared.location});
    return;
  }
  http::DecodedBody decoded;
  const bool encoded = http::is_encoded(request.headers);
  if (encoded) decoded = http::decode_body(request.headers, request.body);
  if (!decoded.unknown.empty()) return;
  if (!decoded.problem.empty()) {
    violations.push_back(
        Violation{"request.body.encoding", "", "header.Content-Encoding", "", decoded.problem, media->location});
    return;
  }
  const BodyReading reading = read_body(encoded ? decoded.text : request.body, *type, *media);
  if (!reading.problem.empty()) {
    violations.push_back(Violation{"request.body.malformed", "", "body", "", reading.problem, media->location});
  } else if (reading.instance) {
    judge_body(reading.instance->root(), *type, *media, schema::Direction::request, "request.body.schema", violations);
  }
}

void check_body(const Operation& operation, const http::Request& request, std::vector<Violation>& violations) {
  if (!operation.request_body) return;
  const openapi::RequestBody& declared = *operation.request_body;
  if (!request.body.empty()) return check_content(declared, request, violations);
  // An empty form, text or stream is a body of its own kind; only its type tells it from none at all.
  const std::string* header = request.headers.find("Content-Type");
  const auto type = header != nullptr ? http::parse_media_type(*header) : std::nullopt;
  const bool may_be_empty = type && (is_form(*type) || is_text(*type) || stream_kind(*type) != StreamKind::none);
  if (may_be_empty) return check_content(declared, request, violations);
  if (!declared.required) return;
  violations.push_back(Violation{"request.body.required", "required", "body", "",
                                 "a request body is required, there is none", declared.location});
}

}  // namespace

std::vector<Violation> validate_request(const openapi::Contract& contract, const Route& route,
                                        const http::Request& request) {
  std::vector<Violation> violations;
  if (route.operation == nullptr) {
    const std::string path(http::path_of(request.target));
    if (!route.path_known) {
      violations.push_back(Violation{"request.path.unknown", "", "path", "",
                                     "the contract has no path for '" + excerpt(path) + "'",
                                     Location{contract.file, 0, 0, "/paths"}});
      return violations;
    }
    std::string allowed;
    for (const std::string& method : route.allowed_methods) allowed += (allowed.empty() ? "" : ", ") + method;
    violations.push_back(Violation{"request.method.undeclared", "", "method", "",
                                   "expected " + allowed + " for '" + excerpt(path) + "'; found " + request.method,
                                   Location{contract.file, 0, 0, "/paths"}});
    return violations;
  }
  const Operation& operation = *route.operation;
  const RequestParts parts(operation, route, request);
  for (const Parameter& parameter : operation.parameters) check_parameter(parameter, parts, violations);
  if (operation.query_string) check_query_string(*operation.query_string, request, violations);
  const std::string missing = missing_credentials(contract, operation, request);
  if (!missing.empty()) {
    violations.push_back(Violation{"request.security.missing", "", "security", "",
                                   "credentials are missing: " + missing, operation.location});
  }
  check_body(operation, request, violations);
  return violations;
}

std::vector<Violation> validate_request(const Router& router, const http::Request& request) {
  return validate_request(router.contract(), router.route(request.method, request.target), request);
}

}  // namespace squall::contracts::match
