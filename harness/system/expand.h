#pragma once
// Late expansion: what is known only once ports are.

#include <map>
#include <string>
#include <string_view>

#include "contracts/core/result.h"

namespace squall::harness {

// Urls as "http://127.0.0.1:40123", by name.
struct Addresses {
  std::map<std::string, std::string> services;
  std::map<std::string, std::string> edges;
  std::map<std::string, std::string> discovery = {};  // "dns://127.0.0.1:5301"
};

// Replaces ${services.NAME.url|host|port}, ${edges.NAME.url|host|port} and ${discovery.NAME.url|host|port}. `url` of an
// edge that speaks tcp is "tcp://host:port"; so `host` and `port` are what such a consumer is given. Errors
// (malformed): a name or property that does not exist.
contracts::Result<std::string> expand(std::string_view text, const Addresses& addresses);

// The properties that `services` and `edges` have, for messages.
inline constexpr std::string_view address_properties = "url, host, port";
bool is_address_property(std::string_view property);

}  // namespace squall::harness
