#include "chaos/net/connector.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace squall::chaos::net {

Connector::Connector(Core& core, std::string host, std::uint16_t port, std::optional<Instant> patience)
    : core_(core), host_(std::move(host)), port_(port), patience_(patience) {}

Connector::~Connector() {
  if (fd_ >= 0) ::close(fd_);
}

void Connector::start(Done done) {
  done_ = std::move(done);
  core_.keep(shared_from_this());
  const std::weak_ptr<Connector> weak = weak_from_this();
  if (patience_) {
    timer_ = core_.timers.at(core_.timers.now() + *patience_, [weak] {
      const auto self = weak.lock();
      if (self) self->timer_ = 0;
      if (self) self->finish(-1, "no connection in time");
    });
  }
  if (const auto literal = literal_address(host_, port_)) {
    addresses_ = {*literal};
    return try_next();
  }
  core_.resolver.resolve(host_, port_, [weak](const contracts::Result<std::vector<Address>>& found) {
    const auto self = weak.lock();
    if (!self || !self->done_) return;
    if (!found) return self->finish(-1, found.error().message);
    self->addresses_.assign(found->begin(), found->end());
    self->try_next();
  });
}

void Connector::cancel() {
  finish(-1, {});
}

void Connector::ready(std::uint32_t) {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return failed(std::strerror(error));
  core_.poller.want(*this, fd_, 0);
  finish(std::exchange(fd_, -1), {});
}

void Connector::try_next() {
  if (addresses_.empty()) return finish(-1, why_);
  const Address address = addresses_.front();
  addresses_.pop_front();
  try_address(address);
}

void Connector::try_address(const Address& address) {
  fd_ = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const bool begun = fd_ >= 0 && (::connect(fd_, address.get(), address.size) == 0 || errno == EINPROGRESS) &&
                     core_.poller.want(*this, fd_, EPOLLOUT);
  if (begun) return;
  // Never inside start().
  core_.timers.at(core_.timers.now(), [weak = weak_from_this(), why = std::string(std::strerror(errno))] {
    if (const auto self = weak.lock()) self->failed(why);
  });
}

void Connector::failed(const std::string& why) {
  if (!done_) return;
  why_ = why;
  drop_socket();
  try_next();
}

void Connector::finish(int fd, const std::string& why) {
  const auto done = std::exchange(done_, nullptr);
  if (timer_ != 0) core_.timers.cancel(std::exchange(timer_, 0));
  drop_socket();
  core_.let_go(*this);
  if (done && (fd >= 0 || !why.empty())) done(fd, why);
}

void Connector::drop_socket() {
  if (fd_ < 0) return;
  core_.poller.want(*this, fd_, 0);
  ::close(std::exchange(fd_, -1));
}

}  // namespace squall::chaos::net
