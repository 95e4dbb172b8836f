#pragma once
// Ports for services whose port is `auto`, and clear words about ports that are taken.

#include <cstdint>
#include <string>

#include "contracts/core/result.h"

namespace squall::harness {

// A port promised to one service of this run. As long as the lease lives, no other Squall on this machine leases the
// same port (the lease is a name in the abstract socket namespace, which vanishes with the process), and none of the
// kernel's own outgoing connections takes it (it lies below the ephemeral range).
class PortLease {
 public:
  // Nothing listens on it at this moment on `host` (an IPv4 address). Errors: unavailable when every port is taken.
  static contracts::Result<PortLease> take(const std::string& host = "127.0.0.1");
  PortLease(PortLease&& other) noexcept;
  PortLease& operator=(PortLease&& other) noexcept;
  ~PortLease();

  std::uint16_t port() const { return port_; }

 private:
  PortLease(int lock, std::uint16_t port) : lock_(lock), port_(port) {}
  int lock_ = -1;
  std::uint16_t port_ = 0;
};

// Could a server listen there now? Errors: unavailable, naming the process that holds the port when that can be seen.
contracts::Status check_port_free(const std::string& host, std::uint16_t port);
// "nginx (pid 4711)"; "" when it cannot be seen.
std::string port_holder(std::uint16_t port);

}  // namespace squall::harness
