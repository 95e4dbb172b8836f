#include "harness/watch/masked.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/watch/drift_text.h"
#include "tests/harness/watch/exchanges.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::exchange;
using tests::kJson;

constexpr const char* kContract = R"(
openapi: 3.0.3
info: {title: t, version: '1'}
security: [{key: []}, {query: []}]
paths:
  /login:
    post:
      parameters: [{name: X-Key, in: header, schema: {type: string, maxLength: 3}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {password: {type: string, maxLength: 3}, user: {type: integer}}}
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {user: {type: integer}}}
      responses: {'200': {description: in, content: {application/json: {schema: {type: object, properties: {accessToken: {type: integer}}}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: sesame}
)";

// Everything that a watch tells of one exchange.
std::string told(chaos::Exchange exchange) {
  const auto router = std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
  std::string text;
  ContractWatch watch(router, {1, [&](const Drift& drift) { text += drift_line(drift) + drift_event(drift, {}); }});
  watch.observe(exchange);
  const auto seen = watch.seen();
  text += drift_summary(seen) + drift_json(seen, "c", {});
  for (const auto& check : drift_checks(seen, "c", {})) {
    for (const auto& finding : check.findings) {
      text += finding.message + finding.replay.curl;
      for (const auto& line : finding.evidence) text += line.text;
      for (const auto& shown : finding.exchanges) {
        text += shown.request.url + shown.request.body + shown.response.body;
        for (const auto& header : shown.request.headers) text += header.name + ": " + header.value + "\n";
        for (const auto& header : shown.response.headers) text += header.name + ": " + header.value + "\n";
      }
    }
  }
  EXPECT_THAT(text, HasSubstr("drift on web"));
  return text;
}

TEST(Masked, NoSecretIsToldWhereverItStands) {
  constexpr const char* secret = "hunter2-hunter2";
  const auto with = [&](const std::string& text) { return text + secret; };
  const contracts::http::Headers form{{"Content-Type", "application/x-www-form-urlencoded"}};
  const std::string body = R"({"user":"u","password":")" + std::string(secret) + R"("})";
  const contracts::http::Response fine{200, "", kJson, "{}"};
  struct Row {
    const char* name;
    chaos::Exchange exchange;
  };
  const std::vector<Row> rows = {
      {"a member of the body", exchange({"POST", "/login", kJson, body}, fine)},
      {"a form", exchange({"POST", "/login", form, with("user=u&password=")}, fine)},
      {"what is no JSON", exchange({"POST", "/login", kJson, body + "}"}, fine)},
      {"what is cut in a message",
       exchange({"POST", "/login", kJson, R"({"user":{"password":")" + std::string(200, 'x') + secret + "\"}}"}, fine)},
      {"credentials", exchange({"POST", "/login", {{"Authorization", with("Bearer ")}, {"Cookie", with("sid=")}}, ""},
                               {201, "", {}, ""})},
      {"a declared key", exchange({"POST", "/login", {{"X-Key", secret}}, ""}, {201, "", {}, ""})},
      {"a declared key in the query", exchange({"POST", with("/login?sesame="), {}, ""}, {201, "", {}, ""})},
      {"a token that the contract does not know",
       exchange({"POST", with("/login?access_token="), {}, ""}, {201, "", {}, ""})},
      {"an answer",
       exchange({"POST", "/login", {}, ""}, {200, "", kJson, R"({"accessToken":")" + std::string(secret) + "\"}"})},
      {"a cookie that is set", exchange({"POST", "/login", {}, ""}, {201, "", {{"Set-Cookie", with("sid=")}}, ""})},
      {"an echo",
       exchange({"POST", "/login", {{"Authorization", with("Bearer ")}}, ""}, {201, "", kJson, with("you are ")})},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto text = told(row.exchange);
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
    EXPECT_THAT(text, Not(HasSubstr("xxxxxxxx")));
  }
  EXPECT_THAT(told(rows[0].exchange), HasSubstr(R"("user":"u")"));  // the rest is
  EXPECT_THAT(told(rows[4].exchange), HasSubstr("Authorization: [redacted]"));
}

TEST(Masked, NoViolationTellsASecret) {
  const auto of = [](const char* pointer, const char* message) {
    contracts::Violation violation;
    violation.rule = "response.body.schema";
    violation.keyword = "type";
    violation.where = "body";
    violation.pointer = pointer;
    violation.message = message;
    return violation;
  };
  const struct {
    const char *name, *type, *body, *pointer, *message;
    bool told;
  } rows[] = {{"below a secret", "application/json", R"({"credentials":{"key":"hunter2-a"}})", "/credentials/key",
               R"(must be integer, is string "hunter2-a")", false},
              {"a secret elsewhere", "application/json", R"({"id":"hunter2-a","password":"hunter2-a"})", "/id",
               R"(must be integer, is string "hunter2-a")", false},
              {"what holds one", "text/html", "<password>hunter2-a</password>", "/user",
               R"(must be string, is {"password":"hunter2-a"})", false},
              {"none", "application/json", R"({"id":"seven","password":"hunter2-a"})", "/id",
               R"(must be integer, is "seven")", true}};
  for (const auto& row : rows) {
    const contracts::http::Response response{200, "", {{"Content-Type", row.type}}, row.body};
    const auto violation = of(row.pointer, row.message);
    const auto shown = masked_violations({}, response, {violation, violation}, {});
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(shown[0].message == row.message, row.told) << row.name;
    EXPECT_EQ(shown[0], shown[1]) << row.name;
    chaos::Exchange exchange;
    exchange.response = response;
    EXPECT_EQ(masked(exchange, violation, {}).violation, shown[0]) << row.name;
  }
}

TEST(Masked, SaysThatAnAnswerIsLeftOut) {
  const auto left_out = [](const char* type, const char* body) {
    chaos::Exchange exchange;
    exchange.request = {"POST", "/", {}, "password"};
    exchange.response = {200, "", {{"Content-Type", type}}, body};
    return masked(exchange, {}, {}).response_left_out;
  };
  EXPECT_TRUE(left_out("text/html", "<input name=password>"));
  EXPECT_FALSE(left_out("text/html", "<p>"));
  EXPECT_FALSE(left_out("application/json", R"({"password":"x"})"));
  EXPECT_FALSE(left_out("text/html", ""));
}

TEST(Masked, NamesOfSecrets) {
  for (const char* name :
       {"password", "userPassword", "client_secret", "accessToken", "refresh_token", "X-Api-Key", "token"})
    EXPECT_TRUE(is_called_a_secret(name)) << name;
  for (const char* name : {"id", "tokens_left", "page_token_count", "key", "author", "monkey"})
    EXPECT_FALSE(is_called_a_secret(name)) << name;
}

}  // namespace
}  // namespace squall::harness
