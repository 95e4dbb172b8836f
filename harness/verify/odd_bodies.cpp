#include "harness/verify/odd_bodies.h"

#include "contracts/core/document.h"
#include "contracts/http/media_type.h"
#include "contracts/http/percent.h"
#include "contracts/match/request_assembly.h"

namespace squall::harness {
namespace {

using contracts::Document;
using contracts::Value;
using contracts::match::RequestCase;

constexpr std::size_t depth = 10'000;
constexpr std::size_t long_in_body = 100'000;
constexpr std::size_t long_in_query = 4'000;  // below what servers commonly take for a request line

std::optional<Value> json_body(const RequestCase& request) {
  const auto type = contracts::http::parse_media_type(request.request.headers.get("Content-Type"));
  if (!type || !is_json(*type)) return std::nullopt;
  const auto parsed = Document::parse_json(request.request.body);
  if (!parsed) return std::nullopt;
  return Value(parsed->root());
}

// The body with raw text (a lexeme is written as it stands) in the place of its first member of that kind; "" when it
// has none.
std::string with_raw(const Value& body, contracts::Kind kind, std::string_view raw) {
  if (!body.is_object()) return {};
  for (const auto& [name, value] : body.members()) {
    if (value.kind() != kind) continue;
    Value changed = body;
    changed.set(name, Value(contracts::Lexeme{std::string(raw)}));
    return to_json(changed);
  }
  return {};
}

RequestCase changed(const RequestCase& valid, std::string where, std::string summary) {
  RequestCase made = valid;
  made.where = std::move(where);
  made.summary = made.where + " " + std::move(summary);
  made.origin.reset();
  return made;
}

}  // namespace

std::vector<RequestCase> odd_bodies(const RequestCase& valid) {
  std::vector<RequestCase> cases;
  const auto body = json_body(valid);
  if (!body) return cases;
  const auto add = [&](const char* summary, std::string text) {
    if (text.empty()) return;
    cases.push_back(changed(valid, "body", summary));
    cases.back().request.body = std::move(text);
  };
  add("is cut off", valid.request.body.substr(0, valid.request.body.size() / 2));
  add("is followed by more", valid.request.body + " x");
  add("begins with a byte order mark", "\xEF\xBB\xBF" + valid.request.body);
  add("is not UTF-8", with_raw(*body, contracts::Kind::string, "\"\xff\xfe\""));
  add("has half a surrogate pair", with_raw(*body, contracts::Kind::string, R"("\ud800")"));
  add("has a number beyond all ranges", with_raw(*body, contracts::Kind::number, "1e400"));
  add("has a number of a hundred digits", with_raw(*body, contracts::Kind::number, std::string(100, '9')));
  if (body->is_object() && !body->members().empty()) {
    const auto& [name, value] = body->members().front();
    std::string text = to_json(*body);
    add("has a key twice", text.replace(text.size() - 1, 1, "," + to_json(Value(name)) + ":" + to_json(value) + "}"));
  }
  add("is nested deeply", std::string(depth, '[') + std::string(depth, ']'));
  add("is null", "null");
  return cases;
}

std::vector<RequestCase> long_texts(const contracts::openapi::Contract& contract, const RequestCase& valid) {
  std::vector<RequestCase> cases;
  const auto keep = [&](RequestCase made) {
    if (contracts::match::judge_request(contract, *valid.operation, made.request).empty())
      cases.push_back(std::move(made));
  };
  if (const auto body = json_body(valid); body && body->is_object()) {
    for (const auto& [name, value] : body->members()) {
      if (!value.is_string()) continue;
      Value longer = *body;
      longer.set(name, Value(std::string(long_in_body, 'a')));
      RequestCase made = changed(valid, "body", "/" + name + " is a very long text");
      made.request.body = to_json(longer);
      keep(std::move(made));
    }
  }
  for (const auto& parameter : valid.operation->parameters) {
    const bool text = parameter.wire != nullptr && parameter.wire->allows(contracts::Kind::string);
    const std::string marker = contracts::http::percent_encode(parameter.name) + "=";
    if (parameter.in != contracts::openapi::ParameterIn::query || !text) continue;
    if (valid.request.target.find(marker) != std::string::npos) continue;
    RequestCase made = changed(valid, "query." + parameter.name, "is a very long text");
    made.request.target +=
        (made.request.target.find('?') == std::string::npos ? "?" : "&") + marker + std::string(long_in_query, 'a');
    keep(std::move(made));
  }
  return cases;
}

}  // namespace squall::harness
