#include "harness/stub_record/recorded_rule.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "contracts/core/base64.h"
#include "contracts/core/document.h"
#include "contracts/core/utf8.h"
#include "contracts/http/media_type.h"
#include "contracts/http/percent.h"
#include "contracts/match/path_template.h"
#include "contracts/match/wire_text.h"
#include "harness/stub_record/yaml_text.h"
#include "harness/stub_rules/rules.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Object;
using contracts::Value;
using contracts::http::Request;
using contracts::http::Response;

// Of one message on one connection, or of its moment.
constexpr std::array<std::string_view, 9> left_out = {"connection", "content-length",    "content-encoding",
                                                      "date",       "keep-alive",        "set-cookie",
                                                      "trailer",    "transfer-encoding", "upgrade"};

bool is_left_out(std::string_view name) {
  return std::any_of(left_out.begin(), left_out.end(),
                     [&](std::string_view one) { return contracts::http::equal_ignoring_case(name, one); });
}

// Text as a template that stands for itself.
std::string literal(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "{{") {
      made += R"({{"{{"}})";
      ++i;
    } else {
      made += text[i];
    }
  }
  return made;
}

Value literal(const Value& value) {
  if (value.is_string()) return literal(std::string_view(value.text()));
  if (value.is_array()) {
    contracts::Array items;
    for (const Value& item : value.items()) items.push_back(literal(item));
    return Value(std::move(items));
  }
  if (!value.is_object()) return value;
  Object members;
  for (const auto& [name, member] : value.members()) members.emplace_back(name, literal(member));
  return Value(std::move(members));
}

// Members by name: bodies are equal in any order of theirs.
Value ordered(Value value) {
  if (value.is_array()) {
    for (Value& item : value.items()) item = ordered(std::move(item));
  } else if (value.is_object()) {
    for (auto& [name, member] : value.members()) member = ordered(std::move(member));
    std::sort(value.members().begin(), value.members().end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  return value;
}

Value equals(Value value) {
  return Value(Object{{"equals", std::move(value)}});
}

std::optional<Value> json_of(const std::string& content_type, const std::string& body) {
  const auto type = contracts::http::parse_media_type(content_type);
  if (body.empty() || (type && !contracts::http::is_json(*type))) return std::nullopt;
  const auto document = contracts::Document::parse_json(body);
  return document ? std::optional(Value(document->root())) : std::nullopt;
}

// One spelling of all that are compared as equal; braces in it are no placeholders.
std::string plain_path(std::string_view path) {
  std::string plain;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (at > 0) plain += '/';
    plain += contracts::http::percent_encode_allowing(contracts::http::percent_decode(path.substr(at, end - at)),
                                                      "!$&'()*+,;=:@");
    at = end + 1;
  }
  return plain;
}

Object query_conditions(const Request& request, const SecretPlaces& places) {
  std::map<std::string, Value> conditions;
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(request.target))) {
    if (!places.is_query(pair.name) && !is_called_a_secret(pair.name))
      conditions.try_emplace(pair.name, equals(contracts::match::decode_query(pair.raw)));
  }
  return {conditions.begin(), conditions.end()};
}

// That of the body which is no secret.
Object body_conditions(const Request& request, const Request& shown) {
  const std::string type(request.headers.get("Content-Type"));
  const auto whole = json_of(type, request.body), told = json_of(type, shown.body);
  if (!whole || !told) return {};
  if (*whole == *told) return {{"", equals(ordered(*whole))}};
  Object conditions;
  if (!whole->is_object() || !told->is_object() || whole->members().size() != told->members().size()) return {};
  for (std::size_t i = 0; i < whole->members().size(); ++i) {
    const auto& member = whole->members()[i];
    if (member == told->members()[i])
      conditions.emplace_back(contracts::pointer_child("", member.first), equals(ordered(member.second)));
  }
  std::sort(conditions.begin(), conditions.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return conditions;
}

// What holds for the request, and for every other one that differs in its secrets only.
Value request_of(const Request& request, const Request& shown, const SecretPlaces& places, RecordedRule& rule) {
  Object made{{"method", Value(request.method)}, {"path", Value(plain_path(contracts::http::path_of(request.target)))}};
  Object query = query_conditions(request, places), body = body_conditions(request, shown);
  rule.narrowness = {!body.empty() && body.front().first.empty(), query.size() + body.size()};
  if (!query.empty()) made.emplace_back("query", Value(std::move(query)));
  if (!body.empty()) made.emplace_back("body", Value(std::move(body)));
  return Value(std::move(made));
}

// Fields of one name are one list (RFC 9110, section 5.3).
Value headers_of(const Response& shown, RecordedRule& rule) {
  Object headers;
  std::map<std::string, std::size_t> places;  // by name in lower case
  for (const auto& header : shown.headers) {
    if (is_left_out(header.name)) continue;
    if (!contracts::is_utf8(header.value)) {
      rule.left_out.push_back("the header " + header.name + ", which is not UTF-8");
      continue;
    }
    std::string name = header.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto [place, first] = places.try_emplace(std::move(name), headers.size());
    const std::string value = literal(std::string_view(header.value));
    if (first) {
      headers.emplace_back(header.name, Value(value));
    } else {
      Value& joined = headers[place->second].second;
      joined = Value(joined.text() + ", " + value);
    }
  }
  return Value(std::move(headers));
}

Value response_of(const Response& shown, RecordedRule& rule) {
  Object made{{"status", Value(shown.status)}};
  const std::string type(shown.headers.get("Content-Type"));
  if (auto json = json_of(type, shown.body); json && !type.empty()) {
    made.emplace_back("body", literal(*json));
  } else if (const auto parsed = contracts::http::parse_media_type(type);
             parsed && !contracts::http::is_json(*parsed) && !shown.body.empty() && contracts::is_utf8(shown.body)) {
    made.emplace_back("body", literal(std::string_view(shown.body)));
  } else {
    made.emplace_back("base64", Value(contracts::base64_encode(shown.body)));
  }
  Value headers = headers_of(shown, rule);
  if (!headers.members().empty()) made.emplace_back("headers", std::move(headers));
  return Value(std::move(made));
}

// That what is written says, when it is read, what was meant.
contracts::Status check(const RecordedRule& rule, const Value& request, const Value& response) {
  const std::string text = "squall: 1\nrules:\n" + item_of(rule, false, false);
  SQUALL_TRY_ASSIGN(const auto document, contracts::Document::parse(text, "recorded", contracts::Syntax::yaml));
  const auto same = [&](const char* pointer, const Value& meant) {
    const auto* read = document.root().resolve(pointer);
    return read != nullptr && contracts::equal(*read, contracts::Document::of(meant).root());
  };
  if (!same("/rules/0/request", request) || !same("/rules/0/response", response))
    return fail(ErrorKind::malformed, "it would not be read as it was written");
  // No operation is named, so that any contract does.
  const auto rules = parse_rules(text, "recorded", {});
  if (!rules) return fail(ErrorKind::malformed, rules.error().front().message);
  return {};
}

}  // namespace

contracts::Result<RecordedRule> recorded_rule(const Request& request, const Response& response,
                                              const std::vector<contracts::Violation>& off_contract,
                                              const SecretPlaces& places) {
  chaos::Exchange exchange;
  exchange.request = request;
  exchange.response = response;
  const Masked shown = masked(exchange, {}, places);
  if (shown.response_left_out)
    return fail(ErrorKind::malformed, "the body of the answer may hold secrets, which could not be found in it");
  RecordedRule rule;
  const Value wanted = request_of(request, shown.request, places, rule), told = response_of(shown.response, rule);
  rule.name = request.method + " " + std::string(contracts::http::path_of(shown.request.target)) + " -> " +
              std::to_string(response.status);
  rule.request = yaml_text(wanted);
  rule.response = yaml_text(told);
  for (const auto& violation : masked_violations(request, response, off_contract, places)) {
    rule.departures.push_back(violation.where + violation.pointer + (violation.where.empty() ? "" : ": ") +
                              violation.message);
  }
  SQUALL_TRY(check(rule, wanted, told));
  return rule;
}

std::string item_of(const RecordedRule& rule, bool even_refused, bool once) {
  std::string text;
  for (const std::string& departure : rule.departures) text += "  # off contract: " + yaml_comment(departure) + "\n";
  for (const std::string& part : rule.left_out) text += "  # left out: " + yaml_comment(part) + "\n";
  text += "  - name: " + yaml_text(Value(contracts::valid_utf8(rule.name))) + "\n    request: " + rule.request + "\n";
  if (even_refused) text += "    even_refused: true\n";
  if (once) text += "    times: 1\n";
  return text + "    response: " + rule.response + "\n";
}

}  // namespace squall::harness
