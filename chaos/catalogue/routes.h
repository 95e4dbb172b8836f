#pragma once
// What the catalogues have in common: finding who answers a request, and answers of text and JSON.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/http/handler.h"
#include "chaos/http/page.h"
#include "chaos/http/path_pattern.h"
#include "chaos/names/register.h"
#include "contracts/core/value.h"

namespace squall::chaos::catalogue {

struct Call {
  const contracts::http::Request& request;
  const names::Register& all;
  names::Moment now;
  std::vector<std::string> path = {};  // what stands at the places of the route's path
};

template <class Owner>
struct Route {
  std::string_view method, path;  // "/v1/health/service/{name}"
  http::Reply (*handle)(Owner& owner, const Call& call);
};

http::Reply text(int status, std::string message);
http::Reply json(const contracts::Value& value);
std::string in_lower_case(std::string text);  // ASCII

// Would the answer at this path tell where the name leads? `lists`: paths of answers about all names; `ones`: patterns
// of those about one, which is the first that they name.
bool tells_of(std::string_view path, std::string_view name, std::span<const std::string_view> lists,
              std::span<const std::string_view> ones);

// 403 for web pages, 404 for paths that no route has, 405 for methods that those of the path have not.
template <class Owner>
http::Reply answer_by(std::span<const Route<Owner>> routes, Owner& owner, std::string_view path, Call call) {
  if (http::sent_by_a_page(call.request.headers)) return text(403, "not for web pages");
  std::string allow;
  for (const auto& route : routes) {
    auto places = http::names_in_path(route.path, path);
    if (!places) continue;
    if (route.method == call.request.method) {
      call.path = std::move(*places);
      return route.handle(owner, call);
    }
    allow += (allow.empty() ? "" : ", ") + std::string(route.method);
  }
  if (allow.empty()) return text(404, "there is nothing at this path");
  auto reply = text(405, "method " + call.request.method + " not allowed");
  reply.response.headers.set("Allow", allow);
  return reply;
}

}  // namespace squall::chaos::catalogue
