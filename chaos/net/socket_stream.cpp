// Stream over an Asio socket.
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <vector>

#include "chaos/net/loop_asio.h"

namespace squall::chaos::net {
namespace {

using tcp = asio::ip::tcp;
constexpr std::size_t kReadSize = 32u * 1024;
constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kLingerBytes = 1u << 20;

class SocketStream final : public Stream, public std::enable_shared_from_this<SocketStream> {
 public:
  SocketStream(asio::io_context& context, Timers& timers) : socket_(context), resolver_(context), timers_(timers) {}

  void adopt(int fd) {
    error_code ignored;
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const bool v6 =
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0 && address.ss_family == AF_INET6;
    socket_.assign(v6 ? tcp::v6() : tcp::v4(), fd, ignored);
    prepare();
  }

  void will_dial(std::string host, std::uint16_t port) {
    host_ = std::move(host);
    port_ = port;
  }

  void start(StreamEvents* events) override {
    events_ = events;
    if (open_) {
      read();
    } else {
      dial();
    }
  }

  void pause() override { paused_ = true; }

  void resume() override {
    if (!paused_) return;
    paused_ = false;
    read();
  }

  void write(std::string_view bytes) override {
    if (broken_ || fin_wanted_ || bytes.empty()) return;
    if (open_ && pending() == 0) bytes = send_now(bytes);
    if (bytes.empty()) return;
    queued_.append(bytes);
    if (open_) flush();
  }

  std::size_t pending() const override { return queued_.size() + sending_.size(); }

  void half_close() override {
    if (fin_wanted_) return;
    fin_wanted_ = true;
    if (open_ && pending() == 0) send_fin();
  }

  void close() override {
    events_ = nullptr;
    if (!open_ || broken_) {
      end();
      return;
    }
    if (closing_) return;
    closing_ = true;
    const auto self = shared_from_this();
    linger_timer_ = timers_.at(timers_.now() + kLinger, [self] {
      self->linger_timer_ = 0;
      self->end();
    });
    half_close();
    if (ended_) {
      if (pending() == 0) end();
      return;
    }
    paused_ = false;
    read();
  }

  void reset() override {
    events_ = nullptr;
    error_code ignored;
    if (open_) socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    end();
  }

  std::string peer() const override {
    error_code error;
    const auto endpoint = socket_.remote_endpoint(error);
    if (error) return host_.empty() ? "" : host_ + ":" + std::to_string(port_);
    const auto address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
  }

 private:
  void prepare() {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
    open_ = true;
  }

  void dial() {
    error_code not_literal;
    const auto address = asio::ip::make_address(host_, not_literal);
    const auto self = shared_from_this();
    if (!not_literal) {
      socket_.async_connect({address, port_}, [self](error_code error) { self->dialled(error); });
      return;
    }
    resolver_.async_resolve(
        host_, std::to_string(port_), [self](error_code error, const tcp::resolver::results_type& found) {
          if (error) return self->dialled(error);
          asio::async_connect(self->socket_, found,
                              [self](error_code failed, const tcp::endpoint&) { self->dialled(failed); });
        });
  }

  void dialled(error_code error) {
    if (events_ == nullptr) return;
    if (error) {
      broken_ = true;
      std::exchange(events_, nullptr)->on_refused(error.message());
      return;
    }
    prepare();
    const auto self = shared_from_this();
    events_->on_connected();
    if (!open_) return;
    if (!queued_.empty()) {
      flush();
    } else if (fin_wanted_) {
      send_fin();
    }
    read();
  }

  void read() {
    if (reading_ || paused_ || ended_ || !open_ || broken_) return;
    reading_ = true;
    if (buffer_.empty()) buffer_.resize(kReadSize);
    socket_.async_read_some(asio::buffer(buffer_), [self = shared_from_this()](error_code error, std::size_t count) {
      self->reading_ = false;
      self->was_read(error, count);
    });
  }

  void was_read(error_code error, std::size_t count) {
    if (!open_) return;
    if (error == asio::error::eof) {
      ended_ = true;
      if (closing_) {
        if (pending() == 0) end();
      } else if (events_ != nullptr) {
        events_->on_end();
      }
      return;
    }
    if (error) return broke();
    if (closing_) {
      lingered_ += count;
      if (lingered_ > kLingerBytes && pending() == 0) return end();
    } else if (events_ != nullptr) {
      events_->on_bytes({buffer_.data(), count});
    }
    read();
  }

  // What the kernel does not take at once is returned.
  std::string_view send_now(std::string_view bytes) {
    error_code error;
    const std::size_t sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
    if (error == asio::error::would_block || error == asio::error::try_again) return bytes;
    if (error) {
      broken_ = true;
      asio::post(socket_.get_executor(), [self = shared_from_this()] { self->broke(); });
      return {};
    }
    return bytes.substr(sent);
  }

  void flush() {
    if (!sending_.empty() || queued_.empty() || broken_) return;
    sending_.swap(queued_);
    asio::async_write(socket_, asio::buffer(sending_), [self = shared_from_this()](error_code error, std::size_t) {
      self->sending_.clear();
      if (!self->open_) return;
      if (error) return self->broke();
      self->flushed();
    });
  }

  void flushed() {
    if (!queued_.empty()) return flush();
    if (fin_wanted_) send_fin();
    if (closing_ && ended_) return end();
    if (events_ != nullptr) events_->on_drained();
  }

  void send_fin() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }

  void broke() {
    broken_ = true;
    auto* const events = std::exchange(events_, nullptr);
    end();
    if (events != nullptr) events->on_reset();
  }

  void end() {
    if (linger_timer_ != 0) timers_.cancel(std::exchange(linger_timer_, 0));
    open_ = false;
    broken_ = true;
    error_code ignored;
    resolver_.cancel();
    socket_.close(ignored);
  }

  tcp::socket socket_;
  tcp::resolver resolver_;
  Timers& timers_;
  std::string host_;
  std::uint16_t port_ = 0;
  StreamEvents* events_ = nullptr;
  std::vector<char> buffer_;
  std::string queued_, sending_;  // sending_ belongs to the kernel's write until it is done
  bool open_ = false, paused_ = false, reading_ = false, ended_ = false;
  bool fin_wanted_ = false, closing_ = false, broken_ = false;
  std::size_t lingered_ = 0;
  TimerId linger_timer_ = 0;
};

}  // namespace

std::shared_ptr<Stream> make_adopted(asio::io_context& context, Timers& timers, int connected_socket) {
  auto stream = std::make_shared<SocketStream>(context, timers);
  stream->adopt(connected_socket);
  return stream;
}

std::shared_ptr<Stream> make_dialled(asio::io_context& context, Timers& timers, const std::string& host,
                                     std::uint16_t port) {
  auto stream = std::make_shared<SocketStream>(context, timers);
  stream->will_dial(host, port);
  return stream;
}

}  // namespace squall::chaos::net
