#include "harness/verify/wrong_credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/base64.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::match::RequestCase;
using testing::ElementsAre;
using testing::StartsWith;

constexpr const char* yaml = R"(openapi: 3.1.0
info: {title: Doors, version: '1'}
paths:
  /bearer: {get: {security: [{bearer: []}, {oauth: []}], responses: {'200': {description: ok}}}}
  /basic: {get: {security: [{basic: []}], responses: {'200': {description: ok}}}}
  /header: {get: {security: [{header: []}], responses: {'200': {description: ok}}}}
  /query: {get: {security: [{query: []}], responses: {'200': {description: ok}}}}
  /cookie: {get: {security: [{cookie: []}], responses: {'200': {description: ok}}}}
  /both: {get: {security: [{basic: [], header: []}], responses: {'200': {description: ok}}}}
  /digest: {get: {security: [{digest: []}], responses: {'200': {description: ok}}}}
  /open: {get: {responses: {'200': {description: ok}}}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    digest: {type: http, scheme: digest}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {}}}}
    header: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: 'my key'}
    cookie: {type: apiKey, in: cookie, name: sid}
)";

class WrongCredentialsTest : public testing::Test {
 protected:
  std::vector<WrongCredentials> made_for(const std::string& path, std::uint64_t seed = 1) const {
    RequestCase request;
    request.operation = contract_->find("GET", path);
    request.request.method = "GET";
    request.request.target = path;
    return wrong_credentials_for(*contract_, request, contracts::Random(seed, "test"));
  }
  static std::vector<std::string> kinds(const std::vector<WrongCredentials>& all) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const auto& wrong : all) names.push_back(wrong.kind);
    return names;
  }
  static std::string authorization(const WrongCredentials& wrong) {
    return std::string(wrong.request.request.headers.get("Authorization"));
  }

  const ContractPointer contract_ = contract_of(yaml);
};

TEST_F(WrongCredentialsTest, AreMissingMalformedAndWrongForEachScheme) {
  EXPECT_THAT(kinds(made_for("/open")), ElementsAre("missing"));
  EXPECT_THAT(kinds(made_for("/digest")), ElementsAre("missing"));  // how it looks depends on a challenge
  EXPECT_THAT(kinds(made_for("/bearer")), ElementsAre("missing", "malformed", "wrong"));  // both are bearer tokens
  EXPECT_THAT(kinds(made_for("/basic")), ElementsAre("missing", "malformed", "malformed", "wrong"));
  for (const char* path : {"/header", "/query", "/cookie"})
    EXPECT_THAT(kinds(made_for(path)), ElementsAre("missing", "malformed", "wrong")) << path;
}

TEST_F(WrongCredentialsTest, StandWhereTheSchemeWantsThem) {
  const auto bearer = made_for("/bearer");
  EXPECT_EQ(authorization(bearer[1]), "Bearer");
  EXPECT_THAT(authorization(bearer[2]), StartsWith("Bearer wrong"));
  const auto basic = made_for("/basic");
  const auto pair = contracts::base64_decode(authorization(basic[3]).substr(6));
  ASSERT_TRUE(pair) << authorization(basic[3]);
  EXPECT_THAT(*pair, StartsWith("nobody:wrong"));
  const auto header = made_for("/header");
  EXPECT_TRUE(header[1].request.request.headers.contains("X-Key"));
  EXPECT_THAT(std::string(header[2].request.request.headers.get("X-Key")), StartsWith("wrong"));
  const auto query = made_for("/query");
  EXPECT_EQ(query[1].request.request.target, "/query?my%20key=");
  EXPECT_THAT(query[2].request.request.target, StartsWith("/query?my%20key=wrong"));
  EXPECT_THAT(std::string(made_for("/cookie")[2].request.request.headers.get("Cookie")), StartsWith("sid=wrong"));
}

TEST_F(WrongCredentialsTest, ComeOneAtATimeAndGetNoOthersAdded) {
  for (const auto& wrong : made_for("/both")) {
    const auto& headers = wrong.request.request.headers;
    EXPECT_FALSE(headers.contains("Authorization") && headers.contains("X-Key")) << wrong.text;
    EXPECT_EQ(wrong.request.where, "security") << wrong.text;
    EXPECT_EQ(wrong.request.summary, wrong.text);
  }
}

// A contract may declare the key as a parameter as well, so that a request has one.
TEST_F(WrongCredentialsTest, TakeTheValueOfAParameterAway) {
  const auto missing = [this](const std::string& path, const std::string& target, contracts::http::Headers headers) {
    RequestCase request;
    request.operation = contract_->find("GET", path);
    request.request = {"GET", target, std::move(headers), ""};
    return wrong_credentials_for(*contract_, request, contracts::Random(1, "test"));
  };
  const auto query = missing("/query", "/query?a=1&my%20key=cedar&b=2", {});
  EXPECT_EQ(query[0].request.request.target, "/query?a=1&b=2");
  EXPECT_EQ(query[1].request.request.target, "/query?a=1&b=2&my%20key=");
  EXPECT_EQ(missing("/query", "/query?my+key=cedar", {})[0].request.request.target, "/query");
  EXPECT_FALSE(missing("/header", "/header", {{"X-Key", "cedar"}})[0].request.request.headers.contains("X-Key"));
  EXPECT_EQ(missing("/cookie", "/cookie", {{"Cookie", "a=1; sid=7; b=2"}})[0].request.request.headers.get("Cookie"),
            "a=1; b=2");
  EXPECT_FALSE(missing("/cookie", "/cookie", {{"Cookie", "sid=7"}})[0].request.request.headers.contains("Cookie"));
}

TEST_F(WrongCredentialsTest, DependOnTheSeedAlone) {
  EXPECT_EQ(made_for("/bearer")[2].request.request, made_for("/bearer")[2].request.request);
  EXPECT_NE(made_for("/bearer")[2].request.request, made_for("/bearer", 2)[2].request.request);
}

}  // namespace
}  // namespace squall::tests
