#pragma once
// AuthSpec: credentials for one of a contract's security schemes, and the notation they are written in:
//   [SCHEME=]basic:USER:PASSWORD   [SCHEME=]bearer:TOKEN   [SCHEME=]key:VALUE
//   [SCHEME=]oauth2:client_id=ID,client_secret=SECRET[,scope=A B][,token_url=URL]

#include <functional>
#include <string>
#include <string_view>

#include "contracts/core/result.h"

namespace squall::harness {

struct AuthSpec {
  enum class Kind { basic, bearer, key, oauth2 };
  Kind kind = Kind::bearer;
  std::string scheme;  // its name in the contract; "": every scheme of this kind
  std::string user;    // basic: the user; oauth2: the client id
  std::string secret;  // the password, token, key or client secret
  // OAuth 2.0 client credentials (RFC 6749, section 4.4).
  std::string token_url;  // "": the one that the scheme declares
  std::string scope;      // separated by spaces; may be ""
  contracts::Location location;
  bool operator==(const AuthSpec&) const = default;
};

std::string_view to_string(AuthSpec::Kind kind);
// Errors (usage): what is missing or unknown; the message never repeats the text, it may be a secret.
contracts::Result<AuthSpec> parse_auth(std::string_view text);
// Replaces each text of it, so that ${env.NAME} expands after the notation was split.
contracts::Status change_texts(AuthSpec& auth,
                               const std::function<contracts::Result<std::string>(const std::string&)>& change);

}  // namespace squall::harness
