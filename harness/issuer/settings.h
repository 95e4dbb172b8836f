#pragma once
// How an issuer is set up.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/issuer/signing_key.h"

namespace squall::harness {

struct OAuthClient {
  std::string id;
  std::optional<std::string> secret;  // none: a public client (RFC 6749, section 2.1)
  std::vector<std::string> scopes;    // that it may be granted; empty: all
};

struct OAuthUser {
  std::string name;
  std::string password;
};

struct IssuerSettings {
  std::string audience = "api";      // of access tokens, where the request names none
  std::vector<OAuthClient> clients;  // empty: any id, with any secret
  std::vector<OAuthUser> users;      // empty: any name, with any password
  bool password_grant = false;       // RFC 6749, section 4.3; left out of OAuth 2.1
  Algorithm algorithm = Algorithm::rs256;
  std::chrono::seconds lifetime = std::chrono::hours(1);  // of access and id tokens
  std::uint64_t seed = 0;                                 // of codes, refresh tokens and token ids
  std::function<std::int64_t()> now;                      // seconds since 1970; must be set; any thread
};

}  // namespace squall::harness
