#include "chaos/catalogue/eureka_shape.h"

#include <algorithm>

#include "contracts/core/xml.h"

namespace squall::chaos::catalogue {
namespace {

using contracts::Array;
using contracts::Object;
using contracts::Value;
using names::Change;
using names::Entry;

constexpr std::int64_t kRenewal = 30, kLease = 90;  // seconds; Eureka's own

bool listed(const Entry& entry) {
  return entry.last != Change::deleted;
}

std::string action(Change change) {
  return change == Change::added ? "ADDED" : change == Change::modified ? "MODIFIED" : "DELETED";
}

std::string milliseconds(names::Moment moment) {
  return std::to_string(moment.count());
}

Value port(std::uint16_t number, bool enabled) {
  return Object{{"$", static_cast<int>(number)}, {"@enabled", enabled ? "true" : "false"}};
}

std::string home_page(const names::Host& host) {
  const bool v6 = host.address.find(':') != std::string::npos;
  const std::string address = v6 ? "[" + host.address + "]" : host.address;
  return (host.tls ? "https://" : "http://") + address + ":" + std::to_string(host.port) + "/";
}

Value lease(const Entry& entry) {
  const std::int64_t since = entry.added.count();
  return Object{{"renewalIntervalInSecs", kRenewal},
                {"durationInSecs", kLease},
                {"registrationTimestamp", since},
                {"lastRenewalTimestamp", static_cast<std::int64_t>(entry.at.count())},
                {"evictionTimestamp", 0},
                {"serviceUpTimestamp", since}};
}

Value application_of(const std::string& name, Array instances) {
  return Object{{"name", app_of(name)}, {"instance", std::move(instances)}};
}

// "UP_2_": how many there are of each status.
std::string hash_code(const names::Register& all) {
  std::ptrdiff_t up = 0;
  for (const auto& [name, entries] : all.all()) up += std::count_if(entries.begin(), entries.end(), listed);
  return up == 0 ? "" : "UP_" + std::to_string(up) + "_";
}

template <class Wanted>
Value applications_of(const names::Register& all, const Wanted& wanted) {
  Array applications;
  for (const auto& [name, entries] : all.all()) {
    Array instances;
    for (const Entry& entry : entries) {
      if (wanted(entry)) instances.push_back(eureka_instance(name, entry));
    }
    if (!instances.empty()) applications.push_back(application_of(name, std::move(instances)));
  }
  return Object{{"versions__delta", std::to_string(all.index())},
                {"apps__hashcode", hash_code(all)},
                {"application", std::move(applications)}};
}

void put_element(const std::string& name, const Value& value, std::string& to) {
  if (value.is_array()) {
    for (const Value& item : value.items()) put_element(name, item, to);
    return;
  }
  std::string attributes, content;
  if (value.is_object()) {
    for (const auto& [key, member] : value.members()) {
      if (key.starts_with('@')) {
        attributes += " " + key.substr(1) + "=\"" + contracts::xml_escaped(member.text(), true) + "\"";
      } else if (key == "$") {
        content += contracts::xml_escaped(member.text(), false);
      } else {
        put_element(key, member, content);
      }
    }
  } else {
    content = contracts::xml_escaped(value.text(), false);
  }
  to.append("<").append(name).append(attributes);
  to += content.empty() ? "/>" : ">" + content + "</" + name + ">";
}

}  // namespace

std::string app_of(const std::string& name) {
  std::string app = name;
  std::transform(app.begin(), app.end(), app.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; });
  return app;
}

Value eureka_instance(const std::string& name, const Entry& entry) {
  constexpr const char* kDataCenter = "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo";
  const names::Host& host = entry.host;
  return Object{{"instanceId", host.id},
                {"hostName", host.address},
                {"app", app_of(name)},
                {"ipAddr", host.address},
                {"status", "UP"},
                {"overriddenStatus", "UNKNOWN"},
                {"port", port(host.tls ? std::uint16_t{80} : host.port, !host.tls)},
                {"securePort", port(host.tls ? host.port : std::uint16_t{443}, host.tls)},
                {"countryId", 1},
                {"dataCenterInfo", Object{{"@class", kDataCenter}, {"name", "MyOwn"}}},
                {"leaseInfo", lease(entry)},
                {"metadata", Object{{"@class", "java.util.Collections$EmptyMap"}}},
                {"homePageUrl", home_page(host)},
                {"vipAddress", name},
                {"secureVipAddress", name},
                {"isCoordinatingDiscoveryServer", "false"},
                {"lastUpdatedTimestamp", milliseconds(entry.at)},
                {"lastDirtyTimestamp", milliseconds(entry.at)},
                {"actionType", action(entry.last)}};
}

Value eureka_application(const std::string& name, const std::vector<Entry>& entries) {
  Array instances;
  for (const Entry& entry : entries) {
    if (listed(entry)) instances.push_back(eureka_instance(name, entry));
  }
  return application_of(name, std::move(instances));
}

Value eureka_applications(const names::Register& all) {
  return applications_of(all, listed);
}

Value eureka_delta(const names::Register& all, names::Moment now) {
  return applications_of(all, [&](const Entry& entry) { return now - entry.at <= kDeltaKept; });
}

std::string as_xml(const std::string& element, const Value& value) {
  std::string xml;
  put_element(element, value, xml);
  return xml;
}

}  // namespace squall::chaos::catalogue
