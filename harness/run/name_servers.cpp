#include "harness/run/name_servers.h"

#include <algorithm>

namespace squall::harness {

contracts::Status NameServers::open(const std::function<chaos::names::Host(const std::string& edge)>& address) {
  for (const EdgeSpec& edge : system_.edges) {
    auto& host = hosts_[edge.name] = address(edge.name);
    host.id = edge.name;
    host.tls = edge.tls.has_value();
  }
  for (const NameServerSpec& spec : system_.discovery) {
    auto opened = open_discovery(spec, names_of(spec));
    if (!opened) {
      contracts::Error error = opened.error();
      if (error.location.file.empty()) error.location = spec.location;
      return contracts::fail(std::move(error));
    }
    urls_[spec.name] = opened->url;
    servers_[spec.name] = std::move(opened->server);
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
    if (const auto server = servers_.find(spec.name); server != servers_.end()) server->second->set(names_of(spec));
  }
  return true;
}

bool NameServers::has_name(const NameServerSpec& spec, const std::string& name) const {
  return std::any_of(spec.names.begin(), spec.names.end(), [&](const NameSpec& one) { return one.name == name; });
}

void NameServers::tell_faults() {
  for (const NameServerSpec& spec : system_.discovery) {
    chaos::names::Faults of_it;
    for (const auto& [name, fault] : faults_) {
      if (has_name(spec, name)) of_it[name] = fault;
    }
    if (const auto server = servers_.find(spec.name); server != servers_.end()) server->second->set_faults(of_it);
  }
}

contracts::Result<bool> NameServers::strike(const std::string& name, const chaos::names::Fault& fault) {
  const bool known = std::any_of(system_.discovery.begin(), system_.discovery.end(),
                                 [&](const NameServerSpec& spec) { return has_name(spec, name); });
  if (!known) return contracts::fail(contracts::ErrorKind::usage, "no name server knows '" + name + "'", {});
  if (!inject_) return false;
  const std::lock_guard lock(mutex_);
  faults_[name] = fault;
  tell_faults();
  return true;
}

void NameServers::mend(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (faults_.erase(name) > 0) tell_faults();
}

std::uint64_t NameServers::struck(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  std::uint64_t count = 0;
  for (const auto& [key, server] : servers_) count += server->struck(name);
  return count;
}

chaos::names::Names NameServers::names_of(const NameServerSpec& spec) const {
  chaos::names::Names names;
  for (const NameSpec& name : spec.names) {
    auto replicas = system_.edges_of(name.edge);
    const auto moved = moved_.find(name.edge);
    if (moved != moved_.end() && moved->second && replicas.size() > 1) replicas.erase(replicas.begin());
    auto& hosts = names[name.name];
    for (const EdgeSpec* replica : replicas) hosts.push_back(hosts_.at(replica->name));
  }
  return names;
}

}  // namespace squall::harness
