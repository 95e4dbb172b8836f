// Listening sockets, so that they can refuse connections and keep their port.
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "chaos/net/address.h"
#include "chaos/net/loop_impl.h"

namespace squall::chaos::net {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;

constexpr int kBacklog = 4096;
constexpr int kAcceptsAtOnce = 64;
constexpr std::chrono::milliseconds kNoDescriptorsPause{50};

// A bound socket, or -1 with errno.
int bind_socket(const Address& address) {
  const int fd = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, address.get(), address.size) == 0) return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

std::uint16_t bound_port(int fd) {
  Address address;
  ::getsockname(fd, address.get(), &address.size);
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

struct Listener::Impl final : Watcher, std::enable_shared_from_this<Listener::Impl> {
  Impl(Loop& owner, Core& owners_core, int bound, Accepted on_accepted, Trouble on_trouble)
      : loop(owner),
        core(owners_core),
        fd(bound),
        accepted(std::move(on_accepted)),
        trouble(std::move(on_trouble)),
        port(bound_port(bound)) {}
  ~Impl() override {
    if (fd >= 0) ::close(fd);
  }

  void watch() { core.poller.want(*this, fd, listening && !resting ? EPOLLIN : 0u); }

  void ready(std::uint32_t) override {
    for (int i = 0; i < kAcceptsAtOnce && listening; ++i) {
      const int socket = ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket >= 0) {
        accepted(socket);
      } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        return rest(errno);
      } else if (errno != EINTR && errno != ECONNABORTED) {
        return;
      }
    }
  }

  // There are no descriptors left: connections wait in the backlog until some are.
  void rest(int error) {
    resting = true;
    watch();
    if (const auto tell = std::exchange(trouble, nullptr)) {
      tell("connections to port " + std::to_string(port) + " wait until others are closed: " + std::strerror(error));
    }
    loop.at(loop.now() + kNoDescriptorsPause, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self || self->fd < 0) return;
      self->resting = false;
      self->watch();
    });
  }

  Loop& loop;
  Core& core;
  int fd;
  Accepted accepted;
  Trouble trouble;  // until it was told
  const std::uint16_t port;
  bool listening = true, resting = false;
};

Listener::Listener(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::open(Loop& loop, const std::string& host, std::uint16_t port,
                                                 Accepted accepted, Trouble trouble) {
  const auto found = resolve(host, port, true);
  if (!found) return fail(ErrorKind::usage, "cannot listen on '" + host + "': " + found.error().message);
  const Address& address = found->front();
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
  loop.call([&] {
    impl = std::make_shared<Impl>(loop, loop.impl_->core, fd, std::move(accepted), std::move(trouble));
    loop.impl_->core.keep(impl);
  });
  if (!impl) {
    ::close(fd);
    return fail(ErrorKind::unavailable, "the engine has been stopped");
  }
  loop.post([impl] { impl->watch(); });
  return std::unique_ptr<Listener>(new Listener(impl));
}

std::uint16_t Listener::port() const {
  return impl_->port;
}

void Listener::refuse() {
  if (!impl_->listening) return;
  impl_->listening = false;
  impl_->watch();
  ::shutdown(impl_->fd, SHUT_RD);
}

void Listener::accept() {
  if (impl_->listening || impl_->fd < 0) return;
  if (::listen(impl_->fd, kBacklog) != 0) return;
  impl_->listening = true;
  impl_->watch();
}

void Listener::close() {
  if (impl_->fd < 0) return;
  impl_->listening = false;
  impl_->watch();
  ::close(std::exchange(impl_->fd, -1));
  impl_->core.let_go(*impl_);
}

}  // namespace squall::chaos::net
