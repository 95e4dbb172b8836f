#include "harness/issuer/issuer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "contracts/core/base64.h"
#include "harness/issuer/token_check.h"
#include "tests/harness/issuer/local_issuer.h"

namespace squall::harness {
namespace {

using contracts::http::Response;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::LocalIssuer;

constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";  // RFC 7636, appendix B
constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
constexpr const char* kAsk = "/authorize?response_type=code&client_id=spa&redirect_uri=http%3A%2F%2Fapp.test%2Fcb";

std::string member(const Response& response, const char* name) {
  return text_of(LocalIssuer::json(response), name);
}

// The value of a parameter of the Location field.
std::string handed_over(const Response& response, const std::string& name) {
  const std::string location(response.headers.get("Location"));
  const auto at = location.find(name + "=");
  return at == std::string::npos ? ""
                                 : location.substr(at + name.size() + 1, location.find('&', at) - at - name.size() - 1);
}

std::string code_of(LocalIssuer& issuer, const std::string& more = "") {
  return handed_over(issuer.get(kAsk + std::string("&code_challenge_method=S256&code_challenge=") + kChallenge + more),
                     "code");
}

std::string redeem(const std::string& code) {
  return "grant_type=authorization_code&client_id=spa&redirect_uri=http%3A%2F%2Fapp.test%2Fcb&code=" + code;
}

TEST(Issuer, Discovers) {
  LocalIssuer issuer;
  for (const char* path : {"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"}) {
    const Response answer = issuer.get(path);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(member(answer, "issuer"), "http://127.0.0.1:9400");
    EXPECT_EQ(member(answer, "token_endpoint"), "http://127.0.0.1:9400/token");
    EXPECT_THAT(answer.body, Not(HasSubstr("\"password\"")));
  }
  const auto keys = LocalIssuer::json(issuer.get("/jwks"));
  EXPECT_EQ(keys.find("keys")->items().size(), 2u);
}

TEST(Issuer, GivesATokenToAClient) {
  LocalIssuer issuer;
  const Response answer =
      issuer.post("/token", "grant_type=client_credentials&client_id=web&client_secret=s&scope=orders.read");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.headers.get("Cache-Control"), "no-store");
  EXPECT_EQ(member(answer, "refresh_token"), "");
  const auto claims = issuer.issuer->check(member(answer, "access_token"));
  ASSERT_TRUE(claims) << claims.error().message;
  EXPECT_EQ(text_of(*claims, "sub"), "web");
  EXPECT_EQ(text_of(*claims, "aud"), "api");
  EXPECT_TRUE(grants_scope(*claims, "orders.read"));
  EXPECT_FALSE(grants_scope(*claims, "orders"));
}

struct Refused {
  const char* name;
  const char* form;
  const char* error;
};
class TokenErrors : public testing::TestWithParam<Refused> {};

TEST_P(TokenErrors, AreThoseOfTheRfc) {
  IssuerSettings settings;
  settings.clients = {{"web", "s", {"a", "b"}}, {"spa", std::nullopt, {}}};
  LocalIssuer issuer(settings);
  const Response answer = issuer.post("/token", GetParam().form);
  EXPECT_EQ(member(answer, "error"), GetParam().error) << answer.body;
  EXPECT_EQ(answer.status, std::string(GetParam().error) == "invalid_client" ? 401 : 400);
  EXPECT_EQ(answer.headers.contains("WWW-Authenticate"), answer.status == 401);
}

INSTANTIATE_TEST_SUITE_P(
    Issuer, TokenErrors,
    testing::Values(
        Refused{"no_grant", "client_id=web&client_secret=s", "invalid_request"},
        Refused{"no_client", "grant_type=client_credentials", "invalid_client"},
        Refused{"other_client", "grant_type=client_credentials&client_id=me&client_secret=s", "invalid_client"},
        Refused{"wrong_secret", "grant_type=client_credentials&client_id=web&client_secret=t", "invalid_client"},
        Refused{"no_secret", "grant_type=client_credentials&client_id=web", "invalid_client"},
        Refused{"public_client", "grant_type=client_credentials&client_id=spa", "unauthorized_client"},
        Refused{"scope", "grant_type=client_credentials&client_id=web&client_secret=s&scope=a%20c", "invalid_scope"},
        Refused{"twice", "grant_type=client_credentials&client_id=web&client_id=web&client_secret=s",
                "invalid_request"},
        Refused{"password_unasked", "grant_type=password&client_id=spa&username=u&password=p",
                "unsupported_grant_type"},
        Refused{"unknown_grant", "grant_type=magic&client_id=spa", "unsupported_grant_type"},
        Refused{"no_code", "grant_type=authorization_code&client_id=spa", "invalid_request"},
        Refused{"false_code", "grant_type=authorization_code&client_id=spa&code=x", "invalid_grant"},
        Refused{"false_refresh", "grant_type=refresh_token&client_id=spa&refresh_token=x", "invalid_grant"}),
    [](const auto& row) { return row.param.name; });

TEST(Issuer, TakesBasicCredentials) {
  IssuerSettings settings;
  settings.clients = {{"we b", "s:%", {}}};
  LocalIssuer issuer(settings);
  contracts::http::Request request{"POST",
                                   "/token",
                                   {{"Content-Type", "application/x-www-form-urlencoded"},
                                    {"Authorization", "Basic " + contracts::base64_encode("we+b:s%3A%25")}},
                                   "grant_type=client_credentials"};
  EXPECT_EQ(issuer.ask(request).response.status, 200);
  request.headers.set("Authorization", "Basic nonsense");
  EXPECT_EQ(issuer.ask(request).response.status, 401);
}

TEST(Issuer, ExchangesACodeOnce) {
  LocalIssuer issuer;
  const Response granted = issuer.get(kAsk + std::string("&state=x%20y&nonce=n1&scope=openid%20a&login_hint=ann") +
                                      "&code_challenge_method=S256&code_challenge=" + kChallenge);
  EXPECT_EQ(granted.status, 302);
  EXPECT_THAT(std::string(granted.headers.get("Location")), StartsWith("http://app.test/cb?code="));
  EXPECT_EQ(handed_over(granted, "state"), "x%20y");
  const std::string code = handed_over(granted, "code");
  const Response answer = issuer.post("/token", redeem(code) + "&code_verifier=" + kVerifier);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto id = parse_jwt(member(answer, "id_token"));
  ASSERT_TRUE(id);
  EXPECT_EQ(text_of(id->claims, "sub"), "ann");
  EXPECT_EQ(text_of(id->claims, "aud"), "spa");
  EXPECT_EQ(text_of(id->claims, "nonce"), "n1");
  EXPECT_FALSE(issuer.issuer->check(member(answer, "id_token")));  // it is nobody's access
  const std::string access = member(answer, "access_token");
  EXPECT_TRUE(issuer.issuer->check(access));
  EXPECT_EQ(member(issuer.get("/userinfo", {{"Authorization", "Bearer " + access}}), "sub"), "ann");
  // Whoever uses it again may be a thief: what came of it is worth nothing any more.
  EXPECT_EQ(member(issuer.post("/token", redeem(code) + "&code_verifier=" + kVerifier), "error"), "invalid_grant");
  EXPECT_FALSE(issuer.issuer->check(access));
}

TEST(Issuer, WantsThePkceVerifier) {
  LocalIssuer issuer;
  EXPECT_EQ(issuer.post("/token", redeem(code_of(issuer))).status, 400);
  EXPECT_EQ(issuer.post("/token", redeem(code_of(issuer)) + "&code_verifier=" + kChallenge).status, 400);
  EXPECT_EQ(issuer.post("/token", redeem(handed_over(issuer.get(kAsk), "code")) + "&code_verifier=" + kVerifier).status,
            400);
  EXPECT_EQ(issuer.post("/token", redeem(code_of(issuer)) + "&code_verifier=" + kVerifier).status, 200);
  EXPECT_EQ(issuer.post("/token", redeem(handed_over(issuer.get(kAsk), "code"))).status, 200);
}

TEST(Issuer, HoldsACodeToItsClientPlaceAndTime) {
  LocalIssuer issuer;
  const std::string proof = std::string("&code_verifier=") + kVerifier;
  EXPECT_EQ(issuer
                .post("/token",
                      "grant_type=authorization_code&client_id=other&redirect_uri=http%3A%2F%2Fapp.test%2Fcb&code=" +
                          code_of(issuer) + proof)
                .status,
            400);
  EXPECT_EQ(issuer
                .post("/token", "grant_type=authorization_code&client_id=spa&redirect_uri=http%3A%2F%2Fapp.test&code=" +
                                    code_of(issuer) + proof)
                .status,
            400);
  const std::string late = code_of(issuer);
  *issuer.clock += 60;
  EXPECT_EQ(issuer.post("/token", redeem(late) + proof).status, 400);
}

TEST(Issuer, RefusesAuthorizationWhereItWasAsked) {
  IssuerSettings settings;
  settings.clients = {{"spa", std::nullopt, {"a"}}};
  LocalIssuer issuer(settings);
  const std::string challenge = std::string("&code_challenge=") + kChallenge;
  const std::pair<std::string, const char*> rows[] = {
      {kAsk, "invalid_request"},  // a public client without PKCE
      {kAsk + challenge + "&code_challenge_method=S512", "invalid_request"},
      {kAsk + std::string("&code_challenge=short"), "invalid_request"},
      {kAsk + challenge + "&scope=b", "invalid_scope"},
      {"/authorize?response_type=token&client_id=spa&redirect_uri=http%3A%2F%2Fapp.test%2Fcb",
       "unsupported_response_type"}};
  for (const auto& [target, error] : rows) {
    const Response answer = issuer.get(target + "&state=s");
    EXPECT_EQ(answer.status, 302) << target;
    EXPECT_EQ(handed_over(answer, "error"), error) << target;
    EXPECT_EQ(handed_over(answer, "state"), "s") << target;
  }
  // There is nowhere to redirect to.
  for (const char* target : {"/authorize?response_type=code&client_id=me&redirect_uri=http%3A%2F%2Fapp.test",
                             "/authorize?response_type=code&client_id=spa", "/authorize",
                             "/authorize?response_type=code&client_id=spa&redirect_uri=%2Fcb",
                             "/authorize?response_type=code&client_id=spa&redirect_uri=http%3A%2F%2Fa%23b",
                             "/authorize?response_type=code&client_id=spa&redirect_uri=http%3A%2F%2Fa%0D%0AX%3A1"}) {
    EXPECT_EQ(issuer.get(target).status, 400) << target;
  }
}

TEST(Issuer, Refreshes) {
  LocalIssuer issuer;
  const std::string form = "grant_type=refresh_token&client_id=spa&refresh_token=";
  const Response first = issuer.post("/token", redeem(code_of(issuer, "&scope=a%20b")) + "&code_verifier=" + kVerifier);
  const Response second = issuer.post("/token", form + member(first, "refresh_token") + "&scope=a");
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(member(second, "scope"), "a");
  EXPECT_EQ(member(issuer.post("/token", form + member(second, "refresh_token") + "&scope=b"), "error"),
            "invalid_scope");
  EXPECT_EQ(
      issuer.post("/token", "grant_type=refresh_token&client_id=me&refresh_token=" + member(second, "refresh_token"))
          .status,
      400);
  // The first one again: both hands are distrusted.
  EXPECT_EQ(issuer.post("/token", form + member(first, "refresh_token")).status, 400);
  EXPECT_EQ(issuer.post("/token", form + member(second, "refresh_token")).status, 400);
}

TEST(Issuer, TakesPasswordsWhenAsked) {
  IssuerSettings settings;
  settings.password_grant = true;
  settings.users = {{"ann", "pw"}};
  LocalIssuer issuer(settings);
  const std::string form = "grant_type=password&client_id=spa&username=ann&password=";
  const Response answer = issuer.post("/token", form + "pw");
  EXPECT_EQ(text_of(*issuer.issuer->check(member(answer, "access_token")), "sub"), "ann");
  EXPECT_EQ(member(issuer.post("/token", form + "no"), "error"), "invalid_grant");
  EXPECT_THAT(issuer.get("/.well-known/openid-configuration").body, HasSubstr("\"password\""));
}

TEST(Issuer, TellsOfTokensAndRevokesThem) {
  LocalIssuer issuer;
  const std::string token = issuer.token("a"), other = issuer.token("a");
  const std::string client = "client_id=web&client_secret=s&token=";
  EXPECT_EQ(member(issuer.post("/introspect", client + token), "scope"), "a");
  EXPECT_EQ(issuer.post("/introspect", client + "nonsense").body, R"({"active":false})");
  EXPECT_EQ(issuer.post("/introspect", "token=" + token).status, 401);
  EXPECT_EQ(issuer.post("/revoke", "client_id=me&token=" + token).status, 400);
  EXPECT_EQ(issuer.post("/revoke", client + token).status, 200);
  EXPECT_EQ(issuer.post("/revoke", client + "nonsense").status, 200);
  EXPECT_EQ(issuer.post("/introspect", client + token).body, R"({"active":false})");
  EXPECT_TRUE(issuer.issuer->check(other));
  *issuer.clock += 3600;
  EXPECT_FALSE(issuer.issuer->check(other));
}

TEST(Issuer, DrawsTheSameFromTheSameSeed) {
  const auto ids = [](std::uint64_t seed) {
    IssuerSettings settings;
    settings.seed = seed;
    LocalIssuer issuer(settings);
    std::vector<std::string> all;
    for (int i = 0; i < 3; ++i) {
      all.push_back(text_of(*issuer.issuer->check(issuer.token("a")), "jti"));
      all.push_back(code_of(issuer));
    }
    return all;
  };
  const auto first = ids(7);
  EXPECT_EQ(first, ids(7));
  EXPECT_NE(first, ids(8));
  for (std::size_t i = 2; i < first.size(); ++i) EXPECT_NE(first[i], first[i - 2]);
}

class Flawed : public testing::TestWithParam<TokenFlawName> {};

TEST_P(Flawed, IsRefusedForThatReason) {
  const std::map<TokenFlaw, const char*> reasons = {
      {TokenFlaw::expired, "it expired 3600 s ago"},       {TokenFlaw::not_yet_valid, "not valid for another 3600 s"},
      {TokenFlaw::wrong_audience, "not for the audience"}, {TokenFlaw::wrong_issuer, "its issuer is"},
      {TokenFlaw::wrong_key, "its signature is not"},      {TokenFlaw::unknown_key, "has no key"},
      {TokenFlaw::bad_signature, "its signature is not"},  {TokenFlaw::alg_none, "not signed"}};
  LocalIssuer issuer;
  Conduct conduct;
  conduct.flaw = GetParam().flaw;
  conduct.times = 1;
  issuer.issuer->conduct().set(conduct);
  const auto claims = issuer.issuer->check(issuer.token("a"));
  if (GetParam().flaw == TokenFlaw::no_scope) {
    EXPECT_FALSE(grants_scope(claims.value(), "a"));
  } else {
    ASSERT_FALSE(claims);
    EXPECT_THAT(claims.error().message, HasSubstr(reasons.at(GetParam().flaw)));
  }
  const auto next = issuer.issuer->check(issuer.token("a"));
  EXPECT_TRUE(next && grants_scope(*next, "a"));
}

INSTANTIATE_TEST_SUITE_P(Issuer, Flawed, testing::ValuesIn(token_flaws().begin(), token_flaws().end()),
                         [](const auto& row) {
                           std::string name(row.param.name);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Issuer, MisbehavesWhereItIsTold) {
  LocalIssuer issuer;
  const auto put = [&](const std::string& body) {
    return issuer.ask({"PUT", "/squall/conduct", {}, body}).response.status;
  };
  EXPECT_EQ(put(R"({"status": 503, "endpoint": "keys", "times": 2})"), 200);
  EXPECT_NE(issuer.token(), "");
  EXPECT_EQ(issuer.get("/jwks").status, 503);
  EXPECT_EQ(issuer.get("/jwks").status, 503);
  EXPECT_EQ(issuer.get("/jwks").status, 200);
  EXPECT_EQ(put(R"({"error": "slow_down", "endpoint": "token"})"), 200);
  EXPECT_EQ(member(issuer.post("/token", ""), "error"), "slow_down");
  EXPECT_EQ(put(R"({"error": "access_denied"})"), 200);
  EXPECT_EQ(handed_over(issuer.get(kAsk), "error"), "access_denied");
  EXPECT_EQ(put(R"({"latency": "2s"})"), 200);
  EXPECT_EQ(issuer.ask({"GET", "/jwks", {}, ""}).delay, std::chrono::seconds(2));
  EXPECT_EQ(issuer.ask({"DELETE", "/squall/conduct", {}, ""}).response.status, 200);
  EXPECT_EQ(issuer.ask({"GET", "/jwks", {}, ""}).delay, std::chrono::seconds(0));
  EXPECT_EQ(issuer.ask({"PUT", "/squall/conduct", {{"Origin", "http://evil.test"}}, "{}"}).response.status, 403);
}

TEST(Issuer, SaysWhatItDoesNotUnderstand) {
  LocalIssuer issuer;
  for (const char* body : {"", "[]", R"({"flaw": "expird"})", R"({"status": 200})", R"({"times": 0})",
                           R"({"times": 1.5})", R"({"latency": "soon"})", R"({"endpoint": "tokn"})",
                           R"({"flow": "expired"})", R"({"flaw": 1})", R"({"error": "a\"b"})"}) {
    EXPECT_EQ(issuer.ask({"PUT", "/squall/conduct", {}, body}).response.status, 400) << body;
  }
  EXPECT_EQ(issuer.get("/nowhere").status, 404);
  const Response wrong = issuer.get("/token");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.get("Allow"), "POST");
  EXPECT_EQ(member(issuer.ask({"POST", "/token", {}, "{}"}).response, "error"), "invalid_request");
}

TEST(Issuer, LetsPagesAsk) {
  LocalIssuer issuer;
  const auto answer = issuer.get("/jwks", {{"Origin", "http://app.test"}});
  EXPECT_EQ(answer.headers.get("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(issuer.ask({"OPTIONS", "/token", {{"Origin", "http://app.test"}}, ""}).response.status, 204);
}

}  // namespace
}  // namespace squall::harness
