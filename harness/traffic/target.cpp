#include "harness/traffic/target.h"

#include <algorithm>

namespace squall::harness {
namespace {

constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

}  // namespace

BaseUrl split_base_url(std::string_view url) {
  BaseUrl parts;
  const auto scheme = url.find("://");
  const auto host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const auto path = std::min(url.find_first_of("/?#", host), url.size());
  parts.origin = std::string(url.substr(0, path));
  parts.authority = std::string(url.substr(host, path - host));
  if (const auto user = parts.authority.rfind('@'); user != std::string::npos) parts.authority.erase(0, user + 1);
  parts.path = std::string(url.substr(path, url.find_first_of("?#", path) - path));
  while (!parts.path.empty() && parts.path.back() == '/') parts.path.pop_back();
  return parts;
}

std::string why_unsendable(const contracts::http::Request& request) {
  if (!is_token(request.method)) return "method '" + request.method + "' is no token";
  if (request.method == "HEAD" && !request.body.empty()) return "a HEAD request has no body (RFC 9110, section 9.3.2)";
  if (request.target.empty()) return "the request target is empty";
  for (const char c : request.target) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) {
      return "the request target '" + request.target + "' holds white space or a control character; percent-encode it";
    }
  }
  for (const auto& header : request.headers) {
    if (!is_token(header.name)) return "header name '" + header.name + "' is no token";
    if (header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      return "the value of header " + header.name + " holds a line break";
    }
  }
  return {};
}

}  // namespace squall::harness
