// Stream over a TCP socket. While it is open or lingers, the core keeps it.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>

#include "chaos/net/arrival_stamp.h"
#include "chaos/net/connector.h"
#include "chaos/net/core.h"

namespace squall::chaos::net {
namespace {

constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kLingerBytes = 1u << 20;
constexpr std::size_t kQueueKept = 16u * 1024;

class SocketStream final : public Stream, public Watcher, public std::enable_shared_from_this<SocketStream> {
 public:
  SocketStream(Core& core, int fd) : core_(core) { adopt(fd); }
  SocketStream(Core& core, std::shared_ptr<Connector> connector) : core_(core), connector_(std::move(connector)) {}
  ~SocketStream() override {
    if (connector_) connector_->cancel();
    if (fd_ >= 0) ::close(fd_);
  }

  void start(StreamEvents* events) override {
    events_ = events;
    core_.keep(shared_from_this());
    if (open_) return watch();
    connector_->start([this](int fd, const std::string& why) { dialled(fd, why); });
  }

  void note_arrivals() override {
    noting_ = true;
    if (open_) arrivals_ = stamp_arrivals(fd_);
  }

  void pause() override {
    paused_ = true;
    watch();
  }

  void resume() override {
    paused_ = false;
    watch();
  }

  void write(std::string_view bytes) override {
    if (broken_ || fin_wanted_) return;
    if (open_ && pending() == 0) bytes = send_now(bytes);
    if (bytes.empty()) return;
    queued_.append(bytes);
    watch();
  }

  std::size_t pending() const override { return queued_.size() - sent_; }

  void half_close() override {
    if (fin_wanted_) return;
    fin_wanted_ = true;
    if (open_ && pending() == 0) ::shutdown(fd_, SHUT_WR);
  }

  void close() override {
    events_ = nullptr;
    if (broken_ || (!open_ && pending() == 0))
      return end();  // what was written before the dial was done still goes out
    if (closing_) return;
    closing_ = true;
    linger_timer_ = core_.timers.at(core_.timers.now() + kLinger, [self = shared_from_this()] {
      self->linger_timer_ = 0;
      self->end();
    });
    half_close();
    if (ended_ && pending() == 0) return end();
    paused_ = false;
    watch();
  }

  void reset() override {
    events_ = nullptr;
    const linger hard{1, 0};
    if (open_) ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    end();
  }

  std::string peer() const override {
    if (auto text = open_ ? peer_text(fd_) : ""; !text.empty()) return text;
    return connector_ ? connector_->target() : "";
  }

  void ready(std::uint32_t events) override {
    const bool wrong = (events & (EPOLLERR | EPOLLHUP)) != 0;
    if (reading() && (wrong || (events & EPOLLIN) != 0)) receive();
    if (open_ && pending() > 0 && (wrong || (events & EPOLLOUT) != 0)) flush();
  }

 private:
  bool reading() const { return open_ && !paused_ && !ended_ && !broken_; }

  void adopt(int fd) {
    fd_ = fd;
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    open_ = true;
    if (noting_) arrivals_ = stamp_arrivals(fd_);
  }

  void dialled(int fd, const std::string& why) {
    if (fd < 0) {
      auto* const events = std::exchange(events_, nullptr);
      end();
      if (events != nullptr) events->on_refused(why);
      return;
    }
    adopt(fd);
    if (events_ != nullptr) events_->on_connected();
    if (!open_) return;
    if (pending() > 0) {
      flush();
    } else if (fin_wanted_) {
      ::shutdown(fd_, SHUT_WR);
    }
    watch();
  }

  // Asks for the events that matter now.
  void watch() {
    if (!open_ || broken_) return;
    const std::uint32_t wanted = (reading() ? EPOLLIN : 0u) | (pending() > 0 ? EPOLLOUT : 0u);
    if (!core_.poller.want(*this, fd_, wanted)) break_later();
  }

  void receive() {
    std::optional<std::chrono::nanoseconds> age;
    const auto count =
        arrivals_ ? receive_stamped(fd_, core_.buffer, age) : ::recv(fd_, core_.buffer.data(), core_.buffer.size(), 0);
    if (count < 0) {
      if (errno != EAGAIN && errno != EINTR) broke();
      return;
    }
    if (count == 0) return peer_ended();
    const auto size = static_cast<std::size_t>(count);
    if (closing_) {
      lingered_ += size;
      if (lingered_ > kLingerBytes && pending() == 0) end();
    } else if (events_ != nullptr) {
      if (age) core_.arrived = core_.timers.now() - *age;
      events_->on_bytes({core_.buffer.data(), size});
      core_.arrived.reset();
    }
  }

  void peer_ended() {
    ended_ = true;
    watch();
    if (closing_) {
      if (pending() == 0) end();
    } else if (events_ != nullptr) {
      events_->on_end();
    }
  }

  // What the kernel does not take at once is returned.
  std::string_view send_now(std::string_view bytes) {
    if (bytes.empty()) return bytes;
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) return bytes.substr(static_cast<std::size_t>(sent));
    if (errno == EAGAIN || errno == EINTR) return bytes;
    break_later();
    return {};
  }

  void flush() {
    const std::size_t before = pending();
    const auto left = send_now(std::string_view(queued_).substr(sent_));
    if (broken_) return;
    sent_ += before - left.size();
    if (!left.empty()) {
      if (sent_ > queued_.size() / 2) queued_.erase(0, std::exchange(sent_, 0));
      return watch();
    }
    queued_.clear();
    if (queued_.capacity() > kQueueKept) queued_.shrink_to_fit();
    sent_ = 0;
    watch();
    flushed();
  }

  void flushed() {
    if (fin_wanted_) ::shutdown(fd_, SHUT_WR);
    if (closing_ && ended_) return end();
    if (events_ != nullptr) events_->on_drained();
  }

  // Never inside a call of the owner's.
  void break_later() {
    broken_ = true;
    core_.poller.want(*this, fd_, 0);
    core_.timers.at(core_.timers.now(), [self = shared_from_this()] { self->broke(); });
  }

  void broke() {
    auto* const events = std::exchange(events_, nullptr);
    end();
    if (events != nullptr) events->on_reset();
  }

  void end() {
    if (linger_timer_ != 0) core_.timers.cancel(std::exchange(linger_timer_, 0));
    if (connector_) connector_->cancel();
    broken_ = true;
    if (open_) {
      core_.poller.want(*this, fd_, 0);
      ::close(std::exchange(fd_, -1));
    }
    open_ = false;
    core_.let_go(*this);
  }

  Core& core_;
  std::shared_ptr<Connector> connector_;  // of a dialled stream
  int fd_ = -1;
  StreamEvents* events_ = nullptr;
  std::string queued_;  // not taken by the kernel yet, but for the first `sent_` bytes
  std::size_t sent_ = 0;
  bool open_ = false, paused_ = false, ended_ = false;
  bool noting_ = false, arrivals_ = false;  // asked for; the kernel does it
  bool fin_wanted_ = false, closing_ = false, broken_ = false;
  std::size_t lingered_ = 0;
  TimerId linger_timer_ = 0;
};

}  // namespace

std::shared_ptr<Stream> make_adopted(Core& core, int connected_socket) {
  return std::make_shared<SocketStream>(core, connected_socket);
}

std::shared_ptr<Stream> make_dialled(Core& core, const std::string& host, std::uint16_t port,
                                     std::optional<Instant> patience) {
  return std::make_shared<SocketStream>(core, std::make_shared<Connector>(core, host, port, patience));
}

}  // namespace squall::chaos::net
