// Answers by what a contract declares beyond its successes, and by what HTTP asks of a status.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stub/stub.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Response;

constexpr const char* kContract = R"(openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /gone: {post: {responses: {"405": {description: never}}}, get: {responses: {"200": {description: ok}}}}
  /typed:
    get:
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object}}}}
        "406":
          description: none of those
          headers: {X-Why: {required: true, schema: {const: type}}}
          content: {application/json: {schema: {type: object, required: [why], properties: {why: {const: type}}}}}
  /digest: {get: {security: [{d: []}], responses: {"200": {description: ok}}}}
  /silent: {get: {}}
  /things/{thing}/parts/{part}:
    parameters:
      - {name: thing, in: path, required: true, schema: {type: string}}
      - {name: part, in: path, required: true, schema: {type: string}}
    get: {responses: {"200": {description: ok}}}
components:
  securitySchemes: {d: {type: http, scheme: digest}}
)";

Response ask(const std::string& method, const std::string& target, Headers headers = {}, StubOptions options = {}) {
  const auto router = std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
  return make_stub(router, std::move(options))({{method, target, std::move(headers), ""}, "127.0.0.1:1"}).response;
}

TEST(ContractAnswers, SayWhatIsAllowedInsteadWith405) {
  const Response response = ask("POST", "/gone");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.get("Allow"), "GET, HEAD, OPTIONS");
}

TEST(ContractAnswers, GiveTheDeclaredAnswerToWhatIsNotAcceptable) {
  const Response response = ask("GET", "/typed", {{"Accept", "image/png"}});
  EXPECT_EQ(response.status, 406);
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(response.headers.get("X-Why"), "type");
  EXPECT_EQ(response.body, R"({"why":"type"})");
}

TEST(ContractAnswers, ChallengeAsDigestAsks) {
  const Response response = ask("GET", "/digest");
  EXPECT_EQ(response.status, 401);
  EXPECT_THAT(std::string(response.headers.get("WWW-Authenticate")),
              testing::MatchesRegex("Digest realm=.*, nonce=.*"));
}

TEST(ContractAnswers, AreEmptyWhereNothingIsDeclared) {
  EXPECT_EQ(ask("GET", "/silent").status, 200);
}

TEST(ContractAnswers, NameAPathParameterThatIsEmpty) {
  for (const char* target : {"/things//parts/1", "/things/1/parts/", "/things//parts/"}) {
    const Response response = ask("GET", target);
    EXPECT_EQ(response.status, 422) << target;
    EXPECT_THAT(response.body, testing::HasSubstr("required path parameter")) << target;
  }
  EXPECT_EQ(ask("GET", "/things/1/parts").status, 404);
  EXPECT_EQ(ask("GET", "/things//wheels/1").status, 404);
  EXPECT_EQ(ask("DELETE", "/things//parts/1").status, 404);
}

TEST(ContractAnswers, AreOfOptionsOnlyWherePagesMayAsk) {
  EXPECT_EQ(ask("OPTIONS", "/silent").status, 204);
  StubOptions off;
  off.cors = false;
  const Response response = ask("OPTIONS", "/silent", {}, off);
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.get("Allow"), "GET, HEAD");
}

}  // namespace
}  // namespace squall::harness
