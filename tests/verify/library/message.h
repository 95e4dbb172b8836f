#pragma once
// Requests as the library's operations see them; the answers are the sample services' own.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/shop/lib/message.h"
#include "tests/verify/library/rules.h"

namespace library {

using shop::Headers;
using shop::Response;

struct Part {  // of a multipart/form-data body
  std::string name;
  std::string media_type;
  std::string content;
};

struct Request {
  std::string method;
  std::string path;                                        // as sent, without the query
  std::map<std::string, std::string> params;               // path parameters, decoded
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  Headers headers;
  std::string body;
  std::vector<Part> parts;
  Json json;  // the body of operations that take JSON
};

Response answer(int status, const Json& body, Headers headers = {});
Response problem(int status, const std::string& title, const std::string& detail, const std::string& pointer = {});
Response bad_request(const Mistake& mistake);
Response not_found(const std::string& what);
Response crash(const std::string& why);  // 500, as a bug gives it
Response nothing(Headers headers = {});  // 204

std::string percent_decoded(const std::string& text, bool plus_is_space);
std::vector<std::pair<std::string, std::string>> form_fields(const std::string& text);
// "application/json" of "Application/JSON; charset=utf-8".
std::string media_type_of(const std::string& content_type);

}  // namespace library
