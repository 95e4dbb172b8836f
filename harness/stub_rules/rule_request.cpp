#include "harness/stub_rules/rule_request.h"

#include <algorithm>

#include "chaos/faults/matching.h"
#include "contracts/core/document.h"
#include "contracts/http/percent.h"
#include "contracts/match/body_reader.h"
#include "contracts/match/path_template.h"
#include "contracts/match/wire_text.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Request;
using contracts::openapi::Operation;

Value body_of(const Request& request, const Operation* operation) {
  if (request.body.empty()) return {};
  const auto type = contracts::http::parse_media_type(request.headers.get("Content-Type"));
  if (type && operation != nullptr && operation->request_body) {
    if (const auto* media = contracts::match::find_media(operation->request_body->content, *type)) {
      const auto read = contracts::match::read_body(request.body, *type, *media);
      return read.instance ? Value(read.instance->root()) : Value();
    }
  }
  if (type && !contracts::http::is_json(*type)) return {};
  const auto document = contracts::Document::parse_json(request.body);
  return document ? Value(document->root()) : Value();
}

// A condition about several values of one name holds for one of them; that it is absent, for none.
bool holds(const Condition& condition, const std::vector<Value>& parts) {
  if (parts.empty()) return condition.holds(nullptr);
  return std::any_of(parts.begin(), parts.end(), [&](const Value& part) { return condition.holds(&part); });
}

bool path_holds(const std::string& path, const RuleSubject& subject) {
  if (subject.operation != nullptr && subject.operation->path == path) return true;
  return chaos::path_matches(path, contracts::http::path_of(subject.request.target));
}

}  // namespace

RuleSubject subject_of(const Request& request, const Operation* operation) {
  RuleSubject subject{request, operation, body_of(request, operation), {}};
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(request.target)))
    subject.query.emplace_back(pair.name, contracts::match::decode_query(pair.raw));
  return subject;
}

bool matches(const RuleRequest& wanted, const RuleSubject& subject) {
  const Request& request = subject.request;
  if (!wanted.method.empty() && wanted.method != request.method) return false;
  if (!wanted.path.empty() && !path_holds(wanted.path, subject)) return false;
  const Operation* operation = subject.operation;
  if (!wanted.operation.empty() && (operation == nullptr || operation->name() != wanted.operation)) return false;
  for (const auto& [name, condition] : wanted.query) {
    std::vector<Value> parts;
    for (const auto& [key, value] : subject.query) {
      if (key == name) parts.emplace_back(value);
    }
    if (!holds(condition, parts)) return false;
  }
  for (const auto& [name, condition] : wanted.headers) {
    std::vector<Value> parts;
    for (const std::string_view value : request.headers.all(name)) parts.emplace_back(value);
    if (!holds(condition, parts)) return false;
  }
  if (wanted.body.empty()) return true;
  Value body = subject.body;
  const bool readable = !body.is_null() || request.body == "null";
  return std::all_of(wanted.body.begin(), wanted.body.end(),
                     [&](const auto& one) { return one.second.holds(readable ? body.resolve(one.first) : nullptr); });
}

std::vector<std::pair<std::string, std::string>> captured(const RuleRequest& wanted, const RuleSubject& subject) {
  std::vector<std::pair<std::string, std::string>> found;
  const auto names = contracts::match::split_path(wanted.path);
  const auto values = contracts::match::split_path(contracts::http::path_of(subject.request.target));
  if (names.size() != values.size()) return found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].size() > 2 && names[i].front() == '{' && names[i].back() == '}')
      found.emplace_back(names[i].substr(1, names[i].size() - 2), contracts::http::percent_decode(values[i]));
  }
  return found;
}

}  // namespace squall::harness
