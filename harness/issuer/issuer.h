#pragma once
// Issuer: a local OAuth 2.0 authorization server and OpenID provider, for systems under test that need tokens. It asks
// nobody: an authorization request is granted at once.
//
//   GET  /.well-known/openid-configuration, /.well-known/oauth-authorization-server   discovery (RFC 8414)
//   GET  /jwks            the public keys
//   GET, POST /authorize  code flow with PKCE (RFC 7636); login_hint names the user
//   POST /token           client_credentials, authorization_code, refresh_token; password where it is asked for
//   POST /introspect      RFC 7662
//   POST /revoke          RFC 7009
//   GET, POST /userinfo   OpenID Connect Core, section 5.3
//   GET, PUT, DELETE /squall/conduct    what it does wrong (conduct.h)

#include <memory>
#include <mutex>
#include <string>

#include "chaos/http/handler.h"
#include "harness/issuer/client_authentication.h"
#include "harness/issuer/conduct.h"
#include "harness/issuer/grants.h"
#include "harness/issuer/settings.h"
#include "harness/issuer/token_maker.h"

namespace squall::harness {

// Thread-safe.
class Issuer {
 public:
  // Makes its keys, which takes some tenths of a second. Errors (internal): OpenSSL could not.
  static contracts::Result<std::shared_ptr<Issuer>> create(IssuerSettings settings, Conduct conduct = {});

  // The URL that it is reached by, without a slash at its end: the `iss` of its tokens.
  void served_at(std::string url);
  std::string url() const;

  // An answer to any request; never blocks, but for the first token of another key.
  chaos::http::Reply answer(const chaos::http::Incoming& incoming);
  // The claims of an access token that is good here and for the audience of the settings. Errors say what is wrong.
  contracts::Result<contracts::Value> check(std::string_view access_token) const;
  CurrentConduct& conduct() { return conduct_; }

 private:
  using Request = contracts::http::Request;
  using Response = contracts::http::Response;
  struct Route;
  static const Route kRoutes[];

  Issuer(IssuerSettings settings, Conduct conduct) : settings_(std::move(settings)), conduct_(std::move(conduct)) {}
  Response routed(const Request& request, std::chrono::nanoseconds& delay);

  Response metadata(const Request& request, const Conduct& conduct);
  Response key_set(const Request& request, const Conduct& conduct);
  Response authorize(const Request& request, const Conduct& conduct);
  Response token(const Request& request, const Conduct& conduct);
  Response introspect(const Request& request, const Conduct& conduct);
  Response revoke(const Request& request, const Conduct& conduct);
  Response user_info(const Request& request, const Conduct& conduct);
  Response own_conduct(const Request& request);

  Response by_client_credentials(const AuthenticatedClient& client, const OAuthParameters& form,
                                 const Conduct& conduct);
  Response by_code(const AuthenticatedClient& client, const OAuthParameters& form, const Conduct& conduct);
  Response by_refresh(const AuthenticatedClient& client, const OAuthParameters& form, const Conduct& conduct);
  Response by_password(const AuthenticatedClient& client, const OAuthParameters& form, const Conduct& conduct);
  // Tokens for what is allowed; of a user, with one to refresh them.
  Response tokens(Grant grant, const Conduct& conduct, bool of_user);
  std::string audience_of(const OAuthParameters& parameters) const;
  contracts::Result<contracts::Value> check_for(std::string_view access_token, const std::string& audience) const;

  const IssuerSettings settings_;
  CurrentConduct conduct_;
  std::unique_ptr<TokenMaker> maker_;
  Grants grants_;
  mutable std::mutex mutex_;
  std::string url_;
};

}  // namespace squall::harness
