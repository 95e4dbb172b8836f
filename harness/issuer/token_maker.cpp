#include "harness/issuer/token_maker.h"

#include <utility>

#include "contracts/core/base64.h"
#include "contracts/core/random.h"

namespace squall::harness {
namespace {

using contracts::base64url_encode;
using contracts::Object;
using contracts::Value;

constexpr std::int64_t kHour = 3600;

void spoil_claims(Value& claims, TokenFlaw flaw, std::int64_t now) {
  if (flaw == TokenFlaw::expired) {
    claims.set("iat", Value(now - 2 * kHour));
    claims.set("exp", Value(now - kHour));
  }
  if (flaw == TokenFlaw::not_yet_valid) {
    claims.set("nbf", Value(now + kHour));
    claims.set("exp", Value(now + 2 * kHour));
  }
  if (flaw == TokenFlaw::wrong_audience) claims.set("aud", Value("urn:squall:another-audience"));
  if (flaw == TokenFlaw::wrong_issuer) claims.set("iss", Value("https://another-issuer.invalid"));
  if (flaw == TokenFlaw::no_scope) claims.erase("scope");
}

}  // namespace

contracts::Result<std::unique_ptr<TokenMaker>> TokenMaker::create(const IssuerSettings& settings) {
  std::vector<SigningKey> keys;
  for (const Algorithm algorithm : {settings.algorithm, Algorithm::es256}) {
    SQUALL_TRY_ASSIGN(auto key, SigningKey::create(algorithm));
    keys.push_back(std::move(key));
  }
  return std::unique_ptr<TokenMaker>(new TokenMaker(settings, std::move(keys)));
}

const SigningKey* TokenMaker::stranger() {
  std::call_once(made_, [this] {
    if (auto key = SigningKey::create(settings_.algorithm)) stranger_ = std::make_unique<SigningKey>(std::move(*key));
  });
  return stranger_.get();
}

std::string TokenMaker::drawn(std::string_view kind, const Grant& grant, std::size_t bytes) {
  const std::string identity =
      std::string(kind) + "\n" + grant.client + "\n" + grant.subject + "\n" + grant.scope + "\n" + grant.audience;
  auto& occurrence = occurrences_[contracts::stable_hash(identity) % occurrences_.size()];
  contracts::Random random(settings_.seed, "issuer", identity, occurrence++);
  std::string text;
  while (text.size() < bytes) text += static_cast<char>(random.below(256));
  return base64url_encode(text);
}

std::string TokenMaker::opaque(std::string_view kind, const Grant& grant) {
  return drawn(kind, grant, kind == "family" ? 9 : 24);
}

std::string TokenMaker::finished(Value claims, std::string_view type, TokenFlaw flaw) {
  spoil_claims(claims, flaw, settings_.now());
  if (flaw == TokenFlaw::alg_none) return unsecured_jwt(claims, type);
  if (flaw == TokenFlaw::wrong_key || flaw == TokenFlaw::unknown_key) {
    if (const SigningKey* other = stranger()) {
      return signed_jwt_as(claims, type, *other, flaw == TokenFlaw::wrong_key ? keys_.front().id() : other->id());
    }
  }
  std::string token = signed_jwt(claims, type, keys_.front());
  if (flaw != TokenFlaw::bad_signature) return token;
  const std::string signature = token.substr(token.rfind('.'));
  claims.set("jti", Value(text_of(claims, "jti") + "-changed"));
  const std::string changed = signed_jwt(claims, type, keys_.front());
  return changed.substr(0, changed.rfind('.')) + signature;
}

std::string TokenMaker::access_token(const std::string& issuer, const Grant& grant, TokenFlaw flaw) {
  const std::int64_t now = settings_.now();
  Object claims{{"iss", Value(issuer)},
                {"sub", Value(grant.subject)},
                {"aud", Value(grant.audience)},
                {"client_id", Value(grant.client)},
                {"iat", Value(now)},
                {"exp", Value(now + static_cast<std::int64_t>(settings_.lifetime.count()))},
                {"jti", Value(grant.family + "." + drawn("id", grant, 12))}};
  if (!grant.scope.empty()) claims.emplace_back("scope", Value(grant.scope));
  return finished(Value(std::move(claims)), "at+jwt", flaw);
}

std::string TokenMaker::id_token(const std::string& issuer, const Grant& grant, const std::string& access_token,
                                 TokenFlaw flaw) {
  const std::int64_t now = settings_.now();
  Object claims{{"iss", Value(issuer)},
                {"sub", Value(grant.subject)},
                {"aud", Value(grant.client)},
                {"iat", Value(now)},
                {"exp", Value(now + static_cast<std::int64_t>(settings_.lifetime.count()))},
                {"auth_time", Value(grant.authorized)},
                {"at_hash", Value(base64url_encode(sha256(access_token).substr(0, 16)))}};
  if (!grant.nonce.empty()) claims.emplace_back("nonce", Value(grant.nonce));
  return finished(Value(std::move(claims)), "JWT", flaw);
}

Value TokenMaker::key_set() const {
  contracts::Array keys;
  for (const SigningKey& key : keys_) keys.push_back(key.public_jwk());
  return Value(Object{{"keys", Value(std::move(keys))}});
}

}  // namespace squall::harness
