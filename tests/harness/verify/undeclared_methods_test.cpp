#include "harness/verify/undeclared_methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "tests/harness/verify/answered_plan.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::match::RequestCase;
using reports::Severity;
using testing::ElementsAre;

constexpr const char* yaml = R"(openapi: 3.1.0
info: {title: Notes, version: '1'}
paths:
  /notes:
    get: {responses: {'200': {description: ok}}}
    post: {responses: {'201': {description: made}}}
)";

RequestCase carrier() {
  static const ContractPointer contract = contract_of(yaml);
  RequestCase request;
  request.operation = contract->find("POST", "/notes");
  request.request.method = "POST";
  request.request.target = "/notes?a=1";
  request.request.headers.add("Content-Type", "application/json");
  request.request.headers.add("X-Kept", "1");
  request.request.body = "{}";
  return request;
}

Answer answered(int status, const std::string& allow = {}) {
  Answer answer = json_answer(status, "");
  if (!allow.empty()) answer.response.headers.add("Allow", allow);
  return answer;
}
Answer hung_up() {
  Answer answer;
  answer.error = chaos::CallError::reset;
  return answer;
}

// "rule", or "rule!" for an error; what the contract said before is a problem of its own.
std::string problems(const MethodProbe& probe, const Answer& answer) {
  Judgement judgement;
  judgement.problems.push_back({contracts::Violation{"response.status.undeclared", "", "", "", "", {}}});
  judgement.problems.push_back({contracts::Violation{"response.http.content-length", "", "", "", "", {}}});
  probe.checks.also(answer, judgement);
  std::string rules;
  for (const auto& problem : judgement.problems)
    rules += problem.violation.rule + (problem.severity == Severity::error ? "! " : " ");
  return rules;
}

TEST(UndeclaredMethods, AreTheCommonOnesThatThePathDoesNotHave) {
  std::vector<std::string> methods;
  for (const auto& probe : undeclared_methods(carrier(), {"GET", "POST"})) {
    const auto& request = probe.request.request;
    methods.push_back(request.method);
    EXPECT_EQ(request.target, "/notes?a=1");
    EXPECT_EQ(request.body, "");
    EXPECT_FALSE(request.headers.contains("Content-Type"));
    EXPECT_TRUE(request.headers.contains("X-Kept"));
    EXPECT_EQ(probe.request.where, "method");
  }
  EXPECT_THAT(methods, ElementsAre("PATCH", "PUT", "DELETE", "OPTIONS", "TRACE"));
}

struct Row {
  const char* name;
  const char* method;
  Answer answer;
  std::string expected;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class UndeclaredMethod : public testing::TestWithParam<Row> {};

TEST_P(UndeclaredMethod, IsJudgedByHttpNotByTheContract) {
  const Row& row = GetParam();
  for (const auto& probe : undeclared_methods(carrier(), {"GET", "POST"})) {
    if (probe.request.request.method != row.method) continue;
    EXPECT_EQ(problems(probe, row.answer), row.expected);
    return;
  }
  FAIL() << row.method << " is not tried";
}

const std::string http = "response.http.content-length! ";  // stays
const Row rows[] = {
    {"refused", "DELETE", answered(405, "GET, HEAD, POST"), http},
    {"refused_without_allow", "DELETE", answered(405), http},
    {"allow_lacks_a_method", "DELETE", answered(405, "GET"), http + "protocol.method.allow "},
    {"allow_lacks_a_method_of_another_case", "PUT", answered(405, "GET, post"), http + "protocol.method.allow "},
    {"not_found", "DELETE", answered(404), http},
    {"not_implemented", "PATCH", answered(501), http},
    {"breaks", "PATCH", answered(500), http + "protocol.method.server-error! "},
    {"accepted", "DELETE", answered(204), http + "protocol.method.accepted "},
    {"options_may_be_answered", "OPTIONS", answered(204), http},
    {"trace_gives_back", "TRACE", answered(200), http + "protocol.trace "},
    {"trace_hangs_up", "TRACE", hung_up(), ""},
    {"delete_hangs_up", "DELETE", hung_up(), http},
};
INSTANTIATE_TEST_SUITE_P(All, UndeclaredMethod, testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(HeadLikeGet, IsAnsweredLikeGet) {
  RequestCase get = carrier();
  get.request.method = "GET";
  const MethodProbe probe = head_like_get(get, 200);
  EXPECT_EQ(probe.request.request.method, "HEAD");
  for (const int status : {200, 405, 501}) EXPECT_EQ(problems(probe, answered(status)), http) << status;
  EXPECT_EQ(problems(probe, answered(404)), http + "protocol.head ");
  EXPECT_EQ(problems(probe, answered(500)), http + "protocol.head! ");
  EXPECT_EQ(problems(probe, hung_up()), http);
}

}  // namespace
}  // namespace squall::tests
