#include "tests/verify/library/message.h"

#include <algorithm>
#include <cctype>

#include "tests/verify/library/bugs.h"

namespace library {

Response answer(int status, const Json& body, Headers headers) {
  return shop::json_response(status, body, std::move(headers));
}

Response problem(int status, const std::string& title, const std::string& detail, const std::string& pointer) {
  if (planted("not-found-as-page") && status == 404) {
    Response page;
    page.status = 404;
    page.media_type = "text/html";
    page.body = "<h1>Not found</h1>";
    return page;
  }
  if (planted("conflict-without-title") && status == 409) {
    Response bare = answer(409, {{"type", "about:blank"}, {"error", detail}});
    bare.media_type = "application/problem+json";
    return bare;
  }
  return shop::problem(status, title, detail, pointer);
}

Response bad_request(const Mistake& mistake) {
  return problem(400, "Bad request", mistake.pointer + " " + mistake.message, mistake.pointer);
}

Response not_found(const std::string& what) {
  return problem(404, "Not found", "there is no " + what);
}

Response crash(const std::string& why) {
  Response response;
  response.status = 500;
  response.media_type = "text/plain";
  response.body = "internal error: " + why + "\n  at library.cpp\n";
  return response;
}

Response nothing(Headers headers) {
  Response response;
  response.status = 204;
  response.headers = std::move(headers);
  return response;
}

std::string percent_decoded(const std::string& text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
                        std::isxdigit(static_cast<unsigned char>(text[i + 2]));
    if (escape) {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> form_fields(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('&', start), text.size());
    const std::string field = text.substr(start, end - start);
    const std::size_t equals = std::min(field.find('='), field.size());
    const std::string value = equals < field.size() ? field.substr(equals + 1) : std::string();
    if (!field.empty())
      fields.emplace_back(percent_decoded(field.substr(0, equals), true), percent_decoded(value, true));
    start = end + 1;
  }
  return fields;
}

std::string media_type_of(const std::string& content_type) {
  std::string name = content_type.substr(0, content_type.find(';'));
  name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

}  // namespace library
