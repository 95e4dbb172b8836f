#include "harness/stub/cors.h"

#include <algorithm>
#include <string>

#include "contracts/http/field_lines.h"
#include "contracts/http/field_syntax.h"

namespace squall::harness {
namespace {

using contracts::http::Request;
using contracts::http::Response;
using contracts::openapi::Operation;
using contracts::openapi::ParameterIn;

// Whether a browser has to send cookies for the request to be complete.
bool takes_cookies(const contracts::openapi::Contract& contract, const Operation& operation) {
  for (const auto& alternative : operation.security) {
    for (const auto& requirement : alternative) {
      const auto* scheme = contract.security_scheme(requirement.first);
      if (scheme != nullptr && scheme->type == "apiKey" && scheme->in == "cookie") return true;
    }
  }
  return std::any_of(operation.parameters.begin(), operation.parameters.end(),
                     [](const auto& parameter) { return parameter.in == ParameterIn::cookie; });
}

// A request in credentials mode must be answered with its own origin, even where there is no cookie yet; "*" is refused
// by the browser (Fetch, section 3.3.5). No header says the mode, so a browser, which says so of itself (Fetch
// Metadata, Sec-Fetch-Mode), gets the origin always.
std::string allowed_origin(const JudgedRequest& judged, bool with_cookies) {
  const auto& headers = judged.request().headers;
  const bool named = with_cookies || headers.contains("Cookie") || headers.contains("Sec-Fetch-Mode");
  return named ? std::string(headers.get("Origin")) : "*";
}

void add_absent(Response& response, const char* name, std::string value) {
  if (!response.headers.contains(name)) response.headers.add(name, std::move(value));
}

// What the answer varies by already stays (RFC 9110, section 12.5.5).
void vary_by_origin(Response& response) {
  const std::string known = contracts::http::combined(response.headers, "Vary");
  for (const std::string_view name : contracts::http::list_members(known)) {
    if (name == "*" || contracts::http::equal_ignoring_case(name, "Origin")) return;
  }
  response.headers.set("Vary", contracts::http::trimmed(known).empty() ? "Origin" : known + ", Origin");
}

}  // namespace

bool is_preflight(const Request& request) {
  return request.method == "OPTIONS" && request.headers.contains("Origin") &&
         request.headers.contains("Access-Control-Request-Method");
}

Response preflight_answer(const JudgedRequest& judged) {
  const Request& request = judged.request();
  const auto& operations = judged.contract.operations;
  const bool cookies = std::any_of(operations.begin(), operations.end(), [&](const Operation& operation) {
    return takes_cookies(judged.contract, operation);
  });
  const std::string_view headers = request.headers.get("Access-Control-Request-Headers");
  Response response;
  response.status = 204;
  response.reason = "No Content";
  response.headers.add("Vary", "Origin");
  response.headers.add("Access-Control-Allow-Origin", allowed_origin(judged, cookies));
  response.headers.add("Access-Control-Allow-Headers", headers.empty() ? "*" : std::string(headers));
  response.headers.add("Access-Control-Allow-Credentials", "true");
  response.headers.add("Access-Control-Allow-Methods",
                       std::string(request.headers.get("Access-Control-Request-Method")));
  return response;
}

void allow_origin(const JudgedRequest& judged, Response& response) {
  if (!judged.request().headers.contains("Origin")) return;
  const bool cookies = judged.operation() != nullptr && takes_cookies(judged.contract, *judged.operation());
  const std::string origin = allowed_origin(judged, cookies);
  add_absent(response, "Access-Control-Allow-Origin", origin);
  if (origin != "*") vary_by_origin(response);
  add_absent(response, "Access-Control-Allow-Credentials", "true");
  // "*" means no header at all to a request with credentials, so they are named.
  std::string exposed;
  for (const auto& header : response.headers) {
    if (header.name.rfind("Access-Control-", 0) != 0) exposed += (exposed.empty() ? "" : ", ") + header.name;
  }
  add_absent(response, "Access-Control-Expose-Headers", origin == "*" || exposed.empty() ? "*" : exposed);
}

}  // namespace squall::harness
