#include "harness/session/ports.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <utility>

namespace squall::harness {
namespace {

constexpr std::uint16_t kLowest = 20'000;

// One past the highest port to lease: the start of the kernel's ephemeral range.
std::uint16_t upper_bound() {
  unsigned low = 32'768;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> low;
  return low > kLowest + 1000 && low <= 65'535 ? static_cast<std::uint16_t>(low) : std::uint16_t{32'768};
}

int lock_number(std::uint16_t port) {
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = "squall/port/" + std::to_string(port);
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), length) == 0) return fd;
  ::close(fd);
  return -1;
}

// 0, or the errno of the bind. SO_REUSEADDR: connections that linger in TIME_WAIT do not count.
int try_to_listen(const std::string& host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (::inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host.c_str(), &address.sin_addr) != 1) return 0;
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  int error = 0;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(fd, 1) != 0)
    error = errno;
  ::close(fd);
  return error;
}

}  // namespace

contracts::Result<PortLease> PortLease::take(const std::string& host) {
  const std::uint16_t end = upper_bound();
  const unsigned count = end - kLowest;
  // Not from the run's seed: two runs with one seed side by side would meet at every port.
  const unsigned first = std::random_device{}();
  for (unsigned i = 0; i < count; ++i) {
    const auto port = static_cast<std::uint16_t>(kLowest + (first + i) % count);
    const int lock = lock_number(port);
    if (lock < 0) continue;
    if (try_to_listen(host, port) == 0) return PortLease(lock, port);
    ::close(lock);
  }
  return contracts::fail(contracts::ErrorKind::unavailable, "no free port between " + std::to_string(kLowest) +
                                                                " and " + std::to_string(end - 1) + " on " + host);
}

PortLease::PortLease(PortLease&& other) noexcept : lock_(std::exchange(other.lock_, -1)), port_(other.port_) {}

PortLease& PortLease::operator=(PortLease&& other) noexcept {
  std::swap(lock_, other.lock_);
  std::swap(port_, other.port_);
  return *this;
}

PortLease::~PortLease() {
  if (lock_ >= 0) ::close(lock_);
}

contracts::Status check_port_free(const std::string& host, std::uint16_t port) {
  const int error = try_to_listen(host, port);
  if (error == 0) return {};
  const std::string place = "port " + std::to_string(port) + " on " + host;
  if (error == EADDRINUSE) {
    const std::string holder = port_holder(port);
    return contracts::fail(contracts::ErrorKind::unavailable,
                           place + " is already in use" + (holder.empty() ? "" : " by " + holder), {},
                           "stop what listens there, or write `port: auto`");
  }
  if (error == EADDRNOTAVAIL) return {};  // not an address of this machine: nothing to say about it
  return contracts::fail(contracts::ErrorKind::unavailable, place + " cannot be listened on: " + std::strerror(error));
}

}  // namespace squall::harness
