#include "contracts/pact/example.h"

#include "contracts/core/number.h"
#include "contracts/http/field_syntax.h"
#include "contracts/http/percent.h"
#include "contracts/pact/query.h"

namespace squall::contracts::pact {
namespace {

std::string as_text(const Value& value) {
  return value.is_string() || value.is_number() ? value.text() : to_json(value);
}

// Puts what is generated wherever the path leads.
void place(Value& at, const Generator& generator, std::size_t step, GeneratorInput& input) {
  const auto& steps = generator.path.steps();
  if (step == steps.size()) {
    if (auto made = generate(generator, at, input)) at = std::move(*made);
    return;
  }
  const PathStep& here = steps[step];
  const bool any = here.kind == PathStep::Kind::any_field || here.kind == PathStep::Kind::any_index;
  if (at.is_array()) {
    auto& items = at.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (any || (here.kind == PathStep::Kind::index && here.index == i)) place(items[i], generator, step + 1, input);
    }
  } else if (at.is_object() && here.kind == PathStep::Kind::any_field) {
    for (auto& [name, value] : at.members()) place(value, generator, step + 1, input);
  } else if (Value* value = here.kind == PathStep::Kind::field ? at.find(here.name) : nullptr) {
    place(*value, generator, step + 1, input);
  }
}

std::string body_text(const Body& body, const std::vector<Generator>& generators, GeneratorInput& input) {
  if (body.state != Body::State::present) return {};
  if (generators.empty() || body.json == nullptr) {
    for (const Generator& generator : generators) {
      if (!generator.path.steps().empty()) continue;
      if (const auto made = generate(generator, Value(body.text), input)) return as_text(*made);
    }
    return body.text;
  }
  Value value(*body.json);
  for (const Generator& generator : generators) place(value, generator, 0, input);
  return to_json(value);
}

// Applies generators for names; `index` picks one of several values.
Fields generated(Fields fields, const std::vector<Generator>& generators, bool caseless, GeneratorInput& input) {
  for (const Generator& generator : generators) {
    const auto& steps = generator.path.steps();
    if (steps.empty() || steps.front().kind != PathStep::Kind::field) continue;
    for (auto& [name, values] : fields) {
      const bool same = caseless ? http::equal_ignoring_case(name, steps.front().name) : name == steps.front().name;
      for (std::size_t i = 0; same && i < values.size(); ++i) {
        if (steps.size() > 1 && steps[1].kind == PathStep::Kind::index && steps[1].index != i) continue;
        if (const auto made = generate(generator, Value(values[i]), input)) values[i] = as_text(*made);
      }
    }
  }
  return fields;
}

std::string path_text(const ExpectedRequest& expected, GeneratorInput& input) {
  for (const Generator& generator : expected.generators.path) {
    if (const auto made = generate(generator, Value(expected.path), input)) return as_text(*made);
  }
  return expected.path;
}

// Line folding is obsolete and becomes spaces (RFC 9112, section 5.2); other controls cannot be sent (RFC 9110, 5.5).
std::string field_value(const std::string& value) {
  std::string out;
  bool folded = false;
  for (const char c : value) {
    const bool control = (c >= 0 && c < ' ' && c != '\t') || c == '\x7F';
    if (control && !folded) out += ' ';
    folded = control || (folded && (c == ' ' || c == '\t'));
    if (!folded) out += c;
  }
  return std::string(http::trimmed(out));
}

void put_headers(const Fields& fields, const Body& body, http::Headers& headers) {
  for (const auto& [name, values] : fields) {
    for (const std::string& value : values) headers.add(name, field_value(value));
  }
  if (body.state != Body::State::present || headers.contains("content-type")) return;
  if (!body.content_type.empty()) {
    headers.add("Content-Type", body.content_type);
  } else if (body.type) {
    headers.add("Content-Type", body.type->type + "/" + body.type->subtype);
  }
}

}  // namespace

http::Request example_request(const ExpectedRequest& expected, GeneratorInput& input) {
  http::Request request;
  request.method = expected.method;
  for (char& c : request.method) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  // What is encoded stays so; the rest of what a target cannot carry becomes so (RFC 3986, section 3.3).
  request.target = http::percent_encode_allowing(path_text(expected, input), "/%:@!$&'()*+,;=");
  if (!request.target.starts_with('/')) request.target.insert(0, "/");
  const std::string query = expected.query_text
                                ? http::percent_encode_allowing(*expected.query_text, "%:@!$&'()*+,;=/?")
                                : write_query(generated(expected.query, expected.generators.query, false, input));
  if (!query.empty()) request.target += "?" + query;
  put_headers(generated(expected.headers, expected.generators.headers, true, input), expected.body, request.headers);
  request.body = body_text(expected.body, expected.generators.body, input);
  return request;
}

http::Response example_response(const ExpectedResponse& expected, GeneratorInput& input) {
  http::Response response;
  response.status = expected.status.value_or(200);
  for (const Generator& generator : expected.generators.status) {
    const auto made = generate(generator, Value(response.status), input);
    const auto status = made && made->is_number() ? to_int64(made->text()) : std::nullopt;
    if (status && *status >= 200 && *status <= 599) response.status = static_cast<int>(*status);
  }
  put_headers(generated(expected.headers, expected.generators.headers, true, input), expected.body, response.headers);
  response.body = body_text(expected.body, expected.generators.body, input);
  return response;
}

Message example_message(const ExpectedMessage& expected, GeneratorInput& input) {
  Message message;
  message.content_type = expected.contents.content_type;
  message.metadata = expected.metadata;
  for (const Generator& generator : expected.generators.metadata) place(message.metadata, generator, 0, input);
  message.contents = body_text(expected.contents, expected.generators.body, input);
  return message;
}

}  // namespace squall::contracts::pact
