#include "harness/issuer/client_authentication.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "contracts/core/base64.h"
#include "contracts/http/field_syntax.h"
#include "contracts/http/percent.h"

namespace squall::harness {
namespace {

using contracts::http::Response;

struct Presented {
  std::string id;
  std::optional<std::string> secret;
};

// Both are form-encoded before they are joined (RFC 6749, section 2.3.1).
std::optional<Presented> from_basic(std::string_view authorization) {
  const auto space = authorization.find(' ');
  if (space == std::string_view::npos ||
      !contracts::http::equal_ignoring_case(authorization.substr(0, space), "Basic")) {
    return std::nullopt;
  }
  const auto decoded = contracts::base64_decode(contracts::http::trimmed(authorization.substr(space)));
  const auto colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos) return std::nullopt;
  return Presented{contracts::http::percent_decode(decoded->substr(0, colon), true),
                   contracts::http::percent_decode(decoded->substr(colon + 1), true)};
}

tl::unexpected<Response> refuse(const std::string& code, const std::string& why) {
  return tl::unexpected<Response>(oauth_error(code, why));
}

}  // namespace

const OAuthClient* find_client(const IssuerSettings& settings, const std::string& id) {
  const auto found = std::find_if(settings.clients.begin(), settings.clients.end(),
                                  [&](const OAuthClient& client) { return client.id == id; });
  return found == settings.clients.end() ? nullptr : &*found;
}

tl::expected<AuthenticatedClient, Response> authenticate(const IssuerSettings& settings,
                                                         const contracts::http::Request& request,
                                                         const OAuthParameters& form) {
  Presented presented{form.get("client_id"), std::nullopt};
  if (form.has("client_secret")) presented.secret = form.get("client_secret");
  if (const std::string* authorization = request.headers.find("Authorization")) {
    const auto basic = from_basic(*authorization);
    if (!basic) return refuse("invalid_client", "Authorization is no Basic credentials of a client");
    if (presented.secret) return refuse("invalid_request", "the client authenticates in two ways at once");
    if (!presented.id.empty() && presented.id != basic->id) {
      return refuse("invalid_request", "client_id is another client than that of Authorization");
    }
    presented = *basic;
  }
  if (presented.id.empty()) return refuse("invalid_client", "no client is named");
  if (settings.clients.empty()) {
    return AuthenticatedClient{presented.id, presented.secret && !presented.secret->empty(), {}};
  }
  const OAuthClient* client = find_client(settings, presented.id);
  if (client == nullptr) return refuse("invalid_client", "there is no client '" + presented.id + "'");
  if (client->secret && presented.secret != client->secret) {
    return refuse("invalid_client", "the client's secret is " + std::string(presented.secret ? "wrong" : "missing"));
  }
  return AuthenticatedClient{client->id, client->secret.has_value(), client->scopes};
}

}  // namespace squall::harness
