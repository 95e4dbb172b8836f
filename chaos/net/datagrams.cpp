#include "chaos/net/datagrams.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>

#include "chaos/net/address.h"
#include "chaos/net/core.h"

namespace squall::chaos::net {
namespace {

constexpr int kReadsAtOnce = 64;
constexpr std::size_t kKept = 64;

class SocketDatagrams final : public Datagrams, public Watcher, public std::enable_shared_from_this<SocketDatagrams> {
 public:
  SocketDatagrams(Core& core, std::string host, std::uint16_t port)
      : core_(core), host_(std::move(host)), port_(port) {}
  ~SocketDatagrams() override {
    if (fd_ >= 0) ::close(fd_);
  }

  void start(DatagramEvents* events) override {
    events_ = events;
    core_.keep(shared_from_this());
    if (const auto literal = literal_address(host_, port_)) {
      addresses_ = {*literal};
      return open_next();
    }
    core_.resolver.resolve(host_, port_,
                           [weak = weak_from_this()](const contracts::Result<std::vector<Address>>& found) {
                             const auto self = weak.lock();
                             if (!self || self->events_ == nullptr) return;
                             if (!found) return self->events_->on_unreachable(found.error().message);
                             self->addresses_.assign(found->begin(), found->end());
                             self->open_next();
                           });
  }

  bool send(std::string_view bytes) override {
    if (fd_ < 0) {
      if (kept_.size() >= kKept) return false;
      kept_.emplace_back(bytes);
      return true;
    }
    // An error that ICMP told of is reported once by whatever comes next, which is then done again.
    for (int attempt = 0; attempt < 2; ++attempt) {
      if (::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0) {
        // For the next address, should nobody be at this one.
        if (!addresses_.empty() && kept_.size() < kKept) kept_.emplace_back(bytes);
        return true;
      }
      if (errno != ECONNREFUSED) return false;
      tell_unreachable();
    }
    return false;
  }

  void close() override {
    events_ = nullptr;
    close_socket();
    core_.let_go(*this);
  }

  void ready(std::uint32_t) override {
    const auto self = shared_from_this();
    for (int i = 0; i < kReadsAtOnce && fd_ >= 0; ++i) {
      const auto count = ::recv(fd_, core_.buffer.data(), core_.buffer.size(), 0);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return errno == EAGAIN ? void() : refused(errno);
      addresses_.clear();
      kept_.clear();
      events_->on_datagram({core_.buffer.data(), static_cast<std::size_t>(count)});
    }
  }

 private:
  // A name may stand for several addresses, of which the first that does not refuse is the peer's.
  void open_next() {
    const Address address = addresses_.front();
    addresses_.pop_front();
    fd_ = ::socket(address.bytes.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0 || ::connect(fd_, address.get(), address.size) != 0 || !core_.poller.want(*this, fd_, EPOLLIN)) {
      // Never inside start().
      core_.timers.at(core_.timers.now(), [weak = weak_from_this(), error = errno] {
        if (const auto self = weak.lock(); self && self->events_ != nullptr) self->refused(error);
      });
      return;
    }
    for (const auto& bytes : std::exchange(kept_, {})) (void)send(bytes);
  }

  // A send has learnt it, and nothing else will.
  void tell_unreachable() {
    if (std::exchange(unreachable_, true)) return;
    core_.timers.at(core_.timers.now(), [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self && self->events_ != nullptr && self->unreachable_) self->refused(ECONNREFUSED);
    });
  }

  void refused(int error) {
    unreachable_ = false;
    close_socket();
    if (!addresses_.empty()) return open_next();
    events_->on_unreachable(std::strerror(error));
  }

  void close_socket() {
    if (fd_ < 0) return;
    core_.poller.want(*this, fd_, 0);
    ::close(std::exchange(fd_, -1));
  }

  Core& core_;
  const std::string host_;
  const std::uint16_t port_;
  DatagramEvents* events_ = nullptr;
  std::deque<Address> addresses_;  // not tried yet
  std::deque<std::string> kept_;   // sent, and nobody is known to be there
  int fd_ = -1;
  bool unreachable_ = false;  // to be told
};

}  // namespace

std::shared_ptr<Datagrams> make_datagrams(Core& core, const std::string& host, std::uint16_t port) {
  return std::make_shared<SocketDatagrams>(core, host, port);
}

}  // namespace squall::chaos::net
