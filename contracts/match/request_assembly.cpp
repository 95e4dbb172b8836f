#include "contracts/match/request_assembly.h"

#include <algorithm>

#include "contracts/http/percent.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/match/path_template.h"
#include "contracts/match/query_string.h"
#include "contracts/match/validate.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;
using openapi::Parameter;
using openapi::ParameterIn;

// As it is written, but for what would end the request's first line or its target.
std::string literal(std::string_view text) {
  return http::percent_encode_allowing(text, "%/:@!$&'()*+,;=[]|");
}

std::optional<std::string> path_of_values(const Operation& operation, const RequestValues& values) {
  std::string path;
  std::string_view rest = path_key(operation.path).path;
  for (;;) {
    const auto open = rest.find('{');
    const auto close = open == std::string_view::npos ? open : rest.find('}', open);
    path += literal(rest.substr(0, close == std::string_view::npos ? close : open));
    if (close == std::string_view::npos) return path;
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    std::optional<std::string> text;
    for (const auto& [parameter, value] : values.parameters) {
      if (parameter->in == ParameterIn::path && parameter->name == name) text = write_path(*parameter, value);
    }
    if (!text) return std::nullopt;
    path += *text;
    rest.remove_prefix(close + 1);
  }
}

// The parameters that stand anywhere but in the path.
struct Loose {
  const Operation& operation;
  std::string query;
  std::string cookies;

  bool add(const Parameter& parameter, const Value& value, http::Request& request) {
    if (parameter.in == ParameterIn::path) return true;
    if (is_query_string(operation, parameter)) return set_query(parameter, value);
    if (parameter.in == ParameterIn::header) {
      auto text = write_header(parameter.explode, parameter.content ? &*parameter.content : nullptr, value);
      if (text) request.headers.add(parameter.name, std::move(*text));
      return text.has_value();
    }
    const auto pairs = write_query(parameter, value);
    if (!pairs) return false;
    const bool cookie = parameter.in == ParameterIn::cookie;
    std::string& text = cookie ? cookies : query;
    for (const auto& [name, raw] : *pairs) text += (text.empty() ? "" : (cookie ? "; " : "&")) + name + "=" + raw;
    return true;
  }

  bool set_query(const Parameter& parameter, const Value& value) {
    if (!parameter.content) return false;
    auto written = write_body(*parameter.content, value);
    if (!written) return false;
    query = is_form(parameter.content->type) ? std::move(written->text) : http::percent_encode(written->text);
    return true;
  }
};

bool add_body(const RequestValues& values, http::Request& request) {
  if (values.media == nullptr || (!values.body && !values.raw_body)) return true;
  std::string type = concrete_name(*values.media);
  if (values.raw_body) {
    request.body = *values.raw_body;
  } else {
    auto body = write_body(*values.media, *values.body);
    if (!body) return false;
    type = std::move(body->content_type);
    request.body = std::move(body->text);
  }
  if (values.content_type) type = *values.content_type;
  if (!type.empty()) request.headers.set("Content-Type", std::move(type));
  return true;
}

int rank(const MediaTypeObject& media) {
  if (http::is_json(media.type)) return 0;
  if (is_form(media.type)) return 1;
  if (is_multipart(media.type)) return 2;
  return is_text(media.type) ? 3 : 4;
}

Route route_to(const openapi::Contract& contract, const Operation& operation, std::string_view target) {
  Route route;
  std::string_view path = http::path_of(target);
  const std::string& base = contract.base_path(operation);
  if (path.substr(0, base.size()) == base) path.remove_prefix(base.size());
  const auto wanted = split_path(path_key(operation.path).path);
  const auto found = split_path(path);
  if (wanted.size() != found.size()) return route;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!SegmentTemplate(wanted[i]).match(found[i], route.path_parameters)) return Route{};
  }
  route.operation = &operation;
  route.path_known = true;
  return route;
}

}  // namespace

std::optional<http::Request> assemble(const openapi::Contract& contract, const Operation& operation,
                                      const RequestValues& values) {
  http::Request request;
  request.method = operation.method;
  const auto path = path_of_values(operation, values);
  if (!path) return std::nullopt;
  Loose loose{operation, {}, {}};
  for (const std::string_view pair : path_key(operation.path).pairs) {
    loose.query += (loose.query.empty() ? "" : "&") + http::percent_encode_allowing(pair, "%/:@!$'()*+,;=?[]|{}");
  }
  for (const auto& [parameter, value] : values.parameters) {
    if (!loose.add(*parameter, value, request)) return std::nullopt;
  }
  if (values.again && !loose.add(*values.again->first, values.again->second, request)) return std::nullopt;
  if (!loose.cookies.empty()) request.headers.add("Cookie", loose.cookies);
  request.target = contract.base_path(operation) + *path + (loose.query.empty() ? "" : "?" + loose.query);
  if (!add_body(values, request)) return std::nullopt;
  // A drawn length would break the message's framing (RFC 9110, section 8.6).
  if (request.headers.contains("Content-Length")) {
    request.headers.set("Content-Length", std::to_string(request.body.size()));
  }
  return request;
}

RequestCase case_of(const openapi::Contract& contract, const Operation& operation, http::Request request,
                    RequestValues values) {
  RequestCase made;
  made.operation = &operation;
  made.request = std::move(request);
  for (const auto& [parameter, value] : values.parameters) {
    made.parameters.push_back(std::string(to_string(parameter->in)) + "." + parameter->name);
  }
  made.origin = std::make_shared<const CaseOrigin>(CaseOrigin{&contract, std::move(values)});
  return made;
}

std::vector<RequestCase> in_turn(std::vector<std::vector<RequestCase>> parts, std::size_t most) {
  std::vector<RequestCase> cases;
  for (std::size_t i = 0, before = SIZE_MAX; before != cases.size(); ++i) {
    before = cases.size();
    for (auto& part : parts) {
      if (i < part.size() && cases.size() < most) cases.push_back(std::move(part[i]));
    }
  }
  return cases;
}

std::vector<Violation> judge_request(const openapi::Contract& contract, const Operation& operation,
                                     const http::Request& request) {
  auto violations = validate_request(contract, route_to(contract, operation, request.target), request);
  violations.erase(
      std::remove_if(violations.begin(), violations.end(),
                     [](const Violation& violation) { return violation.rule == "request.security.missing"; }),
      violations.end());
  return violations;
}

const MediaTypeObject* preferred_media(const Operation& operation) {
  if (!operation.request_body || operation.request_body->content.empty()) return nullptr;
  const auto& content = operation.request_body->content;
  return &*std::min_element(content.begin(), content.end(),
                            [](const MediaTypeObject& a, const MediaTypeObject& b) { return rank(a) < rank(b); });
}

}  // namespace squall::contracts::match
