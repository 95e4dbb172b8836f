#include "harness/issuer/token_check.h"

#include <algorithm>

#include "harness/issuer/jwt.h"
#include "harness/issuer/scopes.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Status;
using contracts::Value;

Status check_signature(const Jwt& jwt, std::span<const SigningKey> keys) {
  const std::string algorithm = text_of(jwt.header, "alg"), id = text_of(jwt.header, "kid");
  if (algorithm == "none") return fail(ErrorKind::malformed, "it is not signed (alg none)");
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const SigningKey& one) { return one.id() == id; });
  if (key == keys.end()) return fail(ErrorKind::malformed, "the issuer has no key '" + id + "'");
  if (to_string(key->algorithm()) != algorithm) {
    return fail(ErrorKind::malformed,
                "its algorithm is '" + algorithm + "', and its key is for " + std::string(to_string(key->algorithm())));
  }
  if (!key->verifies(jwt.signed_text, jwt.signature)) {
    return fail(ErrorKind::malformed, "its signature is not the issuer's");
  }
  return {};
}

bool is_for(const Value& claims, const std::string& audience) {
  const Value* aud = claims.find("aud");
  if (aud == nullptr) return false;
  if (aud->is_string()) return aud->text() == audience;
  if (!aud->is_array()) return false;
  return std::any_of(aud->items().begin(), aud->items().end(),
                     [&](const Value& one) { return one.is_string() && one.text() == audience; });
}

Status check_time(const Value& claims, std::int64_t now) {
  const std::int64_t expires = number_of(claims, "exp", -1), begins = number_of(claims, "nbf", now);
  if (expires < 0) return fail(ErrorKind::malformed, "it has no time at which it expires (exp)");
  if (expires <= now) return fail(ErrorKind::malformed, "it expired " + std::to_string(now - expires) + " s ago");
  if (begins > now)
    return fail(ErrorKind::malformed, "it is not valid for another " + std::to_string(begins - now) + " s");
  return {};
}

}  // namespace

contracts::Result<Value> check_token(std::string_view token, const TokenExpectation& expected) {
  SQUALL_TRY_ASSIGN(auto jwt, parse_jwt(token));
  SQUALL_TRY(check_signature(jwt, expected.keys));
  // An id token is for the client, and nobody's access (RFC 9068, section 2.1).
  if (text_of(jwt.header, "typ") != "at+jwt") return fail(ErrorKind::malformed, "it is no access token (typ at+jwt)");
  if (const std::string issuer = text_of(jwt.claims, "iss"); issuer != expected.issuer) {
    return fail(ErrorKind::malformed, "its issuer is '" + issuer + "', not " + expected.issuer);
  }
  if (!expected.audience.empty() && !is_for(jwt.claims, expected.audience)) {
    return fail(ErrorKind::malformed, "it is not for the audience '" + expected.audience + "'");
  }
  SQUALL_TRY(check_time(jwt.claims, expected.now));
  return std::move(jwt.claims);
}

bool grants_scope(const Value& claims, std::string_view scope) {
  const auto granted = scopes_of(text_of(claims, "scope"));
  return std::find(granted.begin(), granted.end(), scope) != granted.end();
}

}  // namespace squall::harness
