// What of a consumer's exchanges stands in its pacts, and what does not.

#include "harness/consumer/pact_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/pact/match.h"
#include "contracts/pact/read.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Request;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kContract = R"(
openapi: 3.1.0
info: {title: accounts, version: "1"}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Acme-Key}
    acme: {type: apiKey, in: query, name: acme}
paths:
  /accounts/{id}:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: view, in: query, schema: {type: string}}
        - {name: X-Tenant, in: header, schema: {type: string}}
      requestBody: {content: {application/json: {}, text/plain: {}, application/x-www-form-urlencoded: {}}}
      responses:
        "201":
          description: made
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {example: {id: 7, note: null, token: abc}}}
)";

class PactRecordTest : public testing::Test {
 protected:
  void ask(const std::string& target, const Headers& headers = {}, const std::string& body = "") {
    StubOptions options;
    options.observe = [this](const StubExchange& exchange) { record_.observe("accounts", exchange); };
    chaos::http::Incoming incoming;
    incoming.request = {"POST", target, headers, body};
    make_stub(router_, options)(incoming);
  }
  std::string text() const { return contracts::to_json(record_.pact("web", "accounts")); }
  contracts::pact::Pact read() const {
    auto document = contracts::Document::parse_json(text());
    auto pact = contracts::pact::read_pact(std::make_shared<const contracts::Document>(std::move(*document)));
    EXPECT_TRUE(pact);
    return std::move(*pact);
  }

  std::shared_ptr<const contracts::match::Router> router_ =
      std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
  PactRecord record_{{{"accounts", "accounts.yaml", {}, router_}}};
};

TEST_F(PactRecordTest, HasNoSecrets) {
  ask("/accounts/7?acme=SWORDFISH&view=all&access_token=SWORDFISH",
      {{"Authorization", "Bearer SWORDFISH"},
       {"X-Acme-Key", "SWORDFISH"},
       {"X-Vault-Token", "SWORDFISH"},
       {"X-Amz-Security-Token", "SWORDFISH"},
       {"X-Tenant", "blue"},
       {"Content-Type", "application/json"}},
      R"({"name": "ann", "password": "SWORDFISH", "logins": [{"client_secret": "SWORDFISH", "at": 3}]})");
  EXPECT_THAT(text(), Not(HasSubstr("SWORDFISH")));
  EXPECT_THAT(text(), HasSubstr(R"("query":{"view":["all"]})"));
  EXPECT_THAT(text(), HasSubstr("blue"));
  EXPECT_EQ(record_.left_out(), 0u);
  const auto pact = read();
  ASSERT_EQ(pact.interactions.size(), 1u);
  const Request same{"POST",
                     "/accounts/7?view=all",
                     {{"X-Tenant", "blue"}, {"Content-Type", "application/json"}},
                     R"({"name": "ann", "password": "another", "logins": [{"client_secret": "one", "at": 3}]})"};
  EXPECT_TRUE(contracts::pact::match_request(pact, pact.interactions[0].request, same).empty());
  Request other = same;
  other.body = R"({"name": "bob", "password": "another", "logins": [{"client_secret": "one", "at": 3}]})";
  EXPECT_FALSE(contracts::pact::match_request(pact, pact.interactions[0].request, other).empty());
}

TEST_F(PactRecordTest, CountsWhatItLeavesOut) {
  ask("/accounts/1", {{"Content-Type", "text/plain"}}, "my password is SWORDFISH");
  ask("/accounts/2", {{"Content-Type", "text/plain"}}, std::string((1u << 20) + 1, 'x'));
  ask("/accounts/3", {{"Content-Type", "text/plain"}, {"Content-Encoding", "br"}}, "???");
  ask("/accounts/4?view=%FF");
  EXPECT_EQ(record_.left_out(), 4u);
  EXPECT_THAT(text(), HasSubstr("\"interactions\":[]"));
}

TEST_F(PactRecordTest, KeepsEqualOnesOnce) {
  for (int i = 0; i < 3; ++i) ask("/accounts/1", {{"X-Request-Id", std::to_string(i)}});
  EXPECT_EQ(read().interactions.size(), 1u);
  EXPECT_EQ(record_.left_out(), 0u);
}

TEST_F(PactRecordTest, AsksTheProviderForNoMoreThanWasSeen) {
  ask("/accounts/a%2Fb%25");
  const auto pact = read();
  ASSERT_EQ(pact.interactions.size(), 1u);
  const auto& one = pact.interactions[0];
  EXPECT_TRUE(contracts::pact::match_request(pact, one.request, {"POST", "/accounts/a%2Fb%25", {}, ""}).empty());
  EXPECT_FALSE(contracts::pact::match_request(pact, one.request, {"POST", "/accounts/a/b%25", {}, ""}).empty());
  const contracts::http::Response answer{201,
                                         "",
                                         {{"Content-Type", "application/json"}, {"Location", "/accounts/99"}},
                                         R"({"id":8,"note":"fragile","token":"x"})"};
  EXPECT_TRUE(contracts::pact::match_response(pact, one.response, answer).empty());
}

}  // namespace
}  // namespace squall::harness
