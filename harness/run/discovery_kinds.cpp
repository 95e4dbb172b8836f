#include "harness/run/discovery_kinds.h"

#include <algorithm>
#include <array>

#include "chaos/catalogue/server.h"
#include "chaos/dns/server.h"

namespace squall::harness {
namespace {

using chaos::names::Names;
using Opened = contracts::Result<std::unique_ptr<chaos::names::Server>>;

constexpr const char* kLoopback = "127.0.0.1";

Opened open_dns(const NameServerSpec& spec, const Names& names) {
  chaos::dns::Zone zone;
  zone.names = names;
  zone.ttl = std::chrono::duration_cast<std::chrono::seconds>(spec.ttl);
  zone.delay = spec.delay;
  return chaos::dns::Server::open(kLoopback, spec.port, std::move(zone));
}

Opened open_consul(const NameServerSpec& spec, const Names& names) {
  return chaos::catalogue::Server::open({kLoopback, spec.port, spec.delay}, names,
                                        chaos::catalogue::make_consul(spec.tags));
}

Opened open_eureka(const NameServerSpec& spec, const Names& names) {
  return chaos::catalogue::Server::open({kLoopback, spec.port, spec.delay}, names, chaos::catalogue::make_eureka());
}

struct Kind {
  DiscoveryKind kind;
  const char* scheme;
  Opened (*open)(const NameServerSpec& spec, const Names& names);
};
constexpr std::array kKinds = {
    Kind{DiscoveryKind::dns, "dns", open_dns},
    Kind{DiscoveryKind::consul, "http", open_consul},
    Kind{DiscoveryKind::eureka, "http", open_eureka},
};

}  // namespace

contracts::Result<Discovery> open_discovery(const NameServerSpec& spec, const Names& names) {
  const auto* kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return one.kind == spec.kind; });
  SQUALL_TRY_ASSIGN(auto server, kind->open(spec, names));
  std::string url = std::string(kind->scheme) + "://" + kLoopback + ":" + std::to_string(server->port());
  return Discovery{std::move(server), std::move(url)};
}

}  // namespace squall::harness
