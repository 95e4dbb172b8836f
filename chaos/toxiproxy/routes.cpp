#include "chaos/toxiproxy/routes.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "chaos/http/path_pattern.h"
#include "chaos/toxiproxy/fields.h"
#include "chaos/toxiproxy/toxic_json.h"
#include "contracts/http/percent.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;

// What clients that ask for the version compare with: the release of Toxiproxy whose API this is.
constexpr const char* kToxiproxyVersion = "2.12.0";

struct Call {
  const Api& api;
  const ApiRequest& request;
  std::string proxy, toxic;  // of the path, decoded
};

ApiResponse json(int status, const Value& value) {
  return {status, "application/json", contracts::to_json(value), ""};
}

ApiResponse plain(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), ""};
}

Value to_value(const ApiError& error) {
  Value value{contracts::Object{}};
  value.set("error", error.message);
  value.set("status", error.status);
  return value;
}

ApiResponse refused(const ApiError& error) {
  return json(error.status, to_value(error));
}

template <class T>
ApiResponse told(int status, const Outcome<T>& outcome) {
  return outcome ? json(status, to_value(*outcome)) : refused(outcome.error());
}

ApiResponse done(const Outcome<void>& outcome) {
  return outcome ? ApiResponse{204, "", "", ""} : refused(outcome.error());
}

Value array_of(const std::vector<Proxy>& proxies) {
  contracts::Array items;
  for (const auto& proxy : proxies) items.push_back(to_value(proxy));
  return Value(std::move(items));
}

ApiResponse list_proxies(const Call& call) {
  Value proxies{contracts::Object{}};
  for (const auto& proxy : call.api.proxies.all()) proxies.set(proxy.name, to_value(proxy));
  return json(200, proxies);
}

ApiResponse create_proxy(const Call& call) {
  return told(201, parse_object(call.request.body)
                       .and_then([](const Value& body) { return read_proxy(body); })
                       .and_then([&](const Proxy& proxy) { return call.api.proxies.create(proxy); }));
}

ApiResponse populate(const Call& call) {
  const auto wanted = parse_body(call.request.body).and_then([](const Value& body) {
    return body.is_null() ? Outcome<std::vector<Proxy>>() : read_proxies(body);
  });
  const auto populated = wanted ? call.api.proxies.populate(*wanted) : Proxies::Populated{{}, wanted.error()};
  Value body = populated.error ? to_value(*populated.error) : Value(contracts::Object{});
  body.set("proxies", array_of(populated.proxies));
  return json(populated.error ? populated.error->status : 201, body);
}

ApiResponse show_proxy(const Call& call) {
  return told(200, call.api.proxies.find(call.proxy));
}

ApiResponse update_proxy(const Call& call) {
  return told(200, call.api.proxies.update(call.proxy, [&](const Proxy& known) -> Outcome<Proxy> {
    return parse_object(call.request.body).and_then([&](const Value& body) { return patch_proxy(known, body); });
  }));
}

ApiResponse delete_proxy(const Call& call) {
  return done(call.api.proxies.remove(call.proxy));
}

ApiResponse list_toxics(const Call& call) {
  const auto proxy = call.api.proxies.find(call.proxy);
  if (!proxy) return refused(proxy.error());
  contracts::Array toxics;
  for (const auto& toxic : proxy->toxics) toxics.push_back(to_value(toxic));
  return json(200, Value(std::move(toxics)));
}

ApiResponse create_toxic(const Call& call) {
  const auto proxy = call.api.proxies.find(call.proxy);
  if (!proxy) return refused(proxy.error());
  const auto body = parse_object(call.request.body);
  if (!body) return refused(body.error());
  const auto head = read_toxic_head(*body);
  if (!head) return refused(head.error());
  const bool taken = std::any_of(proxy->toxics.begin(), proxy->toxics.end(),
                                 [&](const auto& toxic) { return toxic.name == head->name; });
  if (taken) return refused(toxic_exists().value());  // before what is wrong with its attributes
  return told(200, read_toxic(*body).and_then(
                       [&](const Toxic& toxic) { return call.api.proxies.add_toxic(call.proxy, toxic); }));
}

ApiResponse show_toxic(const Call& call) {
  const auto proxy = call.api.proxies.find(call.proxy);
  if (!proxy) return refused(proxy.error());
  for (const auto& toxic : proxy->toxics) {
    if (toxic.name == call.toxic) return json(200, to_value(toxic));
  }
  return refused(toxic_not_found().value());
}

ApiResponse update_toxic(const Call& call) {
  return told(200, call.api.proxies.update_toxic(call.proxy, call.toxic, [&](const Toxic& known) -> Outcome<Toxic> {
    return parse_object(call.request.body).and_then([&](const Value& body) { return patch_toxic(known, body); });
  }));
}

ApiResponse delete_toxic(const Call& call) {
  return done(call.api.proxies.remove_toxic(call.proxy, call.toxic));
}

ApiResponse reset(const Call& call) {
  return done(call.api.proxies.reset());
}

// To the byte as Toxiproxy's, which clients compare.
ApiResponse version(const Call&) {
  return {200, "application/json;charset=utf-8", "{\"version\": \"" + std::string(kToxiproxyVersion) + "\"}\n", ""};
}

ApiResponse metrics(const Call& call) {
  return {200, "text/plain; version=0.0.4; charset=utf-8", call.api.metrics(), ""};
}

ApiResponse journal(const Call& call) {
  std::string_view query = call.request.query;
  std::string edge;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.starts_with("edge=")) edge = contracts::http::percent_decode(pair.substr(5), true);
  }
  return {200, "application/json", call.api.journal(edge), ""};
}

ApiResponse drift(const Call& call) {
  if (!call.api.drift) return refused({404, "no contract is watched"});
  return {200, "application/json", call.api.drift(), ""};
}

struct Route {
  std::string_view method;
  std::string_view path;  // {proxy} and {toxic} stand for a segment
  ApiResponse (*handle)(const Call&);
};

constexpr std::array kRoutes = {
    Route{"GET", "/proxies", list_proxies},
    Route{"POST", "/proxies", create_proxy},
    Route{"POST", "/populate", populate},
    Route{"GET", "/proxies/{proxy}", show_proxy},
    Route{"POST", "/proxies/{proxy}", update_proxy},
    Route{"PATCH", "/proxies/{proxy}", update_proxy},
    Route{"DELETE", "/proxies/{proxy}", delete_proxy},
    Route{"GET", "/proxies/{proxy}/toxics", list_toxics},
    Route{"POST", "/proxies/{proxy}/toxics", create_toxic},
    Route{"GET", "/proxies/{proxy}/toxics/{toxic}", show_toxic},
    Route{"POST", "/proxies/{proxy}/toxics/{toxic}", update_toxic},
    Route{"PATCH", "/proxies/{proxy}/toxics/{toxic}", update_toxic},
    Route{"DELETE", "/proxies/{proxy}/toxics/{toxic}", delete_toxic},
    Route{"POST", "/reset", reset},
    Route{"GET", "/version", version},
    Route{"GET", "/metrics", metrics},
    Route{"GET", "/journal", journal},
    Route{"GET", "/drift", drift},
};

}  // namespace

ApiResponse answer(const Api& api, const ApiRequest& request) {
  // A web page must not reach the API through the browser of whoever runs Squall.
  if (request.from_a_page) return plain(403, "User agent not allowed\n");
  Call call{api, request, "", ""};
  std::string allow;
  for (const auto& route : kRoutes) {
    auto names = http::names_in_path(route.path, request.path);
    if (!names) continue;
    if (!names->empty()) call.proxy = std::move(names->front());
    if (names->size() > 1) call.toxic = std::move(names->back());
    if (route.method == request.method) return route.handle(call);
    allow += (allow.empty() ? "" : ", ") + std::string(route.method);
  }
  if (allow.empty()) return plain(404, "404 page not found\n");
  return {405, "", "", allow};
}

}  // namespace squall::chaos::toxiproxy
