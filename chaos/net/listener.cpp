// Listening sockets, so that they can refuse connections and keep their port.
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>

#include "chaos/net/loop_asio.h"

namespace squall::chaos::net {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;

constexpr int kBacklog = 4096;
constexpr int kAcceptsAtOnce = 64;
constexpr std::chrono::milliseconds kNoDescriptorsPause{50};

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
  void set_port(std::uint16_t port) {
    if (bytes.ss_family == AF_INET6) {
      reinterpret_cast<sockaddr_in6*>(&bytes)->sin6_port = htons(port);
    } else {
      reinterpret_cast<sockaddr_in*>(&bytes)->sin_port = htons(port);
    }
  }
  std::uint16_t port() const {
    return ntohs(bytes.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&bytes)->sin6_port
                                             : reinterpret_cast<const sockaddr_in*>(&bytes)->sin_port);
  }
};

Result<Address> resolve(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); error != 0) {
    return fail(ErrorKind::usage, "cannot listen on '" + host + "': " + ::gai_strerror(error));
  }
  Address address;
  std::memcpy(&address.bytes, found->ai_addr, found->ai_addrlen);
  address.size = found->ai_addrlen;
  ::freeaddrinfo(found);
  return address;
}

// A bound socket, or -1 with errno.
int bind_socket(const Address& address) {
  const int fd = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address.bytes), address.size) == 0) return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

std::uint16_t bound_port(int fd) {
  Address address;
  address.size = sizeof address.bytes;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address.bytes), &address.size);
  return address.port();
}

// Only a port that was bound by its number outlives shutdown() and listen(), so a free one is bound twice.
int bind_any_port(Address address) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    address.set_port(0);
    const int probe = bind_socket(address);
    if (probe < 0) return -1;
    address.set_port(bound_port(probe));
    ::close(probe);
    const int fd = bind_socket(address);
    if (fd >= 0 && ::listen(fd, kBacklog) == 0) return fd;
    if (fd >= 0) ::close(fd);
  }
  return -1;
}

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
  Impl(Loop& owner, asio::io_context& context, int fd, Accepted on_accepted)
      : loop(owner), descriptor(context, fd), accepted(std::move(on_accepted)), port(bound_port(fd)) {}

  void wait() {
    if (!listening || waiting || !descriptor.is_open()) return;
    waiting = true;
    descriptor.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](error_code error) {
      self->waiting = false;
      if (!error) self->take();
    });
  }

  void take() {
    for (int i = 0; i < kAcceptsAtOnce && listening; ++i) {
      const int fd = ::accept4(descriptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd >= 0) {
        accepted(fd);
        continue;
      }
      if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        loop.at(loop.now() + kNoDescriptorsPause, [self = shared_from_this()] { self->wait(); });
        return;
      }
      if (errno == EINTR || errno == ECONNABORTED) continue;
      break;
    }
    wait();
  }

  Loop& loop;
  asio::posix::stream_descriptor descriptor;
  Accepted accepted;
  const std::uint16_t port;
  bool listening = true, waiting = false;
};

Listener::Listener(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::open(Loop& loop, const std::string& host, std::uint16_t port,
                                                 Accepted accepted) {
  SQUALL_TRY_ASSIGN(auto address, resolve(host));
  address.set_port(port);
  int fd = port == 0 ? bind_any_port(address) : bind_socket(address);
  if (fd >= 0 && port != 0 && ::listen(fd, kBacklog) != 0) {
    const int error = errno;
    ::close(fd);
    fd = -1;
    errno = error;
  }
  if (fd < 0) {
    const int error = errno;
    return fail(ErrorKind::unavailable,
                "cannot listen on " + host + ":" + std::to_string(port) + ": " + std::strerror(error), {},
                error == EADDRINUSE ? "another program has that port; choose another or let Squall choose" : "");
  }
  std::shared_ptr<Impl> impl;
  loop.call([&] { impl = std::make_shared<Impl>(loop, loop.impl_->context, fd, std::move(accepted)); });
  if (!impl) {
    ::close(fd);
    return fail(ErrorKind::unavailable, "the engine has been stopped");
  }
  loop.post([impl] { impl->wait(); });
  return std::unique_ptr<Listener>(new Listener(impl));
}

std::uint16_t Listener::port() const {
  return impl_->port;
}

void Listener::refuse() {
  if (!impl_->listening) return;
  impl_->listening = false;
  ::shutdown(impl_->descriptor.native_handle(), SHUT_RD);
}

void Listener::accept() {
  if (impl_->listening || !impl_->descriptor.is_open()) return;
  if (::listen(impl_->descriptor.native_handle(), kBacklog) != 0) return;
  impl_->listening = true;
  impl_->wait();
}

void Listener::close() {
  impl_->listening = false;
  error_code ignored;
  impl_->descriptor.close(ignored);
}

}  // namespace squall::chaos::net
