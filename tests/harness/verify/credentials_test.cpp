#include "harness/verify/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/verify/test_clock.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::match::RequestCase;
using testing::HasSubstr;

const char* const secured = R"(openapi: 3.0.3
info: {title: t, version: '1'}
security: [{bearer: []}]
paths:
  /bearer: {get: {responses: {'200': {description: ok}}}}
  /basic: {get: {security: [{basic: []}], responses: {'200': {description: ok}}}}
  /header: {get: {security: [{inHeader: []}], responses: {'200': {description: ok}}}}
  /query: {get: {security: [{inQuery: []}], responses: {'200': {description: ok}}}}
  /cookie: {get: {security: [{inCookie: []}], responses: {'200': {description: ok}}}}
  /both: {get: {security: [{inHeader: [], oauth: [read]}], responses: {'200': {description: ok}}}}
  /either: {get: {security: [{inHeader: [], tls: []}, {bearer: []}], responses: {'200': {description: ok}}}}
  /optional: {get: {security: [{}, {bearer: []}], responses: {'200': {description: ok}}}}
  /open: {get: {security: [], responses: {'200': {description: ok}}}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    digest: {type: http, scheme: digest}
    inHeader: {type: apiKey, in: header, name: X-Key}
    inQuery: {type: apiKey, in: query, name: key}
    inCookie: {type: apiKey, in: cookie, name: sid}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'http://auth/token', scopes: {read: r}}}}
    tls: {type: mutualTLS}
)";

class Securing : public testing::Test {
 protected:
  contracts::Result<Credentials> make(const std::vector<std::string>& given) {
    std::vector<AuthSpec> auth;
    auth.reserve(given.size());
    for (const std::string& text : given) auth.push_back(*parse_auth(text));
    return Credentials::make(auth, *contract_, [this](const AuthSpec& client) {
      return std::make_shared<TokenSource>(
          client,
          [this](const std::string&, const Request&) {
            Answer answer;
            answer.response.status = fetched_ < tokens_ ? 200 : 500;
            answer.response.body = R"({"access_token":"token-)" + std::to_string(++fetched_) + R"("})";
            return answer;
          },
          clock_.clock(), secrets_);
    });
  }
  Request with(const std::vector<std::string>& given, const char* path, std::string where = "") {
    const auto credentials = make(given);
    EXPECT_TRUE(credentials) << contracts::to_string(credentials.error());
    Request request;
    request.target = std::string(path) + "?limit=1";
    EXPECT_TRUE(credentials->put_into(at(path, std::move(where)), request));
    return request;
  }
  RequestCase at(const char* path, std::string where = "") const {
    RequestCase made;
    made.operation = contract_->find("GET", path);
    made.where = std::move(where);
    return made;
  }

  std::shared_ptr<const contracts::openapi::Contract> contract_ = contract_of(secured);
  TestClock clock_;
  Secrets secrets_;
  int fetched_ = 0, tokens_ = 1000;
};

TEST_F(Securing, PutsEachWhereItsSchemeSays) {
  const std::vector<std::string> all = {"bearer:abc", "basic:me:pw", "inHeader=key:k1", "inQuery=key:k 2",
                                        "inCookie=bearer:k3"};
  EXPECT_EQ(with(all, "/bearer").headers, (contracts::http::Headers{{"Authorization", "Bearer abc"}}));
  EXPECT_EQ(with(all, "/basic").headers.get("Authorization"), "Basic bWU6cHc=");
  EXPECT_EQ(with(all, "/header").headers, (contracts::http::Headers{{"X-Key", "k1"}}));
  EXPECT_EQ(with(all, "/query").target, "/query?limit=1&key=k%202");
  EXPECT_EQ(with(all, "/cookie").headers.get("Cookie"), "sid=k3");
  EXPECT_EQ(with(all, "/both").headers, (contracts::http::Headers{{"X-Key", "k1"}, {"Authorization", "Bearer abc"}}));
  EXPECT_EQ(with(all, "/either").headers, (contracts::http::Headers{{"X-Key", "k1"}})) << "the first that is whole";
  EXPECT_EQ(with({"bearer:abc"}, "/either").headers.get("Authorization"), "Bearer abc");
  EXPECT_EQ(with(all, "/optional").headers.get("Authorization"), "Bearer abc");
  EXPECT_EQ(with(all, "/open"), with({}, "/open"));
  EXPECT_EQ(with({"key:k"}, "/query").target, "/query?limit=1&key=k") << "every scheme of the kind";
}

TEST_F(Securing, LeavesWhatACaseBreaksOnPurpose) {
  const std::vector<std::string> all = {"bearer:abc", "key:k1"};
  EXPECT_TRUE(with(all, "/bearer", "header.authorization").headers.empty());
  EXPECT_TRUE(with(all, "/both", "security").headers.empty());
  EXPECT_EQ(with(all, "/both", "header.X-Key").headers, (contracts::http::Headers{{"Authorization", "Bearer abc"}}));
  EXPECT_EQ(with(all, "/query", "query.key").target, "/query?limit=1");
  EXPECT_EQ(with(all, "/query", "query.limit").target, "/query?limit=1&key=k1");
}

TEST_F(Securing, GoesEverywhereWhenTheContractDeclaresNothingOfTheKind) {
  contract_ = contract_of(
      "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {responses: {'200': {description: ok}}}}\n");
  EXPECT_EQ(with({"bearer:abc"}, "/a").headers.get("Authorization"), "Bearer abc");
  EXPECT_EQ(with({"basic:me:pw"}, "/a").headers.get("Authorization"), "Basic bWU6cHc=");
  const auto key = make({"key:k"});
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().hint, "give it as a header");
}

TEST_F(Securing, RefusesWhatDoesNotFitTheContract) {
  struct Row {
    const char* text;
    const char* message;
    const char* hint;
  };
  const Row rows[] = {
      {"baerer=bearer:x", "the contract has no security scheme 'baerer'", "did you mean 'bearer'?"},
      {"basic=bearer:x", "bearer credentials do not fit the security scheme 'basic', which is http basic", ""},
      {"inHeader=basic:a:b", "basic credentials do not fit the security scheme 'inHeader', which is apiKey", ""},
      {"bearer=basic:a:b", "basic credentials do not fit the security scheme 'bearer', which is http bearer", ""},
      {"tls=key:x", "key credentials do not fit the security scheme 'tls', which is mutualTLS", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const auto credentials = make({row.text});
    ASSERT_FALSE(credentials);
    EXPECT_EQ(credentials.error().message, row.message);
    EXPECT_EQ(credentials.error().hint, row.hint);
  }
  EXPECT_TRUE(make({"digest=key:x"})) << "whatever is known of it, is sent";
}

TEST_F(Securing, SendsOnceMoreWithANewTokenWhenOneIsRefused) {
  const auto credentials = make({"oauth=oauth2:token_url=http://auth/token,client_id=a,client_secret=b", "key:k"});
  ASSERT_TRUE(credentials);
  Breakdown breakdown{std::stop_token{}};
  std::vector<std::string> seen;
  std::string good = "Bearer token-1";
  const Send send = credentials->wrap(
      [&](const Request& request) {
        seen.emplace_back(request.headers.get("Authorization"));
        Answer answer;
        answer.response.status = seen.back() == good ? 200 : 401;
        return answer;
      },
      breakdown);
  const auto exercise = [&] {
    Request request;
    EXPECT_TRUE(credentials->put_into(at("/both"), request));
    return send(request).response.status;
  };
  EXPECT_EQ(exercise(), 200);
  good = "Bearer token-2";
  EXPECT_EQ(exercise(), 200);
  EXPECT_THAT(seen, testing::ElementsAre("Bearer token-1", "Bearer token-1", "Bearer token-2"));
  Request made_wrong;
  made_wrong.headers = {{"Authorization", "Bearer wrong"}};
  EXPECT_EQ(send(made_wrong).response.status, 401);
  EXPECT_EQ(fetched_, 2) << "a token that was made wrong on purpose is no reason for a new one";
}

TEST_F(Securing, FetchesTokensWhereTheContractSaysUnlessToldOtherwise) {
  std::vector<std::string> urls;
  const auto fetched_from = [&](const char* text) {
    urls.clear();
    const auto made = Credentials::make({*parse_auth(text)}, *contract_, [&](const AuthSpec& client) {
      urls.push_back(client.token_url);
      return nullptr;
    });
    return made ? urls.at(0) : made.error().message;
  };
  EXPECT_EQ(fetched_from("oauth=oauth2:client_id=a,client_secret=b"), "http://auth/token");
  EXPECT_EQ(fetched_from("oauth2:client_id=a,client_secret=b"), "http://auth/token");
  EXPECT_EQ(fetched_from("oauth2:client_id=a,client_secret=b,token_url=http://b/t"), "http://b/t");
  EXPECT_THAT(fetched_from("bearer=oauth2:client_id=a,client_secret=b"), HasSubstr("does not say where tokens"));
}

TEST_F(Securing, BreaksOffWhenNoTokenIsGivenOut) {
  tokens_ = 0;
  const auto credentials = make({"oauth=oauth2:token_url=http://auth/token,client_id=a,client_secret=b"});
  ASSERT_TRUE(credentials);
  const auto fetched = credentials->fetch_tokens();
  ASSERT_FALSE(fetched);
  EXPECT_THAT(fetched.error().message, HasSubstr("it answered 500"));
}

}  // namespace
}  // namespace squall::tests
