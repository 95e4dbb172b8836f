// What an issuer says of tokens that it gave: introspection, revocation, user information.

#include "harness/issuer/issuer.h"
#include "harness/issuer/token_check.h"

namespace squall::harness {

using contracts::Object;
using contracts::Value;
using contracts::http::Request;
using contracts::http::Response;

namespace {

struct AskedAbout {
  AuthenticatedClient by;
  std::string token;
};

// Introspection and revocation ask alike: a form with the token, of a client that proves who it is.
tl::expected<AskedAbout, Response> asked_about(const IssuerSettings& settings, const Request& request) {
  const auto form = OAuthParameters::of_form(request);
  if (!form) return tl::unexpected(oauth_error("invalid_request", form.error().message));
  const auto client = authenticate(settings, request, *form);
  if (!client) return tl::unexpected(client.error());
  const std::string& token = form->get("token");
  if (token.empty()) return tl::unexpected(oauth_error("invalid_request", "token is missing"));
  return AskedAbout{*client, token};
}

}  // namespace

// RFC 7662. Of a token of any audience; a refresh token as well.
Response Issuer::introspect(const Request& request, const Conduct&) {
  const auto asked = asked_about(settings_, request);
  if (!asked) return asked.error();
  const std::string& token = asked->token;
  Object body{{"active", Value(true)}};
  if (const auto claims = check_for(token, "")) {
    body.emplace_back("token_type", Value("Bearer"));
    for (const auto& member : claims->members()) body.push_back(member);
  } else if (const auto grant = grants_.find(token, settings_.now()); grant && grant->redirect_uri.empty()) {
    body.emplace_back("client_id", Value(grant->client));
    body.emplace_back("sub", Value(grant->subject));
    body.emplace_back("scope", Value(grant->scope));
    body.emplace_back("exp", Value(grant->expires));
  } else {
    body = Object{{"active", Value(false)}};
  }
  return json_answer(200, Value(std::move(body)));
}

// RFC 7009: with a refresh token goes all that came of it; an unknown token is no error.
Response Issuer::revoke(const Request& request, const Conduct&) {
  const auto asked = asked_about(settings_, request);
  if (!asked) return asked.error();
  const auto& [client, token] = *asked;
  if (const auto grant = grants_.find(token, settings_.now())) {
    if (grant->client != client.id) return oauth_error("invalid_request", "the token is another client's");
    grants_.revoke_family(grant->family);
  } else if (const auto claims = check_for(token, "")) {
    if (text_of(*claims, "client_id") != client.id) {
      return oauth_error("invalid_request", "the token is another client's");
    }
    grants_.revoke_id(text_of(*claims, "jti"));
  }
  return json_answer(200, Value(Object{}));
}

Response Issuer::user_info(const Request& request, const Conduct&) {
  const auto refused = [](int status, const char* code, const std::string& why) {
    auto response = json_answer(status, Value(Object{{"error", Value(code)}, {"error_description", Value(why)}}));
    response.headers.add("WWW-Authenticate", bearer_challenge(code, why, status == 403 ? "openid" : ""));
    return response;
  };
  const std::string token = bearer_token(request);
  if (token.empty()) return refused(401, "", "an access token is needed");
  const auto claims = check_for(token, "");
  if (!claims) return refused(401, "invalid_token", claims.error().message);
  if (!grants_scope(*claims, "openid")) return refused(403, "insufficient_scope", "the scope openid is needed");
  return json_answer(200, Value(Object{{"sub", Value(text_of(*claims, "sub"))},
                                       {"preferred_username", Value(text_of(*claims, "sub"))}}));
}

}  // namespace squall::harness
