#pragma once
// Requests and responses as the sample services see them; lib/server.cpp turns them into HTTP.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/shop/lib/json.h"

namespace shop {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first value of a header, null when absent; names compare without case.
const std::string* find_header(const Headers& headers, std::string_view name);
std::string header(const Headers& headers, std::string_view name);  // "" when absent
void set_header(Headers& headers, std::string_view name, std::string value);
void remove_header(Headers& headers, std::string_view name);

struct Request {
  std::string method;
  std::string path;                               // as sent, without the query
  std::map<std::string, std::string> params;      // path parameters, decoded
  std::multimap<std::string, std::string> query;  // decoded
  Headers headers;
  std::string body;
  Json json;  // the parsed body of POST, PUT and PATCH
};

struct Response {
  int status = 200;
  Headers headers;
  std::string media_type = "application/json";
  std::string body;
};

Response json_response(int status, const Json& body, Headers headers = {});
// RFC 7807: application/problem+json. `pointer` names the place in the request, when there is one.
Response problem(int status, std::string_view title, std::string_view detail, std::string_view pointer = {});
// 503 with Retry-After in seconds.
Response unavailable(std::string_view detail, int retry_after = 1);

}  // namespace shop
