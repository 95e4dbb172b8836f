#include "harness/cli/told_violations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::Violation;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kContract = R"(openapi: 3.0.3
info: {title: Accounts, version: "1"}
paths:
  /accounts:
    post: {responses: {"204": {description: made}}}
)";

std::string told(const std::string& target, const std::string& body, const std::vector<Violation>& violations) {
  std::string text;
  const auto tell = violations_to([&text](const std::string& lines) { text += lines; }, *tests::contract_of(kContract));
  chaos::http::Incoming incoming;
  incoming.request = {"POST", target, {{"Content-Type", "application/json"}}, body};
  chaos::http::Reply reply;
  reply.response.status = 422;
  tell({incoming, nullptr, violations, reply, {}});
  return text;
}

Violation violation(const std::string& pointer, const std::string& message) {
  Violation one;
  one.where = "body";
  one.pointer = pointer;
  one.message = message;
  return one;
}

TEST(ToldViolations, AreALineEach) {
  EXPECT_EQ(told("/accounts", "{}", {violation("/a", "is missing"), violation("/b", "is missing")}),
            "POST /accounts -> 422: body/a: is missing\nPOST /accounts -> 422: body/b: is missing\n");
  EXPECT_EQ(told("/accounts", "{}", {}), "");
}

TEST(ToldViolations, SayNothingSecret) {
  const std::string text = told("/accounts?password=hunter2-query", R"({"password":"hunter2-body","name":7})",
                                {violation("/password", R"(must be integer, is string "hunter2-body")"),
                                 violation("/name", "must be string, is number 7")});
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(text, HasSubstr("POST /accounts?password=[redacted] -> 422: body/password: "));
  EXPECT_THAT(text, HasSubstr("body/name: must be string, is number 7"));
}

}  // namespace
}  // namespace squall::harness
