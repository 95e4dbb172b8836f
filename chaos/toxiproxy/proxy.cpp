#include "chaos/toxiproxy/proxy.h"

#include <set>

#include "chaos/toxiproxy/fields.h"
#include "chaos/toxiproxy/toxic_json.h"
#include "contracts/core/units.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;

Outcome<Protocol> read_protocol(const Value& json) {
  auto text = read_text(json, "protocol");
  SQUALL_API_TRY(text);
  if (!*text || **text == "tcp") return Protocol::tcp;
  if (**text == "http") return Protocol::http;
  if (**text == "udp") return Protocol::udp;
  return bad_request_body("protocol: expected tcp, http or udp, found '" + **text + "'");
}

Outcome<std::vector<Toxic>> read_toxics(const Value& json, Protocol protocol) {
  const auto* given = find_given(json, "toxics");
  std::vector<Toxic> toxics;
  if (given == nullptr) return toxics;
  if (!given->is_array()) return bad_request_body("toxics: expected an array");
  std::set<std::string> names;
  for (const auto& item : given->items()) {
    auto toxic = read_toxic(item);
    SQUALL_API_TRY(toxic);
    SQUALL_API_TRY(fault_of(*toxic, protocol));
    if (!names.insert(toxic->name).second) return toxic_exists();
    toxics.push_back(std::move(*toxic));
  }
  return toxics;
}

Outcome<void> read_addresses(const Value& json, Proxy& proxy) {
  auto listen = read_text(json, "listen");
  SQUALL_API_TRY(listen);
  auto upstream = read_text(json, "upstream");
  SQUALL_API_TRY(upstream);
  auto enabled = read_flag(json, "enabled");
  SQUALL_API_TRY(enabled);
  proxy.listen = listen->value_or(proxy.listen);
  proxy.upstream = upstream->value_or(proxy.upstream);
  proxy.enabled = enabled->value_or(proxy.enabled);
  return {};
}

Outcome<void> read_bounds(const Value& json, Proxy& proxy) {
  auto connect = read_time(json, "connect_timeout");
  SQUALL_API_TRY(connect);
  if (*connect && (*connect)->count() == 0) return bad_request_body("connect_timeout: expected more than 0");
  auto head = read_time(json, "head_timeout");
  SQUALL_API_TRY(head);
  if (*head && proxy.protocol != Protocol::http) return bad_request_body("head_timeout: only http proxies read heads");
  auto share = read_share(json, "max_faulted_share");
  SQUALL_API_TRY(share);
  proxy.connect_timeout = *connect;
  proxy.head_timeout = *head;
  proxy.max_faulted_share = *share;
  return {};
}

}  // namespace

Outcome<Proxy> read_proxy(const Value& json, const std::string& where) {
  if (!json.is_object() && !json.is_null()) return bad_request_body("expected an object" + where);
  Proxy proxy;
  auto name = read_text(json, "name");
  SQUALL_API_TRY(name);
  proxy.name = name->value_or("");
  SQUALL_API_TRY(read_addresses(json, proxy));
  if (proxy.name.empty()) return missing_field("name" + where);
  if (proxy.upstream.empty()) return missing_field("upstream" + where);
  auto protocol = read_protocol(json);
  SQUALL_API_TRY(protocol);
  proxy.protocol = *protocol;
  SQUALL_API_TRY(read_bounds(json, proxy));
  auto toxics = read_toxics(json, proxy.protocol);
  SQUALL_API_TRY(toxics);
  proxy.toxics = std::move(*toxics);
  return proxy;
}

Outcome<std::vector<Proxy>> read_proxies(const Value& json) {
  if (!json.is_array()) return bad_request_body("expected an array of proxies");
  std::vector<Proxy> proxies;
  std::set<std::string> names;
  for (const auto& item : json.items()) {
    auto proxy = read_proxy(item, " at proxy " + std::to_string(proxies.size() + 1));
    SQUALL_API_TRY(proxy);
    if (!names.insert(proxy->name).second) return bad_request_body("there are two proxies '" + proxy->name + "'");
    proxies.push_back(std::move(*proxy));
  }
  return proxies;
}

Outcome<Proxy> patch_proxy(const Proxy& known, const Value& json) {
  if (!json.is_object()) return bad_request_body("expected an object");
  Proxy proxy = known;
  SQUALL_API_TRY(read_addresses(json, proxy));
  return proxy;
}

Value to_value(const Proxy& proxy) {
  Value json{contracts::Object{}};
  json.set("name", proxy.name);
  json.set("listen", proxy.listen);
  json.set("upstream", proxy.upstream);
  json.set("enabled", proxy.enabled);
  if (proxy.protocol != Protocol::tcp) json.set("protocol", chaos::to_string(proxy.protocol));
  if (proxy.connect_timeout) json.set("connect_timeout", contracts::format_duration(*proxy.connect_timeout));
  if (proxy.head_timeout) json.set("head_timeout", contracts::format_duration(*proxy.head_timeout));
  if (proxy.max_faulted_share) json.set("max_faulted_share", *proxy.max_faulted_share);
  contracts::Array toxics;
  for (const auto& toxic : proxy.toxics) toxics.push_back(to_value(toxic));
  json.set("toxics", std::move(toxics));
  return json;
}

}  // namespace squall::chaos::toxiproxy
