#include "chaos/net/bound_socket.h"

#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "chaos/net/address.h"

namespace squall::chaos::net {
namespace {

using contracts::ErrorKind;
using contracts::fail;

// Or -1 with errno.
int bind_socket(const Address& address, int type, const std::function<bool(int)>& ready) {
  const int fd = ::socket(address.bytes.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  // Of a datagram socket it would share the port.
  if (type == SOCK_STREAM) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, address.get(), address.size) == 0 && ready(fd)) return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

int bind_any_port(Address address, int type, const std::function<bool(int)>& ready) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    address.set_port(0);
    const int probe = bind_socket(address, type, [](int) { return true; });
    if (probe < 0) return -1;
    address.set_port(bound_port(probe));
    ::close(probe);
    const int fd = bind_socket(address, type, ready);
    if (fd >= 0) return fd;
  }
  return -1;
}

}  // namespace

contracts::Result<int> bind_port(const std::string& host, std::uint16_t port, int type,
                                 const std::function<bool(int)>& ready) {
  const auto found = resolve(host, port, true);
  if (!found) return fail(ErrorKind::usage, "cannot listen on '" + host + "': " + found.error().message);
  const Address& address = found->front();
  const int fd = port == 0 ? bind_any_port(address, type, ready) : bind_socket(address, type, ready);
  if (fd >= 0) return fd;
  const int error = errno;
  return fail(ErrorKind::unavailable,
              "cannot listen on " + host + ":" + std::to_string(port) + ": " + std::strerror(error), {},
              error == EADDRINUSE ? "another program has that port; choose another or let Squall choose" : "");
}

std::uint16_t bound_port(int socket) {
  Address address;
  ::getsockname(socket, address.get(), &address.size);
  return address.port();
}

bool hear(int socket, bool on) {
  const int unused = 0;  // but wanted
  if (on) return ::setsockopt(socket, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused) == 0;
  sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);  // of a packet passes
  const sock_fprog program{1, &nothing};
  return ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}

}  // namespace squall::chaos::net
