#pragma once
// Is this a good access token? What a resource server has to check (RFC 9068, section 4; RFC 7519, section 7.2).

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "harness/issuer/signing_key.h"

namespace squall::harness {

struct TokenExpectation {
  std::span<const SigningKey> keys;
  std::string issuer;
  std::string audience;  // "": any
  std::int64_t now = 0;  // seconds since 1970
};

// The claims of a token that is what it must be. Errors (malformed) say what is wrong with it: "it expired 3600 s ago".
contracts::Result<contracts::Value> check_token(std::string_view token, const TokenExpectation& expected);
// Whether the claim `scope` (RFC 8693, section 4.2) has that one.
bool grants_scope(const contracts::Value& claims, std::string_view scope);

}  // namespace squall::harness
