#include "harness/issuer/signing_key.h"

#include <gtest/gtest.h>

#include "contracts/core/base64.h"
#include "harness/issuer/jwt.h"

namespace squall::harness {
namespace {

class Keys : public testing::TestWithParam<Algorithm> {
 protected:
  SigningKey key_ = *SigningKey::create(GetParam());
};

TEST_P(Keys, VerifyWhatTheySigned) {
  const std::string signature = key_.sign("header.claims");
  EXPECT_EQ(signature.size(), GetParam() == Algorithm::rs256 ? 256u : 64u);
  EXPECT_TRUE(key_.verifies("header.claims", signature));
  EXPECT_FALSE(key_.verifies("header.claimz", signature));
  EXPECT_FALSE(key_.verifies("header.claims", ""));
  EXPECT_FALSE(key_.verifies("header.claims", signature.substr(1)));
  EXPECT_FALSE(key_.verifies("header.claims", signature + "x"));
  EXPECT_FALSE(key_.verifies("header.claims", std::string(signature.size(), '\0')));
  EXPECT_FALSE(SigningKey::create(GetParam())->verifies("header.claims", signature));
}

// Keys with a leading zero in a coordinate, and signatures with one in a half, come once in a few hundred.
TEST(EcKeys, HaveHalvesOfOneLength) {
  const SigningKey key = *SigningKey::create(Algorithm::es256);
  for (int i = 0; i < 600; ++i) {
    const std::string signature = key.sign(std::to_string(i));
    ASSERT_EQ(signature.size(), 64u);
    ASSERT_TRUE(key.verifies(std::to_string(i), signature));
  }
  for (int i = 0; i < 300; ++i) {
    const auto jwk = SigningKey::create(Algorithm::es256)->public_jwk();
    ASSERT_EQ(contracts::base64url_decode(text_of(jwk, "x"))->size(), 32u);
    ASSERT_EQ(contracts::base64url_decode(text_of(jwk, "y"))->size(), 32u);
  }
}

TEST_P(Keys, ShowTheirPublicHalfOnly) {
  const auto jwk = key_.public_jwk();
  EXPECT_EQ(text_of(jwk, "alg"), to_string(GetParam()));
  EXPECT_EQ(text_of(jwk, "kid"), key_.id());
  EXPECT_EQ(text_of(jwk, "kty"), GetParam() == Algorithm::rs256 ? "RSA" : "EC");
  for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k"}) EXPECT_EQ(jwk.find(secret), nullptr) << secret;
  EXPECT_EQ(contracts::base64url_decode(key_.id())->size(), 32u);
}

INSTANTIATE_TEST_SUITE_P(Issuer, Keys, testing::Values(Algorithm::rs256, Algorithm::es256),
                         [](const auto& row) { return std::string(to_string(row.param)); });

}  // namespace
}  // namespace squall::harness
