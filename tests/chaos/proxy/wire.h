#pragma once
// Plain blocking sockets, independent of the engine under test: what a client or provider saw, byte for byte.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace squall::tests {

enum class End { open, fin, rst };  // open: nothing came in time

class Wire {
 public:
  explicit Wire(int fd = -1) : fd_(fd) {}
  Wire(Wire&& other) noexcept : fd_(std::exchange(other.fd_, -1)), end_(other.end_) {}
  Wire& operator=(Wire&& other) noexcept {
    close();
    fd_ = std::exchange(other.fd_, -1);
    end_ = other.end_;
    return *this;
  }
  ~Wire() { close(); }

  static Wire dial(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      ::close(fd);
      errno = error;
      return Wire();
    }
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return Wire(fd);
  }

  bool connected() const { return fd_ >= 0; }
  int descriptor() const { return fd_; }
  End end() const { return end_; }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void half_close() { ::shutdown(fd_, SHUT_WR); }
  void reset() {
    const linger hard{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
  }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  // What comes next, or "" at the end or when nothing came in time.
  std::string read_some(std::chrono::milliseconds patience = std::chrono::seconds(10)) {
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return {};
    char buffer[65536];
    const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
    if (count > 0) return std::string(buffer, static_cast<std::size_t>(count));
    end_ = count == 0 ? End::fin : End::rst;
    return {};
  }
  // Everything up to the end.
  std::string read_all() {
    std::string all;
    while (end_ == End::open) {
      const auto some = read_some();
      if (some.empty() && end_ == End::open) break;
      all += some;
    }
    return all;
  }
  // Reads on until `done` says so or nothing more comes.
  std::string read_until(const std::function<bool(const std::string&)>& done) {
    std::string all;
    while (end_ == End::open && !done(all)) {
      const auto some = read_some();
      if (some.empty()) break;
      all += some;
    }
    return all;
  }
  std::string read(std::size_t bytes) {
    return read_until([bytes](const std::string& all) { return all.size() >= bytes; });
  }
  std::string read_to(const std::string& last) {
    return read_until([&last](const std::string& all) { return all.ends_with(last); });
  }

 private:
  int fd_;
  End end_ = End::open;
};

// Runs `serve` on a thread of its own for each connection.
class RawProvider {
 public:
  explicit RawProvider(std::function<void(Wire&)> serve) : serve_(std::move(serve)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(fd_, 128), 0);
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread([this] { accept(); });
  }
  ~RawProvider() {
    ::shutdown(fd_, SHUT_RDWR);
    acceptor_.join();
    ::close(fd_);
    const std::scoped_lock lock(mutex_);
    threads_.clear();
  }
  std::uint16_t port() const { return port_; }

 private:
  void accept() {
    while (true) {
      const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const std::scoped_lock lock(mutex_);
      threads_.emplace_back([this, fd] {
        Wire wire(fd);
        serve_(wire);
      });
    }
  }

  std::function<void(Wire&)> serve_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::jthread> threads_;
  std::jthread acceptor_;
};

// A port whose backlog is full: the kernel answers no SYN.
class BlackHole {
 public:
  BlackHole() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(fd_, 0), 0);
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    for (int i = 0; i < 3; ++i) {
      fillers_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      (void)::connect(fillers_.back(), reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
  }
  ~BlackHole() {
    for (const int filler : fillers_) ::close(filler);
    ::close(fd_);
  }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
  std::vector<int> fillers_;
};

// Waits for something that another thread brings about; false when it does not within a generous time.
inline bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace squall::tests
