// Answers every read after a wait and does nothing else: no upstream, no relay. What a delay costs on this machine by
// itself, for the tail of Squall's latency fault to be held against. One thread; requests fit one read each.
// Usage: delaying_responder PORT DELAY_US

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string_view>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
constexpr microseconds kWatch{60};  // the loop does not sleep through the last of a wait, as Squall's does not

struct Owed {
  Clock::time_point due;
  int socket;
};

int listening(std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound = bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  return bound && listen(listener, 512) == 0 ? listener : -1;
}

class Responder {
 public:
  Responder(int listener, microseconds delay) : listener_(listener), delay_(delay), epoll_(epoll_create1(0)) {
    watch(listener);
  }

  void turn() {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), patience());
    answer_what_is_due();
    for (int i = 0; i < count; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      socket == listener_ ? accept_all() : read_one(socket);
    }
  }

 private:
  void watch(int socket) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
  }

  int patience() const {
    if (owed_.empty()) return -1;
    const auto left = owed_.front().due - Clock::now() - kWatch;
    return left <= left.zero() ? 0 : static_cast<int>(std::chrono::floor<std::chrono::milliseconds>(left).count());
  }

  void answer_what_is_due() {
    while (!owed_.empty() && owed_.front().due <= Clock::now()) {
      [[maybe_unused]] const auto sent = send(owed_.front().socket, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
      owed_.pop_front();
    }
  }

  void accept_all() {
    for (int socket; (socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
      const int on = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      watch(socket);
    }
  }

  void read_one(int socket) {
    std::array<char, 4096> bytes;
    const auto got = recv(socket, bytes.data(), bytes.size(), 0);
    if (got > 0) {
      owed_.push_back({Clock::now() + delay_, socket});
    } else if (got == 0 || errno != EAGAIN) {
      std::erase_if(owed_, [&](const Owed& one) { return one.socket == socket; });
      close(socket);
    }
  }

  int listener_;
  microseconds delay_;
  int epoll_;
  std::deque<Owed> owed_;  // by due: all wait as long
};

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fprintf(stderr, "usage: delaying_responder PORT DELAY_US\n");
    return 2;
  }
  const int listener = listening(static_cast<std::uint16_t>(std::atoi(words[1])));
  if (listener < 0) {
    std::perror("delaying_responder");
    return 3;
  }
  Responder responder(listener, microseconds(std::atol(words[2])));
  for (;;) responder.turn();
}
