#include "tests/verify/library/router.h"

#include <algorithm>
#include <optional>

#include "tests/verify/library/bugs.h"

namespace library {

namespace {

using Params = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> pieces;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(at, start), text.size());
    pieces.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return pieces;
}

std::optional<Params> match(const std::string& pattern, const std::string& path) {
  const auto wanted = split(pattern, '/'), found = split(path, '/');
  if (wanted.size() != found.size()) return std::nullopt;
  Params params;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string segment = percent_decoded(found[i], false);
    if (wanted[i].starts_with('{')) {
      params[wanted[i].substr(1, wanted[i].size() - 2)] = segment;
    } else if (wanted[i] != segment) {
      return std::nullopt;
    }
  }
  return params;
}

bool is_reader(const Request& request) {
  const std::string value = shop::header(request.headers, "Authorization");
  if (planted("any-token") && request.method == "GET") return value.starts_with("Bearer ");
  return value == "Bearer reader-token";
}

bool is_staff(const Request& request) {
  const std::string* key = shop::find_header(request.headers, "X-Api-Key");
  if (planted("any-key")) return key != nullptr;
  return key != nullptr && *key == "staff-key";
}

bool may(const Operation& operation, const Request& request) {
  if (planted("delete-without-token") && operation.method == "DELETE" && operation.path == "/members/{member_id}")
    return true;
  switch (operation.security) {
    case Security::open:
      return true;
    case Security::reader:
      return is_reader(request);
    case Security::staff:
      return is_staff(request);
    default:
      return is_reader(request) || is_staff(request);
  }
}

Response unauthorized() {
  Response response = problem(401, "Unauthorized", "credentials are missing or wrong");
  if (!planted("no-challenge")) shop::set_header(response.headers, "WWW-Authenticate", "Bearer realm=\"library\"");
  return response;
}

bool offers(const Operation& operation, const std::string& accept) {
  return operation.gives.empty() || std::any_of(operation.gives.begin(), operation.gives.end(),
                                                [&](const auto& type) { return acceptable(accept, type); });
}

// The body of an operation that takes one: read, or the answer that refuses it.
std::optional<Response> read_body(const Operation& operation, Request& request) {
  const std::string* type = shop::find_header(request.headers, "Content-Type");
  if (request.body.empty() && request.parts.empty() && type == nullptr) {
    if (planted("missing-body-500") && request.method == "PUT") return crash("body is null");
    return problem(400, "Bad request", "a body is required");
  }
  const std::string name = type == nullptr ? std::string() : media_type_of(*type);
  const bool known = std::find(operation.takes.begin(), operation.takes.end(), name) != operation.takes.end();
  const bool lax = planted("content-type-ignored") && operation.path == "/books";
  if (!known && !lax) return problem(415, "Unsupported media type", "the body must be " + operation.takes.front());
  if (!name.ends_with("json") && !lax) return std::nullopt;
  request.json = Json::parse(request.body, nullptr, false);
  if (!request.json.is_discarded()) return std::nullopt;
  if (planted("malformed-json-500") && operation.path == "/loans") return crash("unexpected end of input");
  return problem(400, "Bad request", "the body is not JSON");
}

}  // namespace

bool acceptable(const std::string& accept, const std::string& media_type) {
  if (accept.empty()) return true;
  double quality = 0;
  std::size_t closest = 0;  // 1: */*, 2: type/*, 3: the type itself
  for (const std::string& range : split(accept, ',')) {
    const std::string name = media_type_of(range);
    const std::string group = media_type.substr(0, media_type.find('/')) + "/*";
    const std::size_t close = name == media_type ? 3 : name == group ? 2 : name == "*/*" ? 1 : 0;
    if (close <= closest) continue;
    closest = close;
    const auto weight = range.find("q=");
    quality = weight == std::string::npos ? 1 : std::strtod(range.c_str() + weight + 2, nullptr);
  }
  return quality > 0;
}

void Router::add(Operation operation) {
  operations_.push_back(std::move(operation));
}

Response Router::route(Request request) const {
  std::vector<std::string> allowed;
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  for (const Operation& operation : operations_) {
    auto params = match(operation.path, request.path);
    if (!params) continue;
    allowed.push_back(operation.method);
    if (operation.method == "GET") allowed.push_back("HEAD");
    if (operation.method != method) continue;
    request.params = std::move(*params);
    if (planted("token-malformed-500") && shop::header(request.headers, "Authorization") == "Bearer")
      return crash("index out of range");
    if (!may(operation, request)) return unauthorized();
    const bool lax = planted("accept-ignored") && operation.path == "/statistics/{year}";
    if (!lax && !offers(operation, shop::header(request.headers, "Accept"))) {
      return problem(406, "Not acceptable", "the answer is " + operation.gives.front());
    }
    if (!operation.takes.empty()) {
      if (auto refused = read_body(operation, request)) return *refused;
    }
    return operation.handler(request);
  }
  if (allowed.empty()) return problem(404, "Not found", "there is nothing of that path");
  if (planted("wrong-method-500") && request.path == "/loans") return crash("no handler");
  std::string list;
  for (const std::string& each : allowed) list += each + ", ";
  list += "OPTIONS";
  if (request.method == "OPTIONS") return planted("options-500") ? crash("no route") : nothing({{"Allow", list}});
  Response response = problem(405, "Method not allowed", request.method + " is not among " + list);
  if (!planted("wrong-method-without-allow")) shop::set_header(response.headers, "Allow", list);
  return response;
}

}  // namespace library
