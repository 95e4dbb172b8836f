#include "chaos/net/address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cstring>

namespace squall::chaos::net {
namespace {

// The resolver's reason, or "".
std::string look_up(const std::string& host, std::uint16_t port, int flags, std::vector<Address>& found) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* list = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list); error != 0) return ::gai_strerror(error);
  for (const addrinfo* each = list; each != nullptr; each = each->ai_next) {
    Address address;
    std::memcpy(&address.bytes, each->ai_addr, each->ai_addrlen);
    address.size = each->ai_addrlen;
    address.set_port(port);
    found.push_back(address);
  }
  ::freeaddrinfo(list);
  return {};
}

}  // namespace

std::uint16_t Address::port() const {
  return ntohs(bytes.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&bytes)->sin6_port
                                           : reinterpret_cast<const sockaddr_in*>(&bytes)->sin_port);
}

void Address::set_port(std::uint16_t port) {
  if (bytes.ss_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(&bytes)->sin6_port = htons(port);
  } else {
    reinterpret_cast<sockaddr_in*>(&bytes)->sin_port = htons(port);
  }
}

std::string Address::text() const {
  char number[INET6_ADDRSTRLEN] = "";
  const bool v6 = bytes.ss_family == AF_INET6;
  const void* const from = v6 ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&bytes)->sin6_addr)
                              : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&bytes)->sin_addr);
  ::inet_ntop(bytes.ss_family, from, number, sizeof number);
  return (v6 ? "[" + std::string(number) + "]" : std::string(number)) + ":" + std::to_string(port());
}

std::string peer_text(int connected_socket) {
  Address address;
  return ::getpeername(connected_socket, address.get(), &address.size) == 0 ? address.text() : "";
}

std::optional<Address> literal_address(const std::string& host, std::uint16_t port) {
  std::vector<Address> found;
  if (!look_up(host, port, AI_NUMERICHOST, found).empty() || found.empty()) return std::nullopt;
  return found.front();
}

contracts::Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, bool to_listen) {
  std::vector<Address> found;
  auto why = look_up(host, port, to_listen ? AI_PASSIVE : 0, found);
  if (!why.empty()) return contracts::fail(contracts::ErrorKind::usage, std::move(why));
  return found;
}

}  // namespace squall::chaos::net
