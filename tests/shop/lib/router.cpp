#include "tests/shop/lib/router.h"

#include <optional>

namespace shop {

namespace {

std::string decode(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> segments;
  std::size_t start = 1;
  while (start <= path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    segments.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return segments;
}

bool is_parameter(const std::string& segment) {
  return segment.size() > 2 && segment.front() == '{';
}

using Params = std::map<std::string, std::string>;

std::optional<Params> match(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  Params params;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i])) {
      params[pattern[i].substr(1, pattern[i].size() - 2)] = decode(segments[i]);
    } else if (pattern[i] != decode(segments[i])) {
      return std::nullopt;
    }
  }
  return params;
}

bool is_json(const std::string& media_type) {
  std::string name = media_type.substr(0, media_type.find(';'));
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return strcasecmp(name.c_str(), "application/json") == 0;
}

}  // namespace

void Router::add(std::string method, std::string path, Handler handler, bool body) {
  const bool sends = method == "POST" || method == "PUT" || method == "PATCH";
  routes_.push_back(Route{std::move(method), split(path), std::move(handler), sends && body});
}

Response Router::route(Request request) const {
  const std::vector<std::string> segments = split(request.path);
  std::string allowed;
  for (const Route& route : routes_) {
    auto params = match(route.segments, segments);
    if (!params) continue;
    if (route.method != request.method) {
      allowed += (allowed.empty() ? "" : ", ") + route.method;
      continue;
    }
    request.params = std::move(*params);
    if (route.body) {
      if (!is_json(header(request.headers, "Content-Type"))) {
        return problem(415, "Unsupported media type", "the body must be application/json");
      }
      request.json = Json::parse(request.body, nullptr, false);
      if (request.json.is_discarded()) return problem(400, "Bad request", "the body is not JSON");
    }
    return route.handler(request);
  }
  if (allowed.empty()) return problem(404, "Not found", "there is nothing at " + decode(request.path));
  Response response = problem(405, "Method not allowed", request.method + " is not among " + allowed);
  set_header(response.headers, "Allow", allowed);
  return response;
}

}  // namespace shop
