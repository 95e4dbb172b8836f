#include "harness/check/secret_places.h"

#include <algorithm>
#include <cctype>

#include "contracts/http/percent.h"

namespace squall::harness {
namespace {

using contracts::http::equal_ignoring_case;

// As they are found in names without their separators.
constexpr std::array<std::string_view, 8> kCalled = {"password", "passwd",     "passphrase", "secret",
                                                     "apikey",   "privatekey", "credential", "cvv"};
constexpr std::array<std::string_view, 8> kTokens = {"token", "accesstoken", "refreshtoken", "idtoken",
                                                     "jwt",   "authtoken",   "sessiontoken", "bearertoken"};

}  // namespace

void SecretPlaces::add(const contracts::openapi::Contract& contract) {
  for (const auto& scheme : contract.security_schemes) {
    if (scheme.type != "apiKey") continue;
    if (scheme.in == "header") headers_.push_back(scheme.parameter);
    if (scheme.in == "query") queries_.push_back(scheme.parameter);
  }
}

bool SecretPlaces::is_header(std::string_view name) const {
  const auto same = [&](std::string_view other) { return equal_ignoring_case(name, other); };
  return std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(), same) ||
         std::any_of(headers_.begin(), headers_.end(), same);
}

bool SecretPlaces::is_query(std::string_view decoded_name) const {
  return std::find(queries_.begin(), queries_.end(), decoded_name) != queries_.end();
}

bool is_called_a_secret(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return std::find(kTokens.begin(), kTokens.end(), plain) != kTokens.end() ||
         std::any_of(kCalled.begin(), kCalled.end(),
                     [&](std::string_view word) { return plain.find(word) != std::string::npos; });
}

void SecretValues::add(const std::string& value) {
  if (!value.empty()) values_.emplace(value, kHidden);
}

void SecretValues::add_headers(const contracts::http::Headers& headers) {
  for (const auto& header : headers) {
    if (!places_.is_header(header.name)) continue;
    add(header.value);
    if (equal_ignoring_case(header.name, "cookie")) add_pairs(header.value, ';');
    // "Bearer abc": the token also without its scheme.
    const std::size_t space = header.value.find(' ');
    if (space != std::string::npos && header.value.find('=') == std::string::npos) add(header.value.substr(space + 1));
  }
}

void SecretValues::add_query(std::string_view query) {
  add_pairs(query, '&');
}

// Cookies: the values of all; a query: those of declared API keys.
void SecretValues::add_pairs(std::string_view text, char separator) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    const std::string_view pair = text.substr(at, end - at);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos &&
        (separator == ';' || places_.is_query(contracts::http::percent_decode(pair.substr(0, equals), true)))) {
      add(std::string(pair.substr(equals + 1)));
      add(contracts::http::percent_decode(pair.substr(equals + 1), true));
    }
    at = end + 1;
  }
}

}  // namespace squall::harness
