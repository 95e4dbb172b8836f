// The name server over real sockets.

#include "chaos/dns/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

#include "tests/chaos/dns/questions.h"

namespace squall::chaos::dns {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using tests::question;

// A socket to the server, with a patience of 2 s.
class Asker {
 public:
  Asker(int type, std::uint16_t port) : fd_(::socket(AF_INET, type, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{2, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~Asker() { ::close(fd_); }
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  bool connected() const { return connected_; }
  void send(const std::string& bytes) const {
    ASSERT_EQ(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  // One read; "" when nothing came, or the end.
  std::string receive() const {
    std::string bytes(2048, '\0');
    const auto count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return bytes;
  }
  std::string receive(std::size_t size) const {
    std::string all;
    while (all.size() < size) {
      const std::string more = receive();
      if (more.empty()) break;
      all += more;
    }
    return all;
  }

 private:
  int fd_;
  bool connected_ = false;
};

std::string framed(const std::string& bytes) {
  return std::string{static_cast<char>(bytes.size() >> 8), static_cast<char>(bytes.size() & 0xff)} + bytes;
}

Zone at(const std::string& address) {
  Zone zone;
  zone.names["payments.internal"] = {{address, 9102}};
  return zone;
}

std::unique_ptr<Server> open(Zone zone) {
  auto server = Server::open("127.0.0.1", 0, std::move(zone));
  if (!server) ADD_FAILURE() << server.error().message;
  return server ? std::move(*server) : nullptr;
}

std::string address_in(const std::string& answer) {
  return answer.size() < 4 ? "" : answer.substr(answer.size() - 4);
}

TEST(DnsServer, AnswersByUdpAndByTcp) {
  const auto server = open(at("127.0.0.2"));
  const Asker udp(SOCK_DGRAM, server->port()), tcp(SOCK_STREAM, server->port());
  udp.send(question("payments.internal", type_a));
  EXPECT_EQ(address_in(udp.receive()), "\x7f\0\0\x02"s);
  // Two questions in pieces, answered in order.
  const std::string both = framed(question("payments.internal", type_a, 1)) + framed(question("x", type_a, 2));
  tcp.send(both.substr(0, 9));
  std::this_thread::sleep_for(5ms);
  tcp.send(both.substr(9));
  const std::string answers = tcp.receive(2 + 51 + 2 + 19);
  ASSERT_EQ(answers.size(), 2u + 51u + 2u + 19u);
  EXPECT_EQ(address_in(answers.substr(0, 53)), "\x7f\0\0\x02"s);
  EXPECT_EQ(answers.substr(55, 4), "\0\x02\x85\x03"s);
  EXPECT_EQ(server->answered(), 3u);
}

TEST(DnsServer, MovesAnAddress) {
  const auto server = open(at("127.0.0.2"));
  const Asker udp(SOCK_DGRAM, server->port());
  server->set(at("127.0.0.3").names);
  EXPECT_EQ(server->answered(), 0u);
  udp.send(question("payments.internal", type_a));
  EXPECT_EQ(address_in(udp.receive()), "\x7f\0\0\x03"s);
  EXPECT_EQ(server->answered(), 1u);
}

TEST(DnsServer, IsAsSlowAsItIsTold) {
  Zone zone = at("127.0.0.2");
  zone.delay = 150ms;
  const auto server = open(zone);
  const Asker udp(SOCK_DGRAM, server->port());
  const auto began = std::chrono::steady_clock::now();
  udp.send(question("payments.internal", type_a));
  EXPECT_EQ(address_in(udp.receive()), "\x7f\0\0\x02"s);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 150ms);
}

TEST(DnsServer, CountsWhoMetAFault) {
  const auto server = open(at("127.0.0.2"));
  const Asker udp(SOCK_DGRAM, server->port());
  const auto ask = [&] {
    udp.send(question("payments.internal", type_a));
    return udp.receive();
  };
  const std::string name = "payments.internal";
  server->set_faults({{name, {names::Fault::Kind::failing, 0ns}}});
  EXPECT_EQ(ask().substr(2, 2), "\x85\x02"s);
  EXPECT_EQ(server->struck(name), 1u);
  server->set_faults({{name, {names::Fault::Kind::unanswered, 0ns}}});
  udp.send(question("payments.internal", type_a, 3));
  udp.send(question("other.internal", type_a, 4));
  EXPECT_EQ(udp.receive().substr(0, 4), "\0\x04\x85\x03"s) << "silence for the first, no such name for the second";
  EXPECT_EQ(server->struck(name), 2u);
  EXPECT_EQ(server->struck("other.internal"), 0u);
  server->set_faults({});
  EXPECT_EQ(address_in(ask()), "\x7f\0\0\x02"s);
  EXPECT_EQ(server->struck(name), 2u);
}

TEST(DnsServer, RefusesWhatIsNoQueryAndGoesOn) {
  const auto server = open(at("127.0.0.2"));
  const Asker udp(SOCK_DGRAM, server->port()), tcp(SOCK_STREAM, server->port());
  udp.send("?");
  udp.send(question("payments", type_a, 7).substr(0, 15));
  EXPECT_EQ(udp.receive(), "\0\x07\x80\x01\0\0\0\0\0\0\0\0"s);
  tcp.send(framed(""));
  tcp.send(framed(std::string(40'000, 'x')));
  udp.send(question("payments.internal", type_a));
  EXPECT_EQ(address_in(udp.receive()), "\x7f\0\0\x02"s);
}

TEST(DnsServer, BoundsItsClientsAndGivesItsPortBack) {
  auto server = open(at("127.0.0.2"));
  std::vector<std::unique_ptr<Asker>> many;
  many.reserve(70);
  for (int i = 0; i < 70; ++i) many.push_back(std::make_unique<Asker>(SOCK_STREAM, server->port()));
  const Asker udp(SOCK_DGRAM, server->port());
  udp.send(question("payments.internal", type_a));
  EXPECT_EQ(address_in(udp.receive()), "\x7f\0\0\x02"s);
  const std::uint16_t port = server->port();
  server.reset();
  EXPECT_FALSE(Asker(SOCK_STREAM, port).connected());
  EXPECT_TRUE(Server::open("127.0.0.1", port, at("127.0.0.2")));
}

TEST(DnsServer, SaysThatAPortIsTaken) {
  const auto server = open(at("127.0.0.2"));
  const auto second = Server::open("127.0.0.1", server->port(), at("127.0.0.2"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, contracts::ErrorKind::unavailable);
}

}  // namespace
}  // namespace squall::chaos::dns
