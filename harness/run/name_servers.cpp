#include "harness/run/name_servers.h"

#include <algorithm>

namespace squall::harness {
namespace {

constexpr const char* kLoopback = "127.0.0.1";

}  // namespace

contracts::Status NameServers::open(const std::function<chaos::names::Host(const std::string& edge)>& address) {
  for (const EdgeSpec& edge : system_.edges) hosts_[edge.name] = address(edge.name);
  for (const NameServerSpec& spec : system_.discovery) {
    auto server = chaos::dns::Server::open(kLoopback, spec.port, zone_of(spec));
    if (!server) {
      contracts::Error error = server.error();
      if (error.location.file.empty()) error.location = spec.location;
      return contracts::fail(std::move(error));
    }
    urls_[spec.name] = "dns://" + std::string(kLoopback) + ":" + std::to_string((*server)->port());
    servers_[spec.name] = std::move(*server);
  }
  return {};
}

void NameServers::close() {
  servers_.clear();
  urls_.clear();
}

bool NameServers::knows(const std::string& edge) const {
  return std::any_of(system_.discovery.begin(), system_.discovery.end(), [&](const NameServerSpec& spec) {
    return std::any_of(spec.names.begin(), spec.names.end(), [&](const NameSpec& name) { return name.edge == edge; });
  });
}

contracts::Result<bool> NameServers::move(const std::string& edge, bool moved) {
  if (!knows(edge)) return contracts::fail(contracts::ErrorKind::usage, "no name leads to the edge '" + edge + "'", {});
  if (!inject_) return false;
  const std::lock_guard lock(mutex_);
  moved_[edge] = moved;
  for (const NameServerSpec& spec : system_.discovery) {
    if (const auto server = servers_.find(spec.name); server != servers_.end()) server->second->set(zone_of(spec).names);
  }
  return true;
}

chaos::dns::Zone NameServers::zone_of(const NameServerSpec& spec) const {
  chaos::dns::Zone zone;
  zone.ttl = std::chrono::duration_cast<std::chrono::seconds>(spec.ttl);
  zone.delay = spec.delay;
  for (const NameSpec& name : spec.names) {
    auto replicas = system_.edges_of(name.edge);
    const auto moved = moved_.find(name.edge);
    if (moved != moved_.end() && moved->second && replicas.size() > 1) replicas.erase(replicas.begin());
    auto& hosts = zone.names[name.name];
    for (const EdgeSpec* replica : replicas) hosts.push_back(hosts_.at(replica->name));
  }
  return zone;
}

}  // namespace squall::harness
