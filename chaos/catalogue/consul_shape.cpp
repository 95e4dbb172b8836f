#include "chaos/catalogue/consul_shape.h"

namespace squall::chaos::catalogue {
namespace {

using contracts::Array;
using contracts::Object;
using contracts::Value;

// The release whose API this is, for clients that ask.
constexpr const char* kConsulVersion = "1.20.0";

Value port_of(const Instance& instance) {
  return Value(static_cast<int>(instance.entry.host.port));
}

Value node_addresses(const std::string& address) {
  return Object{{"lan", address}, {"wan", address}};
}

Value service_addresses(const Instance& instance) {
  const Value one = Object{{"Address", instance.entry.host.address}, {"Port", port_of(instance)}};
  return Object{{"lan", one}, {"wan", one}};
}

void add_indices(Value& to, const names::Entry& entry) {
  to.set("CreateIndex", entry.created);
  to.set("ModifyIndex", entry.changed);
}

Value node_of(const Instance& instance) {
  const names::Host& host = instance.entry.host;
  Value node = Object{{"ID", ""},
                      {"Node", host.id},
                      {"Address", host.address},
                      {"Datacenter", kDatacenter},
                      {"TaggedAddresses", node_addresses(host.address)},
                      {"Meta", Object{}}};
  add_indices(node, instance.entry);
  return node;
}

Value service_of(const Instance& instance) {
  const names::Host& host = instance.entry.host;
  Value service = Object{{"ID", host.id},
                         {"Service", instance.name},
                         {"Tags", tags_value(instance.tags)},
                         {"Address", host.address},
                         {"TaggedAddresses", service_addresses(instance)},
                         {"Meta", Object{}},
                         {"Port", port_of(instance)},
                         {"Weights", Object{{"Passing", 1}, {"Warning", 1}}},
                         {"EnableTagOverride", false},
                         {"Proxy", Object{{"Mode", ""}, {"MeshGateway", Object{}}, {"Expose", Object{}}}},
                         {"Connect", Object{}}};
  add_indices(service, instance.entry);
  return service;
}

Value check_of(const Instance& instance) {
  const std::string& id = instance.entry.host.id;
  Value check = Object{{"Node", id},
                       {"CheckID", "service:" + id},
                       {"Name", "Service '" + instance.name + "' check"},
                       {"Status", "passing"},
                       {"Notes", ""},
                       {"Output", ""},
                       {"ServiceID", id},
                       {"ServiceName", instance.name},
                       {"ServiceTags", tags_value(instance.tags)},
                       {"Type", "http"},
                       {"Definition", Object{}}};
  add_indices(check, instance.entry);
  return check;
}

}  // namespace

Value tags_value(const std::vector<std::string>& tags) {
  return Array(tags.begin(), tags.end());
}

Value health_entry(const Instance& instance) {
  return Object{{"Node", node_of(instance)}, {"Service", service_of(instance)}, {"Checks", Array{check_of(instance)}}};
}

Value catalog_entry(const Instance& instance) {
  const names::Host& host = instance.entry.host;
  Value entry = Object{{"ID", ""},
                       {"Node", host.id},
                       {"Address", host.address},
                       {"Datacenter", kDatacenter},
                       {"TaggedAddresses", node_addresses(host.address)},
                       {"NodeMeta", Object{}},
                       {"ServiceKind", ""},
                       {"ServiceID", host.id},
                       {"ServiceName", instance.name},
                       {"ServiceTags", tags_value(instance.tags)},
                       {"ServiceAddress", host.address},
                       {"ServiceTaggedAddresses", service_addresses(instance)},
                       {"ServiceWeights", Object{{"Passing", 1}, {"Warning", 1}}},
                       {"ServiceMeta", Object{}},
                       {"ServicePort", port_of(instance)},
                       {"ServiceEnableTagOverride", false},
                       {"ServiceProxy", Object{{"Mode", ""}, {"MeshGateway", Object{}}, {"Expose", Object{}}}},
                       {"ServiceConnect", Object{}}};
  add_indices(entry, instance.entry);
  return entry;
}

Value agent_self() {
  const Value config = Object{{"Datacenter", kDatacenter},
                              {"PrimaryDatacenter", kDatacenter},
                              {"NodeName", "squall"},
                              {"NodeID", ""},
                              {"Revision", ""},
                              {"Server", true},
                              {"Version", kConsulVersion}};
  const Value member =
      Object{{"Name", "squall"}, {"Addr", "127.0.0.1"}, {"Port", 8301}, {"Tags", Object{}}, {"Status", 1}};
  return Object{
      {"Config", config}, {"DebugConfig", Object{}}, {"Member", member}, {"Stats", Object{}}, {"Meta", Object{}}};
}

}  // namespace squall::chaos::catalogue
