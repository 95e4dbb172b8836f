#pragma once
// Instances as Consul's HTTP API shows them (https://developer.hashicorp.com/consul/api-docs: catalog, health). Each is
// on a node of its own, as services are that are registered from outside.

#include <string>
#include <vector>

#include "chaos/names/register.h"
#include "contracts/core/value.h"

namespace squall::chaos::catalogue {

inline constexpr const char* kDatacenter = "dc1";

struct Instance {
  const std::string& name;
  const names::Entry& entry;
  const std::vector<std::string>& tags;
};

contracts::Value tags_value(const std::vector<std::string>& tags);
contracts::Value health_entry(const Instance& instance);   // of /v1/health/service/{name}
contracts::Value catalog_entry(const Instance& instance);  // of /v1/catalog/service/{name}
contracts::Value agent_self();

}  // namespace squall::chaos::catalogue
