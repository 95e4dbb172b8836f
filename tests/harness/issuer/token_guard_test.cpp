#include "harness/issuer/token_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/match/router.h"
#include "harness/stub/stub.h"
#include "tests/harness/issuer/local_issuer.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Response;
using testing::HasSubstr;

constexpr const char* kContract = R"(
openapi: 3.0.3
info: {title: Orders, version: "1"}
security: [{login: [orders.read]}]
paths:
  /open: {get: {security: [], responses: {"200": {description: ok}}}}
  /perhaps: {get: {security: [{}, {login: [orders.read]}], responses: {"200": {description: ok}}}}
  /orders:
    get: {responses: {"200": {description: ok}}}
    post:
      security: [{login: [orders.read, orders.write]}]
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses:
        "201": {description: made}
        "401":
          description: who
          content: {application/json: {schema: {type: object, required: [code], properties: {code: {type: integer}}}}}
  /either: {get: {security: [{key: []}, {oidc: [admin]}], responses: {"200": {description: ok}}}}
  /both: {get: {security: [{key: [], bearer: []}], responses: {"200": {description: ok}}}}
  /basic: {get: {security: [{basic: []}], responses: {"200": {description: ok}}}}
components:
  securitySchemes:
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {orders.read: r, orders.write: w}}}}
    oidc: {type: openIdConnect, openIdConnectUrl: http://127.0.0.1:9400/.well-known/openid-configuration}
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Key}
)";

class TokenGuard : public testing::Test {
 protected:
  Response ask(const std::string& method, const std::string& path, Headers headers = {}, const std::string& body = "",
               StubErrors errors = StubErrors::reject) {
    StubOptions options;
    options.errors = errors;
    options.responders.push_back(token_guard(local_.issuer, options.answers, 1));
    options.observe = [this](const StubExchange& exchange) { violations_ = exchange.violations; };
    return make_stub(router_, options)({{method, path, std::move(headers), body}, "127.0.0.1:1"}).response;
  }
  Headers with(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

  tests::LocalIssuer local_;
  std::shared_ptr<const contracts::match::Router> router_ =
      std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
  std::vector<contracts::Violation> violations_;
};

TEST_F(TokenGuard, LetsGoodTokensIn) {
  EXPECT_EQ(ask("GET", "/orders", with(local_.token("orders.read"))).status, 200);
  EXPECT_EQ(ask("GET", "/open").status, 200);
  EXPECT_EQ(ask("GET", "/perhaps").status, 200);
  EXPECT_EQ(ask("GET", "/either", {{"X-Key", "k"}}).status, 200);
  EXPECT_EQ(ask("GET", "/either", with(local_.token("admin"))).status, 200);
  EXPECT_EQ(ask("GET", "/basic", {{"Authorization", "Basic dTpw"}}).status, 200);
  Headers both = with(local_.token());
  both.add("X-Key", "k");
  EXPECT_EQ(ask("GET", "/both", both).status, 200);
}

TEST_F(TokenGuard, ChallengesWithoutAnErrorWhereNoTokenCame) {
  for (const auto errors : {StubErrors::reject, StubErrors::report}) {
    const Response answer = ask("GET", "/orders", {}, "", errors);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.headers.get("WWW-Authenticate"), "Bearer realm=\"*\"");
    ASSERT_EQ(violations_.size(), 1u);
    EXPECT_EQ(violations_[0].rule, "request.security.token");
    EXPECT_GT(violations_[0].contract.line, 0u);
  }
}

TEST_F(TokenGuard, SaysWhatIsWrongWithAToken) {
  const std::string late = local_.token("orders.read");
  *local_.clock += 4000;
  const Response answer = ask("GET", "/orders", with(late));
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(
      std::string(answer.headers.get("WWW-Authenticate")),
      HasSubstr(R"(error="invalid_token", error_description="the access token is refused: it expired 400 s ago")"));
  EXPECT_EQ(ask("GET", "/orders", with("nonsense")).status, 401);
  EXPECT_EQ(ask("GET", "/orders", with("a.b.c")).status, 401);
  EXPECT_EQ(ask("GET", "/perhaps", with("nonsense")).status, 200);  // it needs none
}

TEST_F(TokenGuard, AsksForTheScopesOfTheOperation) {
  const Response answer = ask("POST", "/orders", with(local_.token("orders.read")));
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(std::string(answer.headers.get("WWW-Authenticate")), HasSubstr(R"(error="insufficient_scope")"));
  EXPECT_THAT(std::string(answer.headers.get("WWW-Authenticate")), HasSubstr(R"(scope="orders.read orders.write")"));
  EXPECT_EQ(ask("GET", "/either", with(local_.token("user"))).status, 403);
  // Good tokens are judged by the contract like all requests.
  EXPECT_EQ(ask("POST", "/orders", with(local_.token("orders.read%20orders.write"))).status, 422);
  EXPECT_EQ(ask("POST", "/orders",
                {{"Authorization", "Bearer " + local_.token("orders.read%20orders.write")},
                 {"Content-Type", "application/json"}},
                "{}")
                .status,
            201);
}

TEST_F(TokenGuard, AnswersInTheContractsOwnWords) {
  const Response answer = ask("POST", "/orders", with("nonsense"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/json");
  EXPECT_THAT(answer.body, HasSubstr("\"code\":"));
  EXPECT_TRUE(answer.headers.contains("Squall-Violation"));
  EXPECT_THAT(std::string(answer.headers.get("WWW-Authenticate")), HasSubstr("invalid_token"));
}

TEST_F(TokenGuard, LeavesWhatElseIsMissingToTheStub) {
  EXPECT_EQ(ask("GET", "/both", with(local_.token())).status, 401);  // the key
  EXPECT_EQ(ask("GET", "/basic").status, 401);
  EXPECT_EQ(ask("GET", "/nowhere").status, 404);
  EXPECT_EQ(ask("PUT", "/orders").status, 405);
  EXPECT_EQ(ask("OPTIONS", "/orders", {{"Origin", "http://a.test"}, {"Access-Control-Request-Method", "GET"}}).status,
            204);
}

}  // namespace
}  // namespace squall::harness
