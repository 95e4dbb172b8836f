// Consul's HTTP API. Blocking queries: https://developer.hashicorp.com/consul/api-docs/features/blocking.

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "chaos/catalogue/catalogue.h"
#include "chaos/catalogue/consul_shape.h"
#include "chaos/catalogue/registrations.h"
#include "chaos/catalogue/routes.h"
#include "contracts/core/document.h"
#include "contracts/core/units.h"
#include "contracts/match/query_value.h"
#include "contracts/match/wire_text.h"

namespace squall::chaos::catalogue {
namespace {

using contracts::Array;
using contracts::Object;
using contracts::Value;
using contracts::match::query_value;
using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds kUsualWait = 5min, kLongestWait = 10min;

struct Consul {
  std::vector<std::string> tags;
  Registrations registrations;
};

std::optional<std::uint64_t> number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The query that asks for what is not told here would get a wrong answer instead of none.
std::optional<http::Reply> refusal(const Call& call) {
  const std::string& target = call.request.target;
  for (const char* const name : {"filter", "node-meta"}) {
    if (query_value(target, name)) return text(400, std::string("squall: '") + name + "' is not understood");
  }
  const auto datacenter = query_value(target, "dc");
  if (datacenter && !datacenter->empty() && *datacenter != kDatacenter) return text(500, "No path to datacenter");
  return std::nullopt;
}

// The answer at that index: at once, or when the index has moved on from the one that the asker knows.
http::Reply at_index(const Call& call, const Value& value, std::uint64_t index) {
  auto reply = json(value);
  auto& headers = reply.response.headers;
  headers.set("X-Consul-Index", std::to_string(index));
  headers.set("X-Consul-KnownLeader", "true");
  headers.set("X-Consul-LastContact", "0");
  const auto known = query_value(call.request.target, "index");
  const auto asked = known && !known->empty() ? number(*known) : std::optional<std::uint64_t>(0);
  if (!asked) return text(400, "Invalid index");
  const auto wait = query_value(call.request.target, "wait");
  const auto patience = wait && !wait->empty() ? contracts::parse_duration(*wait) : kUsualWait;
  if (!patience) return text(400, "Invalid wait time");
  if (*asked == 0 || *asked < index) return reply;
  reply.delay = *patience <= 0ns ? kUsualWait : std::min(*patience, kLongestWait);
  reply.until_woken = true;
  return reply;
}

bool has_tags(const std::vector<std::string>& tags, const Call& call) {
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(call.request.target))) {
    if (pair.name != "tag") continue;
    const std::string wanted = contracts::match::decode_query(pair.raw);
    const bool there = std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
      return contracts::http::equal_ignoring_case(tag, wanted);
    });
    if (!there) return false;
  }
  return true;
}

template <Value (*shape)(const Instance&)>
http::Reply instances(Consul& consul, const Call& call) {
  if (auto refused = refusal(call)) return std::move(*refused);
  const std::string name = in_lower_case(call.path.front());
  Array found;
  if (const auto* entries = call.all.find(name); entries != nullptr && has_tags(consul.tags, call)) {
    for (const names::Entry& entry : *entries) {
      if (entry.last != names::Change::deleted) found.push_back(shape({name, entry, consul.tags}));
    }
  }
  return at_index(call, found, call.all.index_of(name));
}

http::Reply services(Consul& consul, const Call& call) {
  if (auto refused = refusal(call)) return std::move(*refused);
  Object found;
  for (const auto& [name, entries] : call.all.all()) {
    const bool any = std::any_of(entries.begin(), entries.end(),
                                 [](const names::Entry& entry) { return entry.last != names::Change::deleted; });
    if (any) found.emplace_back(name, tags_value(consul.tags));
  }
  return at_index(call, found, call.all.index());
}

http::Reply leader(Consul&, const Call&) {
  return json("127.0.0.1:8300");
}

http::Reply self(Consul&, const Call&) {
  return json(agent_self());
}

http::Reply done() {
  auto reply = text(200, "");
  reply.response.headers.remove("Content-Type");
  return reply;
}

http::Reply add_service(Consul& consul, const Call& call) {
  const auto body = contracts::Document::parse_json(call.request.body);
  if (!body) return text(400, "Request decode failed: " + body.error().message);
  const auto* name = body->root().find("Name");
  if (name == nullptr || !name->is_string() || name->text().empty()) return text(400, "Missing service name");
  const auto* id = body->root().find("ID");
  const std::string known(id == nullptr || id->text().empty() ? name->text() : id->text());
  return consul.registrations.add("", known) ? done() : text(500, "squall: too many services are registered");
}

http::Reply remove_service(Consul& consul, const Call& call) {
  const std::string& id = call.path.front();
  return consul.registrations.remove("", id) ? done() : text(404, "Unknown service ID \"" + id + "\"");
}

// Of the one check that a registered service may have.
http::Reply update_check(Consul& consul, const Call& call) {
  constexpr std::string_view kPrefix = "service:";
  const std::string& id = call.path.front();
  const bool known = id.starts_with(kPrefix) && consul.registrations.known("", id.substr(kPrefix.size()));
  return known ? done() : text(404, "Unknown check ID \"" + id + "\"");
}

constexpr std::array kRoutes = {
    Route<Consul>{"GET", "/v1/health/service/{name}", instances<health_entry>},
    Route<Consul>{"GET", "/v1/catalog/service/{name}", instances<catalog_entry>},
    Route<Consul>{"GET", "/v1/catalog/services", services},
    Route<Consul>{"GET", "/v1/status/leader", leader},
    Route<Consul>{"GET", "/v1/agent/self", self},
    Route<Consul>{"PUT", "/v1/agent/service/register", add_service},
    Route<Consul>{"PUT", "/v1/agent/service/deregister/{id}", remove_service},
    Route<Consul>{"PUT", "/v1/agent/check/pass/{id}", update_check},
    Route<Consul>{"PUT", "/v1/agent/check/warn/{id}", update_check},
    Route<Consul>{"PUT", "/v1/agent/check/fail/{id}", update_check},
    Route<Consul>{"PUT", "/v1/agent/check/update/{id}", update_check},
};

constexpr std::array<std::string_view, 1> kOfAll = {"/v1/catalog/services"};
constexpr std::array<std::string_view, 2> kOfOne = {"/v1/health/service/{name}", "/v1/catalog/service/{name}"};

class ConsulCatalogue final : public Catalogue {
 public:
  explicit ConsulCatalogue(std::vector<std::string> tags) : consul_{std::move(tags), {}} {}
  http::Reply answer(const contracts::http::Request& request, const names::Register& all, names::Moment now) override {
    return answer_by<Consul>(kRoutes, consul_, contracts::http::path_of(request.target), {request, all, now});
  }
  bool tells_of(const contracts::http::Request& request, const std::string& name) const override {
    return catalogue::tells_of(contracts::http::path_of(request.target), name, kOfAll, kOfOne);
  }

 private:
  Consul consul_;
};

}  // namespace

std::unique_ptr<Catalogue> make_consul(std::vector<std::string> tags) {
  return std::make_unique<ConsulCatalogue>(std::move(tags));
}

}  // namespace squall::chaos::catalogue
