#include "tests/shop/lib/message.h"

#include <strings.h>

#include <algorithm>

namespace shop {

namespace {

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

const std::string* find_header(const Headers& headers, std::string_view name) {
  for (const auto& entry : headers) {
    if (same_name(entry.first, name)) return &entry.second;
  }
  return nullptr;
}

std::string header(const Headers& headers, std::string_view name) {
  const std::string* value = find_header(headers, name);
  return value == nullptr ? std::string() : *value;
}

void set_header(Headers& headers, std::string_view name, std::string value) {
  remove_header(headers, name);
  headers.emplace_back(std::string(name), std::move(value));
}

void remove_header(Headers& headers, std::string_view name) {
  std::erase_if(headers, [&](const auto& entry) { return same_name(entry.first, name); });
}

Response json_response(int status, const Json& body, Headers headers) {
  Response response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

Response problem(int status, std::string_view title, std::string_view detail, std::string_view pointer) {
  Json body = {{"type", "about:blank"}, {"title", title}, {"status", status}, {"detail", detail}};
  if (!pointer.empty()) body["pointer"] = pointer;
  Response response = json_response(status, body);
  response.media_type = "application/problem+json";
  return response;
}

Response unavailable(std::string_view detail, int retry_after) {
  Response response = problem(503, "Service unavailable", detail);
  set_header(response.headers, "Retry-After", std::to_string(retry_after));
  return response;
}

}  // namespace shop
