// Listening sockets, so that they can refuse connections and keep their port.
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "chaos/net/address.h"
#include "chaos/net/bound_socket.h"
#include "chaos/net/loop_impl.h"

namespace squall::chaos::net {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;

constexpr int kBacklog = 4096;
constexpr int kAcceptsAtOnce = 64;
constexpr std::chrono::milliseconds kNoDescriptorsPause{50};

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
  Welcome welcome = Welcome::accept;
  bool listening = true, resting = false;
};

Listener::Listener(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::open(Loop& loop, const std::string& host, std::uint16_t port,
                                                 Accepted accepted, Trouble trouble) {
  SQUALL_TRY_ASSIGN(const int fd,
                    bind_port(host, port, SOCK_STREAM, [](int bound) { return ::listen(bound, kBacklog) == 0; }));
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

bool Listener::welcome(Welcome how) {
  auto& impl = *impl_;
  if (impl.fd < 0 || how == impl.welcome) return true;
  if (impl.welcome == Welcome::refuse && ::listen(impl.fd, kBacklog) != 0) return false;
  if ((how == Welcome::ignore || impl.welcome == Welcome::ignore) && !hear(impl.fd, how != Welcome::ignore))
    return false;
  impl.welcome = how;
  impl.listening = how != Welcome::refuse;
  impl.watch();
  if (how == Welcome::refuse) ::shutdown(impl.fd, SHUT_RD);
  return true;
}

void Listener::close() {
  if (impl_->fd < 0) return;
  impl_->listening = false;
  impl_->watch();
  ::close(std::exchange(impl_->fd, -1));
  impl_->core.let_go(*impl_);
}

}  // namespace squall::chaos::net
