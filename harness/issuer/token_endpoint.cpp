// The token endpoint (RFC 6749, section 3.2).

#include <algorithm>

#include "contracts/core/base64.h"
#include "harness/issuer/issuer.h"
#include "harness/issuer/scopes.h"

namespace squall::harness {
namespace {

using contracts::Object;
using contracts::Value;

constexpr std::int64_t kRefreshLifetime = 24 * 3600;  // seconds

// RFC 7636, section 4.6. A verifier without a challenge is one that somebody took away (RFC 9700, section 4.8.2).
bool proves(const Grant& grant, const std::string& verifier) {
  if (grant.challenge.empty()) return verifier.empty();
  if (grant.challenge_method != "S256") return verifier == grant.challenge;
  return contracts::base64url_encode(sha256(verifier)) == grant.challenge;
}

bool has(const std::vector<std::string>& scopes, const char* scope) {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

}  // namespace

std::string Issuer::audience_of(const OAuthParameters& parameters) const {
  if (parameters.has("resource")) return parameters.get("resource");  // RFC 8707
  return parameters.has("audience") ? parameters.get("audience") : settings_.audience;
}

contracts::http::Response Issuer::token(const Request& request, const Conduct& conduct) {
  const auto form = OAuthParameters::of_form(request);
  if (!form) return oauth_error("invalid_request", form.error().message);
  const auto client = authenticate(settings_, request, *form);
  if (!client) return client.error();
  const std::string& grant = form->get("grant_type");
  if (grant == "client_credentials") return by_client_credentials(*client, *form, conduct);
  if (grant == "authorization_code") return by_code(*client, *form, conduct);
  if (grant == "refresh_token") return by_refresh(*client, *form, conduct);
  if (grant == "password" && settings_.password_grant) return by_password(*client, *form, conduct);
  if (grant.empty()) return oauth_error("invalid_request", "grant_type is missing");
  return oauth_error("unsupported_grant_type", "there is no grant '" + grant + "' here");
}

contracts::http::Response Issuer::by_client_credentials(const AuthenticatedClient& client, const OAuthParameters& form,
                                                        const Conduct& conduct) {
  if (!client.authenticated) return oauth_error("unauthorized_client", "the client must authenticate for this grant");
  auto scopes = scopes_of(form.get("scope"));
  if (scopes.empty()) scopes = client.scopes;
  if (!client.scopes.empty() && !all_within(scopes, client.scopes)) {
    return oauth_error("invalid_scope", "the client may be granted " + scope_text(client.scopes));
  }
  Grant grant;
  grant.client = grant.subject = client.id;  // RFC 9068, section 2.2
  grant.scope = scope_text(scopes);
  grant.audience = audience_of(form);
  grant.family = maker_->opaque("family", grant);
  return tokens(std::move(grant), conduct, false);
}

contracts::http::Response Issuer::by_code(const AuthenticatedClient& client, const OAuthParameters& form,
                                          const Conduct& conduct) {
  if (!form.has("code")) return oauth_error("invalid_request", "code is missing");
  if (const auto held = grants_.find(form.get("code"), settings_.now()); held && held->redirect_uri.empty()) {
    return oauth_error("invalid_grant", "that is a refresh token, not a code");
  }
  auto grant = grants_.take(form.get("code"), settings_.now());
  if (!grant) return oauth_error("invalid_grant", "there is no such code, or it expired, or it was used");
  if (grant->client != client.id) return oauth_error("invalid_grant", "the code is another client's");
  if (grant->redirect_uri != form.get("redirect_uri")) {
    return oauth_error("invalid_grant", "redirect_uri is not the one that the code was asked with");
  }
  if (!proves(*grant, form.get("code_verifier"))) {
    return oauth_error("invalid_grant", "code_verifier does not prove the code's challenge");
  }
  return tokens(std::move(*grant), conduct, true);
}

contracts::http::Response Issuer::by_refresh(const AuthenticatedClient& client, const OAuthParameters& form,
                                             const Conduct& conduct) {
  const std::string& token = form.get("refresh_token");
  if (token.empty()) return oauth_error("invalid_request", "refresh_token is missing");
  const auto held = grants_.find(token, settings_.now());
  if (held && (held->client != client.id || !held->redirect_uri.empty())) {
    return oauth_error("invalid_grant", "the refresh token is not this client's");
  }
  const auto scopes = scopes_of(form.get("scope"));
  if (held && !all_within(scopes, scopes_of(held->scope))) {
    return oauth_error("invalid_scope", "more than was granted: " + held->scope);
  }
  auto grant = grants_.take(token, settings_.now());
  if (!grant) return oauth_error("invalid_grant", "there is no such refresh token, or it expired, or it was used");
  if (!scopes.empty()) grant->scope = scope_text(scopes);
  grant->nonce.clear();  // OpenID Connect Core, section 12.2
  return tokens(std::move(*grant), conduct, true);
}

contracts::http::Response Issuer::by_password(const AuthenticatedClient& client, const OAuthParameters& form,
                                              const Conduct& conduct) {
  const std::string &name = form.get("username"), &password = form.get("password");
  if (name.empty() || password.empty()) return oauth_error("invalid_request", "username and password are needed");
  const bool known = settings_.users.empty() ||
                     std::any_of(settings_.users.begin(), settings_.users.end(),
                                 [&](const OAuthUser& user) { return user.name == name && user.password == password; });
  if (!known) return oauth_error("invalid_grant", "the user's name or password is wrong");
  const auto scopes = scopes_of(form.get("scope"));
  if (!client.scopes.empty() && !all_within(scopes, client.scopes)) {
    return oauth_error("invalid_scope", "the client may be granted " + scope_text(client.scopes));
  }
  Grant grant;
  grant.client = client.id;
  grant.subject = name;
  grant.scope = scope_text(scopes);
  grant.audience = audience_of(form);
  grant.authorized = settings_.now();
  grant.family = maker_->opaque("family", grant);
  return tokens(std::move(grant), conduct, true);
}

contracts::http::Response Issuer::tokens(Grant grant, const Conduct& conduct, bool of_user) {
  const std::string issuer = url();
  const std::string access = maker_->access_token(issuer, grant, conduct.flaw);
  Object body{{"access_token", Value(access)},
              {"token_type", Value("Bearer")},
              {"expires_in", Value(static_cast<std::int64_t>(settings_.lifetime.count()))}};
  if (!grant.scope.empty()) body.emplace_back("scope", Value(grant.scope));
  if (of_user && has(scopes_of(grant.scope), "openid")) {
    body.emplace_back("id_token", Value(maker_->id_token(issuer, grant, access, conduct.flaw)));
  }
  if (of_user) {
    const std::string refresh = maker_->opaque("refresh", grant);
    grant.redirect_uri.clear();
    grant.challenge.clear();
    grant.challenge_method.clear();
    grant.expires = settings_.now() + kRefreshLifetime;
    grants_.keep(refresh, std::move(grant));
    body.emplace_back("refresh_token", Value(refresh));
  }
  return json_answer(200, Value(std::move(body)));
}

}  // namespace squall::harness
