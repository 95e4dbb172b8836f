#include "contracts/match/security_presence.h"

#include <optional>

#include "contracts/core/base64.h"
#include "contracts/http/field_syntax.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {
namespace {

bool has_api_key(const openapi::SecurityScheme& scheme, const http::Request& request) {
  if (scheme.in == "header") return !http::trimmed(request.headers.get(scheme.parameter)).empty();
  if (scheme.in == "query") {
    for (const QueryPair& pair : query_pairs(http::query_of(request.target))) {
      if (pair.name == scheme.parameter && !pair.raw.empty()) return true;
    }
    return false;
  }
  for (const std::string_view line : request.headers.all("Cookie")) {
    for (const std::string& part : split(line, ';')) {
      const auto begin = part.find_first_not_of(' ');
      if (begin == std::string::npos) continue;
      const auto equals = part.find('=', begin);
      const bool named = equals != std::string::npos && part.substr(begin, equals - begin) == scheme.parameter;
      if (named && equals + 1 < part.size()) return true;
    }
  }
  return false;
}

struct Authorization {
  std::string_view scheme;
  std::string_view credentials;
  bool is(std::string_view other) const { return http::equal_ignoring_case(scheme, other); }
};

std::optional<Authorization> authorization_of(const http::Request& request) {
  const std::string* value = request.headers.find("Authorization");
  if (value == nullptr) return std::nullopt;
  const std::string_view text = *value;
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return Authorization{text, {}};
  return Authorization{text.substr(0, space), http::trimmed(text.substr(space))};
}

// RFC 7617, section 2: the Base64 of user-id ":" password. Padding is left out by some.
bool is_user_and_password(std::string_view credentials) {
  std::string padded(credentials);
  while (padded.size() % 4 != 0) padded += '=';
  const auto decoded = base64_decode(padded);
  return decoded && decoded->find(':') != std::string::npos;
}

bool has_authorization(std::string_view scheme, const http::Request& request) {
  const auto found = authorization_of(request);
  if (!found || !found->is(scheme) || found->credentials.empty()) return false;
  return !found->is("Basic") || is_user_and_password(found->credentials);
}

// Which scheme carries an access token is the server's choice (RFC 6749, section 7.1), but these carry something else.
bool has_access_token(const http::Request& request) {
  const auto found = authorization_of(request);
  if (!found || found->is("Basic") || found->is("Digest")) return false;
  return !found->is("Bearer") || !found->credentials.empty();
}

std::string describe(const openapi::SecurityScheme& scheme) {
  if (scheme.type == "apiKey") return scheme.in + " " + scheme.parameter;
  if (scheme.type == "http") return "header Authorization: " + scheme.scheme;
  return "header Authorization";
}

}  // namespace

bool carries(const openapi::SecurityScheme& scheme, const http::Request& request) {
  if (scheme.type == "apiKey") return has_api_key(scheme, request);
  if (scheme.type == "http") return has_authorization(scheme.scheme, request);
  if (scheme.type == "oauth2" || scheme.type == "openIdConnect") return has_access_token(request);
  return true;
}

bool needs_credentials(const openapi::Operation& operation) {
  for (const auto& alternative : operation.security) {
    if (alternative.empty()) return false;
  }
  return !operation.security.empty();
}

std::string missing_credentials(const openapi::Contract& contract, const openapi::Operation& operation,
                                const http::Request& request) {
  if (!needs_credentials(operation)) return {};
  std::string missing;
  for (const auto& alternative : operation.security) {
    std::string lacking;
    for (const auto& requirement : alternative) {
      const openapi::SecurityScheme* scheme = contract.security_scheme(requirement.first);
      if (scheme == nullptr || carries(*scheme, request)) continue;
      lacking += (lacking.empty() ? "" : " and ") + describe(*scheme);
    }
    if (lacking.empty()) return {};
    missing += (missing.empty() ? "" : ", or ") + lacking;
  }
  return missing;
}

}  // namespace squall::contracts::match
