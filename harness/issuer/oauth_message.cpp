#include "harness/issuer/oauth_message.h"

#include <algorithm>

#include "contracts/http/field_syntax.h"
#include "contracts/http/media_type.h"
#include "contracts/http/percent.h"
#include "contracts/match/wire_text.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Object;
using contracts::Value;
using contracts::http::Response;

// Both error codes and descriptions are of %x20-21 / %x23-5B / %x5D-7E.
std::string quotable(std::string_view text) {
  std::string plain(text);
  for (char& c : plain) {
    if (c == '"' || c == '\\') c = '\'';
    if (c < ' ' || c > '~') c = '?';
  }
  return plain;
}

}  // namespace

contracts::Result<OAuthParameters> OAuthParameters::of_query(std::string_view query) {
  OAuthParameters parameters;
  for (const auto& pair : contracts::match::query_pairs(query)) {
    if (parameters.has(pair.name) && pair.name != "resource") {
      return fail(ErrorKind::malformed, "the parameter '" + pair.name + "' stands there twice");
    }
    parameters.values_.emplace_back(pair.name, contracts::match::decode_query(pair.raw));
  }
  return parameters;
}

contracts::Result<OAuthParameters> OAuthParameters::of_form(const contracts::http::Request& request) {
  const auto type = contracts::http::parse_media_type(request.headers.get("Content-Type"));
  if (!type || type->type != "application" || type->subtype != "x-www-form-urlencoded") {
    return fail(ErrorKind::malformed, "the body must be application/x-www-form-urlencoded");
  }
  return of_query(request.body);
}

const std::string& OAuthParameters::get(std::string_view name) const {
  static const std::string none;
  const auto found = std::find_if(values_.begin(), values_.end(), [&](const auto& one) { return one.first == name; });
  return found == values_.end() ? none : found->second;
}

Response json_answer(int status, const Value& body) {
  Response response;
  response.status = status;
  response.reason = std::string(contracts::http::reason_phrase(status));
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Cache-Control", "no-store");
  response.body = contracts::to_json(body);
  return response;
}

Response oauth_error(const std::string& code, const std::string& description) {
  Object body{{"error", Value(quotable(code))}};
  if (!description.empty()) body.emplace_back("error_description", Value(quotable(description)));
  Response response = json_answer(code == "invalid_client" ? 401 : 400, Value(std::move(body)));
  if (response.status == 401) response.headers.add("WWW-Authenticate", "Basic realm=\"*\"");
  return response;
}

Response redirect_to(const std::string& uri, const OAuthParameters& request,
                     const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string location = uri;
  char separator = uri.find('?') == std::string::npos ? '?' : '&';
  const auto add = [&](const std::string& name, const std::string& value) {
    location += separator + name + "=" + contracts::http::percent_encode(value);
    separator = '&';
  };
  for (const auto& [name, value] : parameters) add(name, value);
  if (request.has("state")) add("state", request.get("state"));
  Response response;
  response.status = 302;
  response.reason = "Found";
  response.headers.add("Location", location);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

std::string bearer_token(const contracts::http::Request& request) {
  const std::string_view text = request.headers.get("Authorization");
  const auto space = text.find(' ');
  if (space == std::string_view::npos || !contracts::http::equal_ignoring_case(text.substr(0, space), "Bearer")) {
    return "";
  }
  return std::string(contracts::http::trimmed(text.substr(space)));
}

std::string bearer_challenge(std::string_view error, std::string_view description, std::string_view scope) {
  std::string challenge = "Bearer realm=\"*\"";
  const auto add = [&challenge](const char* name, std::string_view value) {
    if (!value.empty()) challenge += std::string(", ") + name + "=\"" + quotable(value) + "\"";
  };
  add("error", error);
  add("error_description", description);
  add("scope", scope);
  return challenge;
}

}  // namespace squall::harness
