// The authorization endpoint: the code flow (RFC 6749, section 4.1) with PKCE (RFC 7636).

#include <algorithm>
#include <optional>

#include "harness/issuer/issuer.h"
#include "harness/issuer/scopes.h"

namespace squall::harness {
namespace {

using contracts::Object;
using contracts::Value;

constexpr std::int64_t kCodeLifetime = 60;  // seconds

// An absolute URI without a fragment (RFC 6749, section 3.1.2) that is fit for a header field.
bool can_be_redirected_to(const std::string& uri) {
  const auto colon = uri.find(':');
  const bool visible = std::all_of(uri.begin(), uri.end(), [](char c) { return c > ' ' && c <= '~'; });
  return visible && colon != std::string::npos && colon > 0 && colon + 1 < uri.size() &&
         uri.find('#') == std::string::npos && uri.compare(0, 11, "javascript:") != 0;
}

// RFC 7636, sections 4.1 and 4.2: 43 to 128 unreserved characters.
bool is_challenge(const std::string& text) {
  return text.size() >= 43 && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
                  c == '_' || c == '~';
         });
}

// Told to the user, for want of anywhere to redirect to (RFC 6749, section 4.1.2.1).
contracts::http::Response told(const std::string& why) {
  return json_answer(400, Value(Object{{"error", Value("invalid_request")}, {"error_description", Value(why)}}));
}

struct Refusal {
  const char* code;
  std::string why;
};

std::optional<Refusal> refusal_of(const OAuthParameters& asked, const OAuthClient* client) {
  if (asked.get("response_type") != "code") {
    return Refusal{"unsupported_response_type", "response_type must be code"};
  }
  const std::string &challenge = asked.get("code_challenge"), &method = asked.get("code_challenge_method");
  if (challenge.empty() && !method.empty()) return Refusal{"invalid_request", "code_challenge is missing"};
  if (!challenge.empty() && !is_challenge(challenge)) {
    return Refusal{"invalid_request", "code_challenge must be 43 to 128 unreserved characters"};
  }
  if (!method.empty() && method != "S256" && method != "plain") {
    return Refusal{"invalid_request", "code_challenge_method must be S256 or plain"};
  }
  if (client != nullptr && !client->secret && challenge.empty()) {
    return Refusal{"invalid_request", "a public client needs code_challenge (PKCE)"};
  }
  if (client != nullptr && !client->scopes.empty() && !all_within(scopes_of(asked.get("scope")), client->scopes)) {
    return Refusal{"invalid_scope", "the client may not be granted all of that scope"};
  }
  return std::nullopt;
}

}  // namespace

contracts::http::Response Issuer::authorize(const Request& request, const Conduct& conduct) {
  const auto asked = request.method == "POST" ? OAuthParameters::of_form(request)
                                              : OAuthParameters::of_query(contracts::http::query_of(request.target));
  if (!asked) return told(asked.error().message);
  const std::string &id = asked->get("client_id"), &uri = asked->get("redirect_uri");
  const OAuthClient* client = find_client(settings_, id);
  if (id.empty() || (client == nullptr && !settings_.clients.empty())) return told("there is no client '" + id + "'");
  if (!can_be_redirected_to(uri)) return told("redirect_uri must be an absolute URI without a fragment");
  std::optional<Refusal> refusal = refusal_of(*asked, client);
  if (!conduct.error.empty()) refusal = Refusal{conduct.error.c_str(), "the issuer was told to answer so"};
  if (refusal) {
    return redirect_to(uri, *asked, {{"error", refusal->code}, {"error_description", refusal->why}, {"iss", url()}});
  }
  Grant grant;
  grant.client = id;
  grant.subject = asked->has("login_hint") ? asked->get("login_hint")
                                           : (settings_.users.empty() ? "user" : settings_.users.front().name);
  grant.scope = scope_text(scopes_of(asked->get("scope")));
  grant.audience = audience_of(*asked);
  grant.nonce = asked->get("nonce");
  grant.authorized = settings_.now();
  grant.redirect_uri = uri;
  grant.challenge = asked->get("code_challenge");
  grant.challenge_method = asked->get("code_challenge_method");
  grant.expires = grant.authorized + kCodeLifetime;
  grant.family = maker_->opaque("family", grant);
  const std::string code = maker_->opaque("code", grant);
  grants_.keep(code, std::move(grant));
  return redirect_to(uri, *asked, {{"code", code}, {"iss", url()}});
}

}  // namespace squall::harness
