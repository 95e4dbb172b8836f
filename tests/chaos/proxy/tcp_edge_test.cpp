// A tcp edge without faults: what goes in comes out, and how it ends is passed on.
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using tests::End;
using tests::RawProvider;
using tests::Wire;

class TcpEdge : public EdgeTest {};

void echo(Wire& wire) {
  while (true) {
    const auto some = wire.read_some();
    if (some.empty()) break;
    wire.send(some);
  }
}

TEST_F(TcpEdge, PassesBytesBothWays) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port());
  auto client = Wire::dial(port);
  client.send("hello");
  EXPECT_EQ(client.read(5), "hello");
  client.send("again");
  EXPECT_EQ(client.read(5), "again");
  client.half_close();
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(client.end(), End::fin);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.bytes_up, 10u);
  EXPECT_EQ(attempt.bytes_down, 10u);
  EXPECT_EQ(attempt.ended_by, Peer::consumer);
  EXPECT_EQ(attempt.ending, Ending::fin);
  EXPECT_TRUE(attempt.consumer_closed);
  EXPECT_TRUE(attempt.faults.empty());
}

TEST_F(TcpEdge, KeepsAHalfCloseOpenTheOtherWay) {
  RawProvider provider([](Wire& wire) {
    const auto all = wire.read_all();  // to the consumer's FIN
    wire.send("got " + std::to_string(all.size()));
  });
  start(Protocol::tcp, provider.port());
  auto client = Wire::dial(port);
  client.send(std::string(1000, 'x'));
  client.half_close();
  EXPECT_EQ(client.read_all(), "got 1000");
  EXPECT_EQ(client.end(), End::fin);
}

TEST_F(TcpEdge, PassesTheProvidersResetOn) {
  RawProvider provider([](Wire& wire) {
    wire.read(1);
    wire.reset();
  });
  start(Protocol::tcp, provider.port());
  auto client = Wire::dial(port);
  client.send("x");
  client.read_all();
  EXPECT_EQ(client.end(), End::rst);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::provider);
  EXPECT_EQ(attempt.ending, Ending::rst);
}

TEST_F(TcpEdge, PassesTheConsumersResetOn) {
  std::atomic<int> seen{0};
  RawProvider provider([&](Wire& wire) {
    wire.send("hello");
    wire.read_all();
    seen = wire.end() == End::rst ? 1 : 2;
  });
  start(Protocol::tcp, provider.port());
  auto client = Wire::dial(port);
  client.read(5);
  client.reset();
  EXPECT_TRUE(tests::eventually([&] { return seen != 0; }));
  EXPECT_EQ(seen, 1);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::consumer);
  EXPECT_EQ(attempt.ending, Ending::rst);
}

TEST_F(TcpEdge, ADeadProviderIsAReset) {
  std::uint16_t dead = 0;
  {
    RawProvider gone(echo);
    dead = gone.port();
  }
  start(Protocol::tcp, dead);
  auto client = Wire::dial(port);
  client.read_all();
  EXPECT_EQ(client.end(), End::rst);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::provider);
  EXPECT_FALSE(attempt.forwarded);
}

TEST_F(TcpEdge, ADeadProviderIsAFinWhereThatIsWanted) {
  std::uint16_t dead = 0;
  {
    dead = RawProvider([](Wire&) {}).port();
  }
  config.unreachable = Ending::fin;
  start(Protocol::tcp, dead);
  for (int i = 0; i < 50; ++i) {
    auto client = Wire::dial(port);
    EXPECT_EQ(client.read_all(), "");
    EXPECT_EQ(client.end(), End::fin);
  }
  const auto attempt = ended(50).front();
  EXPECT_EQ(attempt.ended_by, Peer::provider);
  EXPECT_EQ(attempt.ending, Ending::fin);
  EXPECT_FALSE(attempt.forwarded);
}

TEST_F(TcpEdge, AProviderThatDoesNotConnectInTimeIsAReset) {
  const tests::BlackHole hole;
  config.connect_timeout = std::chrono::milliseconds(50);
  start(Protocol::tcp, hole.port());
  auto client = Wire::dial(port);
  client.send("never heard");
  client.read_all();
  EXPECT_EQ(client.end(), End::rst);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::provider);
  EXPECT_GE(*attempt.ended - attempt.connected, std::chrono::milliseconds(50));
}

TEST_F(TcpEdge, MovesBulkPastASlowReader) {
  const std::size_t size = 24u << 20;
  RawProvider provider([&](Wire& wire) {
    wire.read(1);
    std::string bulk(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bulk[i] = static_cast<char>(i * 131 >> 7);
    wire.send(bulk);
  });
  start(Protocol::tcp, provider.port());
  auto client = Wire::dial(port);
  client.send("x");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));  // so that buffers fill up
  const auto all = client.read_all();
  ASSERT_EQ(all.size(), size);
  bool same = true;
  for (std::size_t i = 0; i < size; ++i) same = same && all[i] == static_cast<char>(i * 131 >> 7);
  EXPECT_TRUE(same);
}

TEST_F(TcpEdge, FollowsItsUpstream) {
  RawProvider one([](Wire&wire) { wire.send("one"); }), two([](Wire&wire) { wire.send("two"); });
  start(Protocol::tcp, one.port(), 2);
  EXPECT_EQ(Wire::dial(port).read_all(), "one");
  ASSERT_TRUE(engine->set_upstream("a-b", "localhost", two.port()));
  EXPECT_EQ(Wire::dial(port).read_all(), "two");
}

TEST_F(TcpEdge, StopsWithOpenConnections) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port(), 2);
  std::vector<Wire> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(Wire::dial(port));
    clients.back().send("x");
    clients.back().read(1);
  }
  EXPECT_EQ(engine->open_connections("a-b"), 10u);
  engine->stop();
  engine->stop();
  for (auto& client : clients) {
    client.read_all();
    EXPECT_NE(client.end(), End::open);
  }
  EXPECT_FALSE(Wire::dial(port).connected());
  EXPECT_EQ(timeline.open_attempts("a-b"), 0u);
  EXPECT_FALSE(engine->add_edge({}));
}

TEST_F(TcpEdge, SaysThatAPortIsInUse) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port());
  EdgeConfig second;
  second.name = "second";
  second.listen_port = port;
  const auto added = engine->add_edge(second);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, contracts::ErrorKind::unavailable);
  EXPECT_NE(added.error().message.find("second"), std::string::npos);
  EXPECT_NE(added.error().message.find(std::to_string(port)), std::string::npos);
  EdgeConfig twice;
  twice.name = "a-b";
  EXPECT_EQ(engine->add_edge(twice).error().kind, contracts::ErrorKind::usage);
  ASSERT_TRUE(engine->remove_edge("a-b"));
  EXPECT_TRUE(engine->add_edge(second));
}

}  // namespace
}  // namespace squall::chaos
