// What an issuer says of tokens that it gave: introspection, revocation, user information.

#include "harness/issuer/issuer.h"
#include "harness/issuer/token_check.h"

namespace squall::harness {

using contracts::Object;
using contracts::Value;

// RFC 7662. Of a token of any audience; a refresh token as well.
contracts::http::Response Issuer::introspect(const Request& request, const Conduct&) {
  const auto form = OAuthParameters::of_form(request);
  if (!form) return oauth_error("invalid_request", form.error().message);
  const auto client = authenticate(settings_, request, *form);
  if (!client) return client.error();
  const std::string& token = form->get("token");
  if (token.empty()) return oauth_error("invalid_request", "token is missing");
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
contracts::http::Response Issuer::revoke(const Request& request, const Conduct&) {
  const auto form = OAuthParameters::of_form(request);
  if (!form) return oauth_error("invalid_request", form.error().message);
  const auto client = authenticate(settings_, request, *form);
  if (!client) return client.error();
  const std::string& token = form->get("token");
  if (token.empty()) return oauth_error("invalid_request", "token is missing");
  if (const auto grant = grants_.find(token, settings_.now())) {
    if (grant->client != client->id) return oauth_error("invalid_request", "the token is another client's");
    grants_.revoke_family(grant->family);
  } else if (const auto claims = check_for(token, "")) {
    if (text_of(*claims, "client_id") != client->id) {
      return oauth_error("invalid_request", "the token is another client's");
    }
    grants_.revoke_id(text_of(*claims, "jti"));
  }
  return json_answer(200, Value(Object{}));
}

contracts::http::Response Issuer::user_info(const Request& request, const Conduct&) {
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
