#include "contracts/http/content_coding.h"
#include "contracts/match/body_reader.h"
#include "contracts/match/parameter_reader.h"
#include "contracts/match/validate.h"
#include "contracts/match/violations.h"

namespace squall::contracts::match {
namespace {

using openapi::HeaderObject;
using openapi::Operation;
using openapi::ResponseObject;

std::string declared_statuses(const Operation& operation) {
  std::string list;
  for (const ResponseObject& response : operation.responses) list += (list.empty() ? "" : ", ") + response.status;
  return list.empty() ? "none" : list;
}

void check_header(const HeaderObject& header, const http::Response& response, std::vector<Violation>& violations,
                  SeenBranches* seen) {
  const std::string where = "header." + header.name;
  const auto lines = response.headers.all(header.name);
  if (lines.empty()) {
    if (!header.required) return;
    violations.push_back(Violation{"response.header.required", "required", where, "",
                                   "required header '" + header.name + "' is missing", header.location});
    return;
  }
  std::string text(lines.front());
  if (!http::equal_ignoring_case(header.name, "set-cookie")) {  // RFC 9110, section 5.3: it cannot be combined
    for (std::size_t i = 1; i < lines.size(); ++i) text += ", " + std::string(lines[i]);
  }
  const Reading reading = read_header(std::move(text), header);
  const auto& schema = header.content ? header.content->schema : header.schema;
  if (!reading.value) {
    violations.push_back(Violation{"response.header.schema", "", where, "", reading.problem, header.location});
  } else if (schema) {
    judge(*schema, *reading.value, schema::Direction::response, "response.header.schema", where, violations, seen);
  }
}

// RFC 9110, sections 6.4.1 and 15.3.5, 15.3.6, 15.4.5.
bool never_has_body(std::string_view method, int status) {
  return method == "HEAD" || status == 204 || status == 205 || status == 304 || (status >= 100 && status < 200);
}

void check_content(const MediaTypeObject& media, const http::MediaType& type, const std::string& body,
                   std::vector<Violation>& violations, SeenBranches* seen) {
  const BodyReading reading = read_body(body, type, media);
  if (!reading.problem.empty()) {
    violations.push_back(Violation{"response.body.malformed", "", "body", "",
                                   reading.problem + "; it begins '" + excerpt(body) + "'", media.location});
  } else if (reading.instance) {
    judge_body(reading.instance->root(), type, media, schema::Direction::response, "response.body.schema", violations,
               seen);
  }
}

// What is encoded in a way that cannot be undone here is not read.
void check_encoded_body(const MediaTypeObject& media, const http::MediaType& type, const http::Response& response,
                        std::vector<Violation>& violations, SeenBranches* seen) {
  const auto decoded = http::decode_body(response.headers, response.body);
  if (!decoded.problem.empty()) {
    violations.push_back(
        Violation{"response.body.encoding", "", "header.Content-Encoding", "", decoded.problem, media.location});
  } else if (decoded.unknown.empty()) {
    check_content(media, type, decoded.text, violations, seen);
  }
}

void check_body(const ResponseObject& declared, const http::Response& response, std::vector<Violation>& violations,
                SeenBranches* seen) {
  if (declared.content.empty()) return;
  const std::string expected = names_of(declared.content);
  const std::string* header = response.headers.find("Content-Type");
  const auto type = header != nullptr ? http::parse_media_type(*header) : std::nullopt;
  if (!type) {
    const bool nothing = header == nullptr && response.body.empty();
    violations.push_back(Violation{nothing ? "response.body.missing" : "response.media-type.missing", "",
                                   nothing ? "body" : "header.Content-Type", "",
                                   nothing ? "expected a body of " + expected + "; there is none"
                                   : header == nullptr
                                       ? "expected Content-Type " + expected + "; there is none"
                                       : "expected Content-Type " + expected + "; found '" + excerpt(*header) + "'",
                                   declared.location});
    return;
  }
  const MediaTypeObject* media = find_media(declared.content, *type);
  if (media == nullptr) {
    violations.push_back(Violation{"response.media-type.undeclared", "", "header.Content-Type", "",
                                   "expected " + expected + "; found '" + excerpt(*header) + "'", declared.location});
    return;
  }
  if (http::is_encoded(response.headers)) return check_encoded_body(*media, *type, response, violations, seen);
  check_content(*media, *type, response.body, violations, seen);
}

}  // namespace

std::vector<Violation> validate_response(const openapi::Contract& contract, const Operation& operation,
                                         std::string_view method, const http::Response& response, SeenBranches* seen) {
  (void)contract;
  std::vector<Violation> violations;
  const ResponseObject* declared = operation.response_for(response.status);
  if (operation.responses.empty()) return violations;  // OAS 3.1: nothing is said of them
  if (declared == nullptr) {
    violations.push_back(Violation{
        "response.status.undeclared", "", "status", "",
        "status " + std::to_string(response.status) + " is not declared; declared: " + declared_statuses(operation),
        operation.location});
    return violations;
  }
  for (const HeaderObject& header : declared->headers) check_header(header, response, violations, seen);
  if (!never_has_body(method, response.status)) {
    check_body(*declared, response, violations, seen);
  } else if (!response.body.empty()) {
    violations.push_back(Violation{"response.body.unexpected", "", "body", "",
                                   "a response of status " + std::to_string(response.status) + " to " +
                                       std::string(method) + " has no body; found " +
                                       std::to_string(response.body.size()) + " bytes",
                                   declared->location});
  }
  return violations;
}

bool is_about_the_body(const Violation& violation) {
  return violation.where == "body" || violation.rule == "response.body.encoding";
}

}  // namespace squall::contracts::match
