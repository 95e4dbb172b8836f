#include "chaos/faults/matching.h"

#include <algorithm>

#include "chaos/faults/client_range.h"
#include "contracts/core/document.h"
#include "contracts/http/percent.h"

namespace squall::chaos {
namespace {

namespace http = contracts::http;

bool is_placeholder(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool same_segment(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const bool encoded = a.find('%') != std::string_view::npos || b.find('%') != std::string_view::npos;
  return encoded && http::percent_decode(a) == http::percent_decode(b);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "name" or "name: value"
bool header_matches(std::string_view wanted, const http::Headers& headers) {
  const auto colon = wanted.find(':');
  const auto name = trimmed(wanted.substr(0, colon));
  if (colon == std::string_view::npos) return headers.contains(name);
  const auto value = trimmed(wanted.substr(colon + 1));
  const auto all = headers.all(name);
  return std::find(all.begin(), all.end(), value) != all.end();
}

// The path of "POST /orders/{id}".
std::string_view path_of_operation(std::string_view operation) {
  const auto blank = operation.find(' ');
  return blank == std::string_view::npos ? std::string_view{} : operation.substr(blank + 1);
}

bool path_matches_subject(const std::string& path, const Subject& subject) {
  return path == path_of_operation(subject.operation) || path_matches(path, http::path_of(subject.target));
}

bool operation_matches(const std::string& operation, const Subject& subject) {
  return operation == subject.operation_id || operation == subject.operation;
}

bool client_matches(const std::string& client, const Subject& subject) {
  const auto range = ClientRange::parse(client);
  return range && range->holds(subject.client);
}

bool body_matches(const BodyCondition& condition, const contracts::Node* body) {
  const contracts::Node* found = body != nullptr ? body->resolve(condition.pointer) : nullptr;
  return found != nullptr && contracts::equal(contracts::Document::of(condition.value).root(), *found);
}

}  // namespace

bool path_matches(std::string_view path_template, std::string_view path) {
  while (true) {
    const auto wanted = path_template.substr(0, path_template.find('/'));
    const auto found = path.substr(0, path.find('/'));
    if (is_placeholder(wanted) ? found.empty() : !same_segment(wanted, found)) return false;
    const bool ends = wanted.size() == path_template.size();
    if (ends != (found.size() == path.size())) return false;
    if (ends) return true;
    path_template.remove_prefix(wanted.size() + 1);
    path.remove_prefix(found.size() + 1);
  }
}

bool matches_head(const Match& match, const Subject& subject) {
  if (!match.method.empty() && match.method != subject.method) return false;
  if (!match.path.empty() && !path_matches_subject(match.path, subject)) return false;
  if (!match.operation.empty() && !operation_matches(match.operation, subject)) return false;
  if (!match.client.empty() && !client_matches(match.client, subject)) return false;
  return match.header.empty() || (subject.headers != nullptr && header_matches(match.header, *subject.headers));
}

bool matches(const Match& match, const Subject& subject) {
  return matches_head(match, subject) &&
         std::all_of(match.body.begin(), match.body.end(),
                     [&](const BodyCondition& condition) { return body_matches(condition, subject.body); });
}

}  // namespace squall::chaos
