#include "contracts/pact/match.h"

#include "contracts/http/percent.h"
#include "contracts/pact/compare.h"
#include "contracts/pact/query.h"

namespace squall::contracts::pact {
namespace {

Locate locating(const Pact& pact, const Body& body) {
  return [&pact, &body](const Node& node) { return location_in(pact, body, node); };
}

// The same path, percent-encoded or not. An encoded slash is none.
bool same_path(std::string_view expected, std::string_view actual) {
  for (;;) {
    const auto expected_end = expected.find('/');
    const auto actual_end = actual.find('/');
    if ((expected_end == std::string_view::npos) != (actual_end == std::string_view::npos)) return false;
    if (http::percent_decode(expected.substr(0, expected_end)) != http::percent_decode(actual.substr(0, actual_end)))
      return false;
    if (expected_end == std::string_view::npos) return true;
    expected.remove_prefix(expected_end + 1);
    actual.remove_prefix(actual_end + 1);
  }
}

void compare_path(const ExpectedRequest& expected, std::string_view actual, Mismatches& mismatches) {
  const Selected selected = select(expected.rules.path, {});
  if (!selected) {
    if (!same_path(expected.path, actual))
      mismatches.add("path", "path", "equality", "", "must be " + expected.path + ", is " + std::string(actual),
                     expected.location);
    return;
  }
  Judgement judgement = judge(selected, {nullptr, expected.path}, {nullptr, actual});
  if (judgement.problem.empty()) return;
  const std::string decoded = http::percent_decode(actual);
  if (judge(selected, {nullptr, expected.path}, {nullptr, decoded}).problem.empty()) return;
  mismatches.add("path", "path", std::move(judgement.keyword), "", std::move(judgement.problem),
                 selected.rule->location);
}

void compare_status(const ExpectedResponse& expected, int actual, Mismatches& mismatches) {
  const std::string text = std::to_string(actual);
  if (const Selected selected = select(expected.rules.status, {})) {
    Judgement judgement = judge(selected, {nullptr, std::to_string(expected.status.value_or(200))}, {nullptr, text});
    if (!judgement.problem.empty())
      mismatches.add("status", "status", std::move(judgement.keyword), "", std::move(judgement.problem),
                     selected.rule->location);
  } else if (expected.status && *expected.status != actual) {
    mismatches.add("status", "status", "equality", "", "must be " + std::to_string(*expected.status) + ", is " + text,
                   expected.location);
  }
}

void compare_query(const ExpectedRequest& expected, std::string_view actual, Mismatches& mismatches) {
  if (!expected.query_text) {
    compare_fields(expected.query, read_query(actual), expected.rules.query, "query", expected.location, mismatches);
  } else if (http::percent_decode(*expected.query_text, true) != http::percent_decode(actual, true)) {
    mismatches.add("query", "query", "equality", "", "must be " + *expected.query_text + ", is " + std::string(actual),
                   expected.location);
  }
}

}  // namespace

std::vector<Violation> match_request(const Pact& pact, const ExpectedRequest& expected, const http::Request& actual) {
  Mismatches mismatches("pact.request");
  if (!http::equal_ignoring_case(expected.method, actual.method))
    mismatches.add("method", "method", "equality", "", "must be " + expected.method + ", is " + actual.method,
                   expected.location);
  compare_path(expected, http::path_of(actual.target), mismatches);
  compare_query(expected, http::query_of(actual.target), mismatches);
  compare_headers(expected.headers, actual.headers, expected.rules.headers, expected.location, mismatches);
  compare_body(expected.body, actual.body, actual.headers.get("content-type"), expected.rules.body, Extras::refused,
               locating(pact, expected.body), mismatches);
  return mismatches.take();
}

std::vector<Violation> match_response(const Pact& pact, const ExpectedResponse& expected,
                                      const http::Response& actual) {
  Mismatches mismatches("pact.response");
  compare_status(expected, actual.status, mismatches);
  compare_headers(expected.headers, actual.headers, expected.rules.headers, expected.location, mismatches);
  compare_body(expected.body, actual.body, actual.headers.get("content-type"), expected.rules.body, Extras::allowed,
               locating(pact, expected.body), mismatches);
  return mismatches.take();
}

std::vector<Violation> match_message(const Pact& pact, const ExpectedMessage& expected, const Message& actual) {
  Mismatches mismatches("pact.message");
  compare_metadata(expected.metadata, actual.metadata, expected.rules.metadata, expected.location, mismatches);
  compare_body(expected.contents, actual.contents, actual.content_type, expected.rules.body, Extras::allowed,
               locating(pact, expected.contents), mismatches);
  return mismatches.take();
}

std::vector<std::string> pact_rules() {
  return {"pact.request.method", "pact.request.path",    "pact.request.query",   "pact.request.header",
          "pact.request.body",   "pact.response.status", "pact.response.header", "pact.response.body",
          "pact.message.body",   "pact.message.metadata"};
}

}  // namespace squall::contracts::pact
