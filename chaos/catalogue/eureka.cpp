// Eureka's REST operations (https://github.com/Netflix/eureka/wiki/Eureka-REST-operations).

#include <algorithm>
#include <array>

#include "chaos/catalogue/catalogue.h"
#include "chaos/catalogue/eureka_registration.h"
#include "chaos/catalogue/eureka_shape.h"
#include "chaos/catalogue/registrations.h"
#include "chaos/catalogue/routes.h"
#include "contracts/match/query_value.h"

namespace squall::chaos::catalogue {
namespace {

using contracts::Object;
using contracts::Value;

struct Eureka {
  Registrations registrations;
};

// XML, unless JSON is asked for.
http::Reply shown(const Call& call, const std::string& what, const Value& value) {
  const std::string accept = in_lower_case(std::string(call.request.headers.get("Accept")));
  if (accept.find("application/json") != std::string::npos) return json(Object{{what, value}});
  auto reply = text(200, as_xml(what, value));
  reply.response.headers.set("Content-Type", "application/xml");
  return reply;
}

http::Reply with_status(int status) {
  auto reply = text(status, "");
  reply.response.headers.remove("Content-Type");
  return reply;
}

// The listed instance of the path, or nullptr.
const names::Entry* listed_instance(const Call& call) {
  const auto* entries = call.all.find(in_lower_case(call.path[0]));
  if (entries == nullptr) return nullptr;
  const auto found = std::find_if(entries->begin(), entries->end(), [&](const names::Entry& entry) {
    return entry.last != names::Change::deleted && entry.host.id == call.path[1];
  });
  return found == entries->end() ? nullptr : &*found;
}

bool registered(const Eureka& eureka, const Call& call) {
  return eureka.registrations.known(app_of(call.path[0]), call.path[1]);
}

http::Reply applications(Eureka&, const Call& call) {
  return shown(call, "applications", eureka_applications(call.all));
}

http::Reply delta(Eureka&, const Call& call) {
  return shown(call, "applications", eureka_delta(call.all, call.now));
}

http::Reply application(Eureka&, const Call& call) {
  const std::string name = in_lower_case(call.path[0]);
  const auto* entries = call.all.find(name);
  const Value value = entries == nullptr ? Value() : eureka_application(name, *entries);
  const Value* instances = value.find("instance");
  if (instances == nullptr || instances->items().empty()) return with_status(404);
  return shown(call, "application", value);
}

http::Reply instance(Eureka&, const Call& call) {
  const auto* entry = listed_instance(call);
  if (entry == nullptr) return with_status(404);
  return shown(call, "instance", eureka_instance(in_lower_case(call.path[0]), *entry));
}

http::Reply add(Eureka& eureka, const Call& call) {
  const auto registration = read_registration(call.request);
  if (!registration) return text(400, registration.error());
  const std::string app = app_of(call.path[0]);
  if (app_of(registration->app) != app)
    return text(400, "Mismatched appName, expecting " + app + " but was " + registration->app);
  if (!eureka.registrations.add(app, registration->id)) return text(503, "squall: too many instances are registered");
  return with_status(204);
}

http::Reply renew(Eureka& eureka, const Call& call) {
  return with_status(registered(eureka, call) || listed_instance(call) != nullptr ? 200 : 404);
}

// What is listed is the run's business.
http::Reply unknown_or_not_theirs(const Call& call) {
  if (listed_instance(call) == nullptr) return with_status(404);
  return text(403, "squall: this instance stands for an edge; who asks cannot change it");
}

http::Reply remove(Eureka& eureka, const Call& call) {
  if (eureka.registrations.remove(app_of(call.path[0]), call.path[1])) return with_status(200);
  return unknown_or_not_theirs(call);
}

http::Reply set_status(Eureka& eureka, const Call& call) {
  constexpr std::array kStatuses = {"UP", "DOWN", "STARTING", "OUT_OF_SERVICE", "UNKNOWN"};
  const auto value = contracts::match::query_value(call.request.target, "value");
  if (!value || std::find(kStatuses.begin(), kStatuses.end(), *value) == kStatuses.end())
    return text(400, "value: UP, DOWN, STARTING, OUT_OF_SERVICE or UNKNOWN");
  return registered(eureka, call) ? with_status(200) : unknown_or_not_theirs(call);
}

http::Reply unset_status(Eureka& eureka, const Call& call) {
  return registered(eureka, call) ? with_status(200) : unknown_or_not_theirs(call);
}

constexpr std::array kRoutes = {
    Route<Eureka>{"GET", "/eureka/apps", applications},
    Route<Eureka>{"GET", "/eureka/apps/delta", delta},
    Route<Eureka>{"GET", "/eureka/apps/{app}", application},
    Route<Eureka>{"POST", "/eureka/apps/{app}", add},
    Route<Eureka>{"GET", "/eureka/apps/{app}/{id}", instance},
    Route<Eureka>{"PUT", "/eureka/apps/{app}/{id}", renew},
    Route<Eureka>{"DELETE", "/eureka/apps/{app}/{id}", remove},
    Route<Eureka>{"PUT", "/eureka/apps/{app}/{id}/status", set_status},
    Route<Eureka>{"DELETE", "/eureka/apps/{app}/{id}/status", unset_status},
};

// Clients write "apps/" too, and the older ones /eureka/v2.
std::string plain_path(std::string_view path) {
  constexpr std::string_view kRoot = "/eureka", kOlder = "/eureka/v2/";
  if (path.ends_with('/')) path.remove_suffix(1);
  if (!path.starts_with(kOlder)) return std::string(path);
  return std::string(kRoot).append(path.substr(kOlder.size() - 1));
}

constexpr std::array<std::string_view, 2> kOfAll = {"/eureka/apps", "/eureka/apps/delta"};
constexpr std::array<std::string_view, 2> kOfOne = {"/eureka/apps/{app}", "/eureka/apps/{app}/{id}"};

class EurekaCatalogue final : public Catalogue {
 public:
  http::Reply answer(const contracts::http::Request& request, const names::Register& all, names::Moment now) override {
    const std::string path = plain_path(contracts::http::path_of(request.target));
    return answer_by<Eureka>(kRoutes, eureka_, path, {request, all, now});
  }
  bool tells_of(const contracts::http::Request& request, const std::string& name) const override {
    return request.method == "GET" &&
           catalogue::tells_of(plain_path(contracts::http::path_of(request.target)), name, kOfAll, kOfOne);
  }

 private:
  Eureka eureka_;
};

}  // namespace

std::unique_ptr<Catalogue> make_eureka() {
  return std::make_unique<EurekaCatalogue>();
}

}  // namespace squall::chaos::catalogue
