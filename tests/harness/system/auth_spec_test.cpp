#include "harness/system/auth_spec.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using Kind = AuthSpec::Kind;

struct Row {
  const char* text;
  Kind kind;
  const char* scheme;
  const char* user;
  const char* secret;
};

TEST(Auth, IsReadFromItsNotation) {
  const Row rows[] = {
      {"bearer:abc", Kind::bearer, "", "", "abc"},
      {"bearer:a=b:c", Kind::bearer, "", "", "a=b:c"},
      {"main=bearer:abc", Kind::bearer, "main", "", "abc"},
      {"basic:me:secret", Kind::basic, "", "me", "secret"},
      {"basic:me:a:b", Kind::basic, "", "me", "a:b"},
      {"basic:me:", Kind::basic, "", "me", ""},
      {"api_key=key:k=1", Kind::key, "api_key", "", "k=1"},
      {"o=oauth2:token_url=http://a:1/t?x=y,client_id=me,client_secret=s", Kind::oauth2, "o", "me", "s"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const auto auth = parse_auth(row.text);
    ASSERT_TRUE(auth) << contracts::to_string(auth.error());
    EXPECT_EQ(auth->kind, row.kind);
    EXPECT_EQ(auth->scheme, row.scheme);
    EXPECT_EQ(auth->user, row.user);
    EXPECT_EQ(auth->secret, row.secret);
  }
  const auto client = parse_auth("oauth2:token_url=http://a:1/t?x=y,client_id=me,client_secret=s,scope=read write");
  ASSERT_TRUE(client);
  EXPECT_EQ(client->token_url, "http://a:1/t?x=y");
  EXPECT_EQ(client->scope, "read write");
}

TEST(Auth, ThatIsWrongIsRefusedWithoutRepeatingIt) {
  for (const char* text :
       {"", "hidden", "bearer:", "beerer:hidden", "=bearer:hidden", "basic:hidden", "key:", "oauth2:client_id=hidden",
        "oauth2:client_id=hidden,secret=hidden", "oauth2:client_secret,client_id=hidden"}) {
    SCOPED_TRACE(text);
    const auto auth = parse_auth(text);
    ASSERT_FALSE(auth);
    EXPECT_EQ(contracts::to_string(auth.error()).find("hidden"), std::string::npos);
    EXPECT_FALSE(auth.error().hint.empty());
  }
}

}  // namespace
}  // namespace squall::harness
