#include "chaos/net/datagram_port.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "chaos/net/bound_socket.h"
#include "chaos/net/loop_impl.h"

namespace squall::chaos::net {
namespace {

constexpr int kReadsAtOnce = 64;
constexpr int kRoom = 4 << 20;  // bytes that the kernel keeps for us, as far as it likes

// Connected to nobody but itself, the socket has no ear for others, whose datagrams get ICMP's port unreachable.
bool hear_nobody(int fd) {
  Address self;
  return ::getsockname(fd, self.get(), &self.size) == 0 && ::connect(fd, self.get(), self.size) == 0;
}

bool hear_everybody(int fd) {
  sockaddr nobody{};
  nobody.sa_family = AF_UNSPEC;
  return ::connect(fd, &nobody, sizeof nobody) == 0;
}

}  // namespace

struct DatagramPort::Impl final : Watcher {
  Impl(Core& owners_core, int bound, Received on_received)
      : core(owners_core), fd(bound), received(std::move(on_received)), port(bound_port(bound)) {}
  ~Impl() override {
    if (fd >= 0) ::close(fd);
  }

  void ready(std::uint32_t) override {
    for (int i = 0; i < kReadsAtOnce && fd >= 0; ++i) {
      Address from;
      const auto count = ::recvfrom(fd, core.buffer.data(), core.buffer.size(), 0, from.get(), &from.size);
      if (count >= 0) {
        received(from, {core.buffer.data(), static_cast<std::size_t>(count)});
      } else if (errno != EINTR) {
        return;
      }
    }
  }

  Core& core;
  int fd;
  Received received;
  const std::uint16_t port;
  Welcome welcome = Welcome::accept;
};

DatagramPort::DatagramPort(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
DatagramPort::~DatagramPort() = default;

contracts::Result<std::unique_ptr<DatagramPort>> DatagramPort::open(Loop& loop, const std::string& host,
                                                                    std::uint16_t port, Received received) {
  SQUALL_TRY_ASSIGN(const int fd, bind_port(host, port, SOCK_DGRAM, [](int) { return true; }));
  ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kRoom, sizeof kRoom);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kRoom, sizeof kRoom);
  std::shared_ptr<Impl> impl;
  loop.call([&] {
    impl = std::make_shared<Impl>(loop.impl_->core, fd, std::move(received));
    impl->core.keep(impl);
  });
  if (!impl) {
    ::close(fd);
    return contracts::fail(contracts::ErrorKind::unavailable, "the engine has been stopped");
  }
  loop.post([impl] {
    if (impl->fd >= 0) impl->core.poller.want(*impl, impl->fd, EPOLLIN);
  });
  return std::unique_ptr<DatagramPort>(new DatagramPort(impl));
}

std::uint16_t DatagramPort::port() const {
  return impl_->port;
}

bool DatagramPort::welcome(Welcome how) {
  const int fd = impl_->fd;
  const Welcome before = impl_->welcome;
  if (fd < 0 || how == before) return true;
  if (before == Welcome::refuse && !hear_everybody(fd)) return false;
  if (before == Welcome::ignore && !hear(fd, true)) return false;
  impl_->welcome = Welcome::accept;
  if (how == Welcome::refuse && !hear_nobody(fd)) return false;
  if (how == Welcome::ignore && !hear(fd, false)) return false;
  impl_->welcome = how;
  return true;
}

void DatagramPort::close() {
  if (impl_->fd < 0) return;
  impl_->core.poller.want(*impl_, impl_->fd, 0);
  ::close(std::exchange(impl_->fd, -1));
  impl_->core.let_go(*impl_);
}

bool DatagramPort::send(const Address& to, std::string_view bytes) {
  return impl_->fd >= 0 && ::sendto(impl_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL, to.get(), to.size) >= 0;
}

}  // namespace squall::chaos::net
