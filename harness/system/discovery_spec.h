#pragma once
// What stands in for the system's service discovery: a name server, or a catalogue of services, that answers with the
// addresses of edges.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "chaos/names/names.h"
#include "contracts/core/error.h"

namespace squall::harness {

enum class DiscoveryKind { dns, consul, eureka };

struct NameSpec {
  std::string name;  // "payments.internal", lower case, without a dot at its end
  std::string edge;  // as written; answered with the addresses of all its replicas
};

struct NameServerSpec {
  std::string name;  // ${discovery.NAME.host}, .port, .url
  DiscoveryKind kind = DiscoveryKind::dns;
  std::uint16_t port = 0;                                  // on 127.0.0.1; 0: auto
  std::chrono::nanoseconds ttl = std::chrono::seconds(1);  // dns: of what it answers; whole seconds
  std::vector<std::string> tags;                           // consul: of every instance
  std::chrono::nanoseconds delay{0};                       // before each answer
  std::vector<NameSpec> names;
  contracts::Location location;
};

// Of the lookups of a name, at every server that knows it.
struct LookupFault {
  std::string name;
  chaos::names::Fault fault;
  std::string moved_edge = {};  // as written: the name leads to its other replicas meanwhile; empty: to the same
};

}  // namespace squall::harness
