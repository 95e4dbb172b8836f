#pragma once
// Proxy: an edge as Toxiproxy's clients know it. A value; read from API bodies and config files.

#include <optional>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "chaos/tls/settings.h"
#include "chaos/toxiproxy/toxic.h"

namespace squall::chaos::toxiproxy {

struct Proxy {
  std::string name;
  std::string listen;    // as it was asked for; where it listens is known once it was opened
  std::string upstream;  // HOST:PORT
  bool enabled = true;
  Protocol protocol = Protocol::tcp;
  std::vector<Toxic> toxics;  // in the order they were added
  // Of EdgeConfig, from the beginning to the end; absent: as every proxy here.
  std::optional<Duration> connect_timeout, head_timeout;
  std::optional<double> max_faulted_share;
  // Not in JSON: set where Squall's own command line makes the proxy.
  std::optional<tls::Listening> tls;
  std::optional<tls::Dialling> upstream_tls;
  std::vector<tls::Route> routes;  // by SNI; with them `upstream` may be ""
  bool operator==(const Proxy&) const = default;
};

// Members beside Toxiproxy's: `protocol` (tcp or http), `toxics` to begin with, `connect_timeout`, `head_timeout` and
// `max_faulted_share`. `where` ends the messages about a missing field (" at proxy 2").
Outcome<Proxy> read_proxy(const contracts::Value& json, const std::string& where = "");
// An array of proxies: the body of /populate, a config file. No name may stand twice.
Outcome<std::vector<Proxy>> read_proxies(const contracts::Value& json);
// Listen, upstream and enabled may change; the rest is ignored, as Toxiproxy does.
Outcome<Proxy> patch_proxy(const Proxy& known, const contracts::Value& json);
contracts::Value to_value(const Proxy& proxy);

}  // namespace squall::chaos::toxiproxy
