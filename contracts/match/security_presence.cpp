#include "contracts/match/security_presence.h"

#include "contracts/match/wire_text.h"

namespace squall::contracts::match {
namespace {

bool has_api_key(const openapi::SecurityScheme& scheme, const http::Request& request) {
  if (scheme.in == "header") return request.headers.contains(scheme.parameter);
  if (scheme.in == "query") {
    for (const QueryPair& pair : query_pairs(http::query_of(request.target))) {
      if (pair.name == scheme.parameter) return true;
    }
    return false;
  }
  for (const std::string_view line : request.headers.all("Cookie")) {
    for (const std::string& part : split(line, ';')) {
      const auto begin = part.find_first_not_of(' ');
      if (begin == std::string::npos) continue;
      const auto equals = part.find('=', begin);
      if (equals != std::string::npos && part.substr(begin, equals - begin) == scheme.parameter) return true;
    }
  }
  return false;
}

bool has_authorization(std::string_view scheme, const http::Request& request) {
  const std::string* value = request.headers.find("Authorization");
  if (value == nullptr) return false;
  const auto space = value->find(' ');
  return http::equal_ignoring_case(std::string_view(*value).substr(0, space), scheme);
}

bool satisfied(const openapi::SecurityScheme& scheme, const http::Request& request) {
  if (scheme.type == "apiKey") return has_api_key(scheme, request);
  if (scheme.type == "http") return has_authorization(scheme.scheme, request);
  if (scheme.type == "oauth2" || scheme.type == "openIdConnect") return request.headers.contains("Authorization");
  return true;  // mutual TLS: not visible in the message
}

std::string describe(const openapi::SecurityScheme& scheme) {
  if (scheme.type == "apiKey") return scheme.in + " " + scheme.parameter;
  if (scheme.type == "http") return "header Authorization: " + scheme.scheme;
  return "header Authorization";
}

}  // namespace

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
      if (scheme == nullptr || satisfied(*scheme, request)) continue;
      lacking += (lacking.empty() ? "" : " and ") + describe(*scheme);
    }
    if (lacking.empty()) return {};
    missing += (missing.empty() ? "" : ", or ") + lacking;
  }
  return missing;
}

}  // namespace squall::contracts::match
