#include "contracts/match/header_generator.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/http/conformance.h"
#include "contracts/match/parameter_reader.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/match/violations.h"

namespace squall::contracts::match {
namespace {

using openapi::HeaderObject;
using openapi::ResponseObject;

constexpr std::uint64_t draws = 12;

// Framing and coding are of the message that is really sent, and the server's business.
constexpr std::array<std::string_view, 7> of_the_message = {
    "content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding", "trailer", "upgrade"};

struct Usual {
  std::string_view name;
  std::string_view value;
};
// Values of fields that have a form of their own (RFC 9110; Set-Cookie: RFC 6265, section 4.1.1).
constexpr std::array usual_values = {Usual{"ETag", "\"1\""},
                                     Usual{"Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                     Usual{"Expires", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                     Usual{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                     Usual{"Set-Cookie", "session=string; Path=/"},
                                     Usual{"Location", "/"},
                                     Usual{"Content-Location", "/"},
                                     Usual{"Retry-After", "1"},
                                     Usual{"Allow", "GET, HEAD, OPTIONS"},
                                     Usual{"WWW-Authenticate", "Basic realm=\"*\""},
                                     Usual{"Vary", "Accept"},
                                     Usual{"Content-Language", "en"},
                                     Usual{"Content-Disposition", "attachment"},
                                     Usual{"Cache-Control", "no-store"},
                                     Usual{"Link", "</>; rel=\"self\""}};

const std::optional<schema::Schema>& schema_of(const HeaderObject& header) {
  return header.content ? header.content->schema : header.schema;
}

// "" when it keeps its schema.
std::string problem_by_schema(const HeaderObject& header, const std::string& text) {
  const Reading reading = read_header(text, header);
  if (!reading.value) return "cannot be read as its schema has it";
  if (!schema_of(header)) return {};
  std::vector<Violation> violations;
  judge(*schema_of(header), *reading.value, schema::Direction::response, "", "", violations);
  return violations.empty() ? std::string{} : violations.front().message;
}

bool has_form(const HeaderObject& header, const std::string& text, int status) {
  if (http::equal_ignoring_case(header.name, "Set-Cookie") && text.find('=') == std::string::npos) return false;
  http::Response alone;
  alone.status = status;
  alone.headers.add(header.name, text);
  const auto departures = http::departures_from_http(http::Request{}, alone);
  return std::none_of(departures.begin(), departures.end(), [&](const http::Departure& departure) {
    const std::string& where = departure.violation.where;
    return http::equal_ignoring_case(where, "header." + header.name) || where == "header";
  });
}

std::optional<std::string> usual_value(const HeaderObject& header) {
  for (const Usual& usual : usual_values) {
    if (http::equal_ignoring_case(header.name, usual.name)) return std::string(usual.value);
  }
  return std::nullopt;
}

std::optional<std::string> written(const HeaderObject& header, const Value& value) {
  return write_header(header.explode, header.content ? &*header.content : nullptr, value);
}

const std::vector<openapi::Example>& examples_of(const HeaderObject& header) {
  return header.content ? header.content->examples : header.examples;
}

class Draws {
 public:
  Draws(const HeaderObject& header, const HeaderSource& source, const Random& random, int status)
      : header_(header), source_(source), random_(random), status_(status) {}

  std::optional<std::string> first_good() const {
    for (const openapi::Example& example : examples_of(header_)) {
      if (auto text = source_.examples ? written(header_, example.value) : std::nullopt; good(text)) return text;
    }
    for (std::uint64_t i = 0; i < draws; ++i) {
      auto text = generated(i);
      if (good(text)) return text;
      if (i == 0 && good(text = usual_value(header_))) return text;
    }
    return std::nullopt;
  }

 private:
  bool good(const std::optional<std::string>& text) const {
    return text && problem_by_schema(header_, *text).empty() && has_form(header_, *text, status_);
  }

  std::optional<std::string> generated(std::uint64_t draw) const {
    if (!schema_of(header_)) return written(header_, Value("string"));
    schema::GenerateOptions options;
    options.direction = schema::Direction::response;
    options.flavour = source_.flavour;
    options.prefer_examples = source_.examples;
    const auto value = schema::generate(*schema_of(header_), random_.fork(header_.name, draw), options);
    return value ? written(header_, *value) : std::nullopt;
  }

  const HeaderObject& header_;
  const HeaderSource& source_;
  const Random& random_;
  int status_;
};

}  // namespace

bool is_of_the_message(std::string_view name) {
  return std::any_of(of_the_message.begin(), of_the_message.end(),
                     [&](std::string_view other) { return http::equal_ignoring_case(name, other); });
}

std::optional<UnsoundHeader> unsound_header(const ResponseObject& declared, int status) {
  for (const HeaderObject& header : declared.headers) {
    if (is_of_the_message(header.name) || examples_of(header).empty()) continue;
    const auto text = written(header, examples_of(header).front().value);
    if (!text) return UnsoundHeader{&header, "cannot be written as a header"};
    if (auto problem = problem_by_schema(header, *text); !problem.empty())
      return UnsoundHeader{&header, std::move(problem)};
    if (!has_form(header, *text, status)) return UnsoundHeader{&header, "has not the form that HTTP gives the field"};
  }
  return std::nullopt;
}

void add_declared_headers(const ResponseObject& declared, const HeaderSource& source, const Random& random,
                          http::Response& response) {
  for (const HeaderObject& header : declared.headers) {
    if (is_of_the_message(header.name)) continue;
    if (auto text = Draws(header, source, random, response.status).first_good()) {
      response.headers.set(header.name, std::move(*text));
    }
  }
}

}  // namespace squall::contracts::match
