#pragma once
// Which client asks (RFC 6749, section 2.3): by Basic, by parameters of the body, or, of a public one, by its id alone.

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "contracts/http/message.h"
#include "harness/issuer/oauth_message.h"
#include "harness/issuer/settings.h"

namespace squall::harness {

struct AuthenticatedClient {
  std::string id;
  bool authenticated = false;       // by a secret
  std::vector<std::string> scopes;  // that it may be granted; empty: all
};

// The error is the answer to give: invalid_client, or invalid_request for two ways at once.
tl::expected<AuthenticatedClient, contracts::http::Response> authenticate(const IssuerSettings& settings,
                                                                          const contracts::http::Request& request,
                                                                          const OAuthParameters& form);
// The declared client; nullptr where there is none of that id.
const OAuthClient* find_client(const IssuerSettings& settings, const std::string& id);

}  // namespace squall::harness
