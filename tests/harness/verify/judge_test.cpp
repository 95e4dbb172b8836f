// Answers to valid and invalid requests: what is a problem, and what is not.

#include "harness/verify/judge.h"

#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using chaos::CallError;
using contracts::match::RequestCase;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /open:
    get:
      responses:
        '200': {description: ok}
        '404': {description: none}
        '503': {description: later}
  /secured:
    get:
      security: [{key: []}]
      responses: {'200': {description: ok}}
  /anything:
    get: {responses: {default: {description: any}}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
)";

struct Row {
  const char* name;
  const char* path;
  Expected expected;
  int status;
  CallError error;
  const char* problems;  // "rule severity; ..."
  bool refused_credentials = false;
  bool accepted_invalid = false;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class Judge : public testing::TestWithParam<Row> {};

TEST_P(Judge, Answers) {
  static const auto contract = contract_of(yaml);
  const Row& row = GetParam();
  RequestCase request;
  request.operation = contract->find("GET", row.path);
  Answer answer;
  answer.response.status = row.status;
  answer.error = row.error;
  if (row.status == 401) answer.response.headers.add("WWW-Authenticate", "Bearer");
  const Judgement judgement = judge(*contract, request, row.expected, answer);
  std::string problems;
  for (const auto& problem : judgement.problems) {
    problems += (problems.empty() ? "" : "; ") + problem.violation.rule;
    if (problem.severity == reports::Severity::warning) problems += " (warning)";
  }
  EXPECT_EQ(problems, row.problems);
  EXPECT_EQ(judgement.refused_credentials, row.refused_credentials);
  EXPECT_EQ(judgement.accepted_invalid, row.accepted_invalid);
}

constexpr auto valid = Expected::success;
constexpr auto invalid = Expected::refusal;
constexpr auto none = CallError::none;

INSTANTIATE_TEST_SUITE_P(
    All, Judge,
    testing::Values(Row{"success", "/open", valid, 200, none, ""},
                    Row{"declared_not_found", "/open", valid, 404, none, ""},
                    Row{"undeclared", "/open", valid, 400, none, "response.status.undeclared"},
                    Row{"undeclared_success", "/open", valid, 201, none, "response.status.undeclared"},
                    Row{"crash", "/open", valid, 500, none, "response.server-error"},
                    Row{"announced_outage", "/open", valid, 503, none, ""},
                    Row{"unannounced_outage", "/open", valid, 502, none, "response.server-error"},
                    Row{"crash_under_default", "/anything", valid, 500, none, "response.server-error"},
                    Row{"no_answer", "/open", valid, 0, CallError::reset, "response.missing"},
                    Row{"timeout", "/open", valid, 0, CallError::timeout, "response.missing"},
                    Row{"credentials", "/secured", valid, 401, none, "", true},
                    Row{"forbidden", "/secured", valid, 403, none, "", true},
                    Row{"forbidden_without_security", "/open", valid, 403, none, "response.status.undeclared"},
                    Row{"accepted", "/open", invalid, 200, none, "", false, true},
                    Row{"refused_as_declared", "/open", invalid, 404, none, ""},
                    Row{"refused_undeclared", "/open", invalid, 400, none, "response.status.undeclared (warning)"},
                    Row{"refused_for_credentials", "/secured", invalid, 401, none, "", true},
                    Row{"crash_on_invalid", "/open", invalid, 500, none, "request.invalid.server-error"},
                    Row{"refused_by_default", "/anything", invalid, 422, none, ""}),
    [](const auto& row) { return std::string(row.param.name); });

Answer success(std::string type, std::string body) {
  Answer answer;
  answer.response.status = 200;
  answer.response.headers.add("Content-Type", std::move(type));
  answer.response.body = std::move(body);
  return answer;
}

std::string rules_of(const Answer& answer) {
  static const auto contract = contract_of(R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: object}}}}}}}
)");
  RequestCase request;
  request.operation = contract->find("GET", "/a");
  std::string rules;
  for (const auto& problem : judge(*contract, request, Expected::success, answer).problems) {
    rules += (rules.empty() ? "" : "; ") + problem.violation.rule;
    if (problem.severity == reports::Severity::warning) rules += " (warning)";
    if (problem.severity == reports::Severity::info) rules += " (info)";
  }
  return rules;
}

TEST(JudgeOfHttp, JudgesWhatHttpAsks) {
  Answer answer = success("application/json", "{}");
  answer.response.headers.add("ETag", "bare");
  EXPECT_EQ(rules_of(answer), "response.http.etag (warning)");
  answer.response.headers.set("ETag", "\"a\"");
  answer.response.headers.add("Transfer-Encoding", "chunked");
  answer.response.headers.add("Content-Length", "2");
  EXPECT_EQ(rules_of(answer), "response.http.framing");
}

TEST(JudgeOfHttp, SaysNothingTwice) {
  EXPECT_EQ(rules_of(success("json", "{}")), "response.media-type.missing");
  Answer untyped = success("", "{}");
  untyped.response.headers = {};
  EXPECT_EQ(rules_of(untyped), "response.media-type.missing");
}

TEST(JudgeOfHttp, SaysWhatItDidNotRead) {
  Answer answer = success("application/json", "{\"half\": ");
  answer.truncated = true;
  EXPECT_EQ(rules_of(answer), "response.body.too-large (info)");
  answer = success("application/json", "xyz");
  answer.response.headers.add("Content-Encoding", "br");
  EXPECT_EQ(rules_of(answer), "response.body.not-decoded (info)");
  answer.response.headers.set("Content-Encoding", "gzip");
  EXPECT_EQ(rules_of(answer), "response.body.encoding");
}

}  // namespace
}  // namespace squall::tests
