#pragma once
// Address: where a socket listens or goes to.

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/result.h"

namespace squall::chaos::net {

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = sizeof(sockaddr_storage);

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&bytes); }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&bytes); }
  std::uint16_t port() const;
  void set_port(std::uint16_t port);
  std::string text() const;  // "127.0.0.1:80", "[::1]:80"
};

std::string peer_text(int connected_socket);  // "" when it is not connected any more

// Of a host that is written as a number.
std::optional<Address> literal_address(const std::string& host, std::uint16_t port);
// Asks the system's resolver and waits for it. Errors: usage, with the resolver's reason. Never empty.
contracts::Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, bool to_listen);

}  // namespace squall::chaos::net
