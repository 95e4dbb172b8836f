#include "harness/verify/token_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/verify/test_clock.h"

namespace squall::tests {
namespace {
using namespace harness;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class Tokens : public testing::Test {
 protected:
  TokenSource source() {
    AuthSpec client;
    client.kind = AuthSpec::Kind::oauth2;
    client.user = "me";
    client.secret = "s3:cret";
    client.token_url = "http://auth/token";
    client.scope = "read write";
    return {client,
            [this](const std::string& url, const contracts::http::Request& request) { return post(url, request); },
            clock_.clock(), secrets_};
  }
  Answer post(const std::string& url, const contracts::http::Request& request) {
    EXPECT_EQ(url, "http://auth/token");
    asked_.push_back(request);
    Answer answer;
    answer.response.status = 200;
    answer.response.body = body_.empty() ? R"({"access_token":"token-)" + std::to_string(asked_.size()) +
                                               R"(","token_type":"Bearer","expires_in":10})"
                                         : body_;
    if (status_of_) answer.response.status = status_of_(request);
    if (answer.response.status != 200) answer.response.body = R"({"error":"invalid_client"})";
    return answer;
  }

  TestClock clock_;
  Secrets secrets_;
  std::vector<contracts::http::Request> asked_;
  std::string body_;
  std::function<int(const contracts::http::Request&)> status_of_;
};

TEST_F(Tokens, AreAskedForAsTheRfcSays) {
  TokenSource tokens = source();
  EXPECT_EQ(*tokens.token(), "token-1");
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_EQ(asked_[0].method, "POST");
  EXPECT_EQ(asked_[0].body, "grant_type=client_credentials&scope=read%20write");
  EXPECT_EQ(asked_[0].headers.get("Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(asked_[0].headers.get("Authorization"), "Basic bWU6czMlM0FjcmV0") << "me:s3%3Acret, RFC 6749, 2.3.1";
  EXPECT_TRUE(secrets_.all().contains("token-1"));
}

TEST_F(Tokens, AreRenewedBeforeTheyExpire) {
  TokenSource tokens = source();
  EXPECT_EQ(*tokens.token(), "token-1");
  clock_.pass(7s);
  EXPECT_EQ(*tokens.token(), "token-1");
  clock_.pass(1s);
  EXPECT_EQ(*tokens.token(), "token-2");
  EXPECT_TRUE(tokens.issued("token-1"));
}

TEST_F(Tokens, WithoutALifetimeAreKept) {
  for (const char* body : {R"({"access_token":"t"})", R"({"access_token":"t","expires_in":0})",
                           R"({"access_token":"t","expires_in":1e300})"}) {
    body_ = body;
    TokenSource tokens = source();
    tokens.token();
    asked_.clear();
    clock_.pass(24h);
    EXPECT_EQ(*tokens.token(), "t");
    EXPECT_TRUE(asked_.empty()) << body;
  }
  body_ = R"({"access_token":"t","expires_in":"10"})";
  TokenSource tokens = source();
  tokens.token();
  asked_.clear();
  clock_.pass(9s);
  tokens.token();
  EXPECT_EQ(asked_.size(), 1u) << "a number written as a string";
}

TEST_F(Tokens, TakeTheSecretInTheBodyWhereTheHeaderIsRefused) {
  status_of_ = [](const contracts::http::Request& request) {
    return request.headers.contains("Authorization") ? 401 : 200;
  };
  TokenSource tokens = source();
  EXPECT_EQ(*tokens.token(), "token-2");
  EXPECT_THAT(asked_.back().body, HasSubstr("&client_id=me&client_secret=s3%3Acret"));
  clock_.pass(9s);
  EXPECT_EQ(*tokens.token(), "token-3") << "it is not tried in vain again";
}

TEST_F(Tokens, ThatAreNotGivenOutAreAClearErrorWithoutSecrets) {
  status_of_ = [](const contracts::http::Request&) { return 403; };
  const auto refused = source().token();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "no token from http://auth/token: it answered 403, invalid_client");
  status_of_ = nullptr;
  for (const char* body : {"{}", "[]", "no json", R"({"access_token":7})", R"({"access_token":""})"}) {
    body_ = body;
    const auto token = source().token();
    ASSERT_FALSE(token) << body;
    EXPECT_THAT(token.error().message, HasSubstr("holds no access_token"));
    EXPECT_THAT(token.error().message, Not(HasSubstr("s3")));
  }
}

TEST_F(Tokens, AreRenewedWhenTheServiceRefusesOneItAcceptedBefore) {
  TokenSource tokens = source();
  const std::string token = *tokens.token();
  EXPECT_FALSE(tokens.refused(token)) << "never accepted: another one would be no better";
  tokens.accepted(token);
  EXPECT_TRUE(tokens.refused(token));
  EXPECT_EQ(*tokens.token(), "token-2");
  EXPECT_TRUE(tokens.refused(token)) << "an old one: there is a newer one to try";
  EXPECT_EQ(asked_.size(), 2u);
}

TEST_F(Tokens, AreNotRenewedForEverWhereAnOperationRefusesThemAll) {
  TokenSource tokens = source();
  for (int i = 0; i < 20; ++i) {
    const std::string token = *tokens.token();
    tokens.accepted(token);  // by other operations
    tokens.refused(token);
  }
  EXPECT_EQ(asked_.size(), 4u);
  tokens.renewal_helped();
  EXPECT_TRUE(tokens.refused(*tokens.token()));
}

}  // namespace
}  // namespace squall::tests
