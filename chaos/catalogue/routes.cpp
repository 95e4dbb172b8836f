#include "chaos/catalogue/routes.h"

#include <algorithm>

namespace squall::chaos::catalogue {

http::Reply text(int status, std::string message) {
  http::Reply reply;
  reply.response.status = status;
  reply.response.headers.set("Content-Type", "text/plain; charset=utf-8");
  reply.response.body = std::move(message);
  return reply;
}

http::Reply json(const contracts::Value& value) {
  http::Reply reply;
  reply.response.status = 200;
  reply.response.headers.set("Content-Type", "application/json");
  reply.response.body = contracts::to_json(value);
  return reply;
}

std::string in_lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return text;
}

bool tells_of(std::string_view path, std::string_view name, std::span<const std::string_view> lists,
              std::span<const std::string_view> ones) {
  if (std::find(lists.begin(), lists.end(), path) != lists.end()) return true;
  return std::any_of(ones.begin(), ones.end(), [&](std::string_view pattern) {
    const auto places = http::names_in_path(pattern, path);
    return places && in_lower_case(places->front()) == name;
  });
}

}  // namespace squall::chaos::catalogue
