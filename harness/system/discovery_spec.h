#pragma once
// What stands in for the system's service discovery: a name server that answers with the addresses of edges.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "contracts/core/error.h"

namespace squall::harness {

struct NameSpec {
  std::string name;  // "payments.internal", lower case, without a dot at its end
  std::string edge;  // as written; answered with the addresses of all its replicas
};

struct NameServerSpec {
  std::string name;                                        // ${discovery.NAME.host}, .port
  std::uint16_t port = 0;                                  // on 127.0.0.1, UDP and TCP; 0: auto
  std::chrono::nanoseconds ttl = std::chrono::seconds(1);  // of what it answers; whole seconds
  std::chrono::nanoseconds delay{0};                       // before each answer
  std::vector<NameSpec> names;
  contracts::Location location;
};

}  // namespace squall::harness
