// A catalogue over real sockets.

#include "chaos/catalogue/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>
#include <vector>

#include "tests/chaos/catalogue/asked.h"

namespace squall::chaos::catalogue {
namespace {

using namespace std::chrono_literals;

// A connection with a patience of 5 s.
class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{5, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  void send(const std::string& bytes) const { ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  void get(const std::string& target) const { send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"); }
  // Until this is in what came; all of that.
  std::string receive(const std::string& until) const {
    std::string all;
    char bytes[4096];
    while (all.find(until) == std::string::npos) {
      const auto count = ::recv(fd_, bytes, sizeof bytes, 0);
      if (count <= 0) return all + "<end>";
      all.append(bytes, static_cast<std::size_t>(count));
    }
    return all;
  }

 private:
  int fd_;
  bool connected_ = false;
};

std::unique_ptr<Server> open(ServerOptions options = {}) {
  auto server = Server::open(options, tests::two_hosts(), make_consul({}));
  if (!server) ADD_FAILURE() << server.error().message;
  return server ? std::move(*server) : nullptr;
}

const names::Names kMoved = {{"payments", {{"127.0.0.3", 9103, "edge.b"}}}};

TEST(CatalogueServer, AnswersWhoWaitsWhenAnAddressMoves) {
  const auto server = open();
  const Client waiting(server->port()), other(server->port());
  waiting.get("/v1/health/service/payments?index=1&wait=60s");
  other.get("/v1/catalog/service/payments");
  EXPECT_NE(other.receive("edge.b").find("edge.a"), std::string::npos);
  server->set(kMoved);
  const std::string answer = waiting.receive("edge.b");
  EXPECT_NE(answer.find("X-Consul-Index: 2"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("edge.a"), std::string::npos) << answer;
}

TEST(CatalogueServer, IsAsSlowAsItIsTold) {
  ServerOptions options;
  options.delay = 150ms;
  const auto server = open(options);
  const Client client(server->port());
  const auto began = std::chrono::steady_clock::now();
  client.get("/v1/status/leader");
  EXPECT_NE(client.receive("8300").find("200 OK"), std::string::npos);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 150ms);
}

struct Struck {
  const char* name;
  names::Fault::Kind kind;
  const char* target;
  const char* status;
  const char* part;  // of the body
  std::uint64_t counted;
};
class StruckCatalogue : public testing::TestWithParam<Struck> {};
TEST_P(StruckCatalogue, Answers) {
  const Struck& row = GetParam();
  const auto server = open();
  server->set_faults({{"payments", {row.kind, 0ns}}});
  const Client client(server->port());
  client.get(row.target);
  const std::string answer = client.receive(row.part);
  EXPECT_NE(answer.find(row.status), std::string::npos) << answer;
  EXPECT_NE(answer.find(row.part), std::string::npos) << answer;
  EXPECT_EQ(server->struck("payments"), row.counted);
}
using Kind = names::Fault::Kind;
INSTANTIATE_TEST_SUITE_P(
    All, StruckCatalogue,
    testing::Values(Struck{"unknown", Kind::unknown, "/v1/health/service/payments", " 200 ", "[]", 1},
                    Struck{"unknown_among_all", Kind::unknown, "/v1/catalog/services", " 200 ", "{}", 1},
                    Struck{"failing", Kind::failing, "/v1/health/service/Payments", " 500 ", "made to fail", 1},
                    Struck{"failing_among_all", Kind::failing, "/v1/catalog/services", " 500 ", "made to fail", 1},
                    Struck{"counted_only", Kind::none, "/v1/catalog/service/payments", " 200 ", "edge.a", 1},
                    Struck{"another_name", Kind::failing, "/v1/health/service/rates", " 200 ", "[]", 0},
                    Struck{"no_name", Kind::failing, "/v1/status/leader", " 200 ", "8300", 0}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(CatalogueServer, IsSilentUntilTheFaultEnds) {
  const auto server = open();
  const Client client(server->port());
  server->set_faults({{"payments", {Kind::unanswered, 0ns}}});
  client.get("/v1/health/service/payments");
  const Client other(server->port());
  other.get("/v1/status/leader");
  EXPECT_NE(other.receive("8300").find(" 200 "), std::string::npos);
  server->set_faults({});
  EXPECT_NE(client.receive("edge.a").find(" 200 "), std::string::npos);
}

TEST(CatalogueServer, RefusesGarbageAndGoesOn) {
  const auto server = open();
  const struct {
    std::string bytes;
    const char* status;
  } rows[] = {{"\x16\x03\x01 what?\r\n\r\n", " 400 "},
              {"GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n", " 431 "},
              {"PUT /v1/agent/service/register HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", " 413 "},
              {"GET /%zz?%=%&&=index HTTP/1.1\r\nHost: a\r\n\r\n", " 404 "}};
  for (const auto& row : rows) {
    const Client client(server->port());
    client.send(row.bytes);
    EXPECT_NE(client.receive("\r\n\r\n").find(row.status), std::string::npos) << row.bytes.substr(0, 40);
  }
  const Client client(server->port());
  client.get("/v1/status/leader");
  EXPECT_NE(client.receive("8300").find("200 OK"), std::string::npos);
}

TEST(CatalogueServer, BoundsItsClientsAndGivesItsPortBack) {
  auto server = open();
  std::vector<std::unique_ptr<Client>> many;
  for (int i = 0; i < 260; ++i) {
    many.push_back(std::make_unique<Client>(server->port()));
    many.back()->get("/v1/health/service/payments?index=1&wait=60s");
  }
  EXPECT_EQ(many.back()->receive("200 OK"), "<end>") << "one too many";
  many.erase(many.begin(), many.begin() + 200);
  bool served = false;
  for (int i = 0; i < 100 && !served; ++i) {  // until it has seen that they left
    const Client client(server->port());
    client.get("/v1/status/leader");
    served = client.receive("8300").find("200 OK") != std::string::npos;
    if (!served) std::this_thread::sleep_for(20ms);
  }
  EXPECT_TRUE(served);
  const std::uint16_t port = server->port();
  server.reset();
  EXPECT_FALSE(Client(port).connected());
  ServerOptions options;
  options.port = port;
  EXPECT_TRUE(Server::open(options, {}, make_eureka()));
}

TEST(CatalogueServer, SaysThatAPortIsTaken) {
  const auto server = open();
  ServerOptions options;
  options.port = server->port();
  const auto second = Server::open(options, {}, make_eureka());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, contracts::ErrorKind::unavailable);
}

}  // namespace
}  // namespace squall::chaos::catalogue
