#pragma once
// JSON Web Tokens (RFC 7519) in the compact form of signed ones (RFC 7515, section 7.1).

#include <string>
#include <string_view>

#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "harness/issuer/signing_key.h"

namespace squall::harness {

struct Jwt {
  contracts::Value header;
  contracts::Value claims;
  std::string signed_text;  // what the signature is of
  std::string signature;    // bytes; "" of an unsecured one (`alg: none`)
};

// Errors (malformed) say which part is not what it must be. Nothing is verified.
contracts::Result<Jwt> parse_jwt(std::string_view text);
// `type` is the header's: "at+jwt" (RFC 9068), "JWT".
std::string signed_jwt(const contracts::Value& claims, std::string_view type, const SigningKey& key);
// The same under another key's id.
std::string signed_jwt_as(const contracts::Value& claims, std::string_view type, const SigningKey& key,
                          const std::string& key_id);
std::string unsecured_jwt(const contracts::Value& claims, std::string_view type);  // RFC 7519, section 6

// A member's text; "" where there is none.
std::string text_of(const contracts::Value& object, std::string_view name);
// A member that is a whole number (NumericDate); `otherwise` where there is none.
std::int64_t number_of(const contracts::Value& object, std::string_view name, std::int64_t otherwise);

}  // namespace squall::harness
