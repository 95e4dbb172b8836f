#pragma once
// Plain blocking UDP sockets, independent of the engine under test.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace squall::tests {

class UdpWire {
 public:
  UdpWire() : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {}
  explicit UdpWire(std::uint16_t port) : UdpWire() {
    const auto to = loopback(port);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  ~UdpWire() { ::close(fd_); }
  UdpWire(const UdpWire&) = delete;
  UdpWire& operator=(const UdpWire&) = delete;

  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  int descriptor() const { return fd_; }
  bool send(std::string_view bytes) const { return ::send(fd_, bytes.data(), bytes.size(), 0) >= 0; }
  // nullopt: nothing came in time, or an error that errno tells.
  std::optional<std::string> receive(std::chrono::milliseconds patience = std::chrono::seconds(10)) const {
    pollfd wait{fd_, POLLIN, 0};
    errno = 0;
    if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
    std::vector<char> buffer(70000);
    const auto count = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (count < 0) return std::nullopt;
    return std::string(buffer.data(), static_cast<std::size_t>(count));
  }
  // As many datagrams as come, until none does for so long.
  std::vector<std::string> receive_all(std::size_t count, std::chrono::milliseconds quiet) const {
    std::vector<std::string> all;
    while (auto one = receive(all.size() < count ? std::chrono::seconds(10) : quiet)) all.push_back(*one);
    return all;
  }

 private:
  int fd_;
};

// Answers each datagram with itself, as a name server answers each query with its identifier.
class UdpEcho {
 public:
  UdpEcho() {
    const auto any = UdpWire::loopback(0);
    EXPECT_EQ(::bind(socket_.descriptor(), reinterpret_cast<const sockaddr*>(&any), sizeof any), 0);
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    ::getsockname(socket_.descriptor(), reinterpret_cast<sockaddr*>(&bound), &size);
    port_ = ntohs(bound.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }
  std::uint16_t port() const { return port_; }
  int received() const { return received_; }

 private:
  void serve(const std::stop_token& stop) {
    std::vector<char> buffer(70000);
    while (!stop.stop_requested()) {
      pollfd wait{socket_.descriptor(), POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      sockaddr_in from{};
      socklen_t size = sizeof from;
      auto* const sender = reinterpret_cast<sockaddr*>(&from);
      const auto count = ::recvfrom(socket_.descriptor(), buffer.data(), buffer.size(), 0, sender, &size);
      if (count < 0) continue;
      ++received_;
      ::sendto(socket_.descriptor(), buffer.data(), static_cast<std::size_t>(count), 0, sender, size);
    }
  }

  UdpWire socket_;
  std::uint16_t port_ = 0;
  std::atomic<int> received_{0};
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace squall::tests
