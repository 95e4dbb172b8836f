// An edge that is disabled, moved or drained while connections are open, and what is counted meanwhile.
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using tests::End;
using tests::RawProvider;
using tests::Wire;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";

void echo(Wire& wire) {
  while (true) {
    const auto some = wire.read_some();
    if (some.empty()) break;
    wire.send(some);
  }
}

class EdgeLife : public EdgeTest {
 protected:
  Wire echoing() {
    auto client = Wire::dial(port);
    client.send("x");
    EXPECT_EQ(client.read(1), "x");
    return client;
  }
};

TEST_F(EdgeLife, ADisabledEdgeIsClosedAndComesBack) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port(), 2);
  auto client = echoing();
  ASSERT_TRUE(engine->disable_edge("a-b"));
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(client.end(), End::fin);
  EXPECT_FALSE(Wire::dial(port).connected());
  ASSERT_TRUE(engine->disable_edge("a-b"));
  EXPECT_EQ(engine->enable_edge("a-b"), port);
  EXPECT_EQ(engine->enable_edge("a-b"), port);
  echoing();
  EXPECT_EQ(engine->counters("a-b").connections, 2u);
}

TEST_F(EdgeLife, ADisabledEdgeGivesItsPortBack) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port());
  ASSERT_TRUE(engine->disable_edge("a-b"));
  EdgeConfig other = config;
  other.name = "other";
  other.listen_port = port;
  ASSERT_TRUE(engine->add_edge(other));
  const auto again = engine->enable_edge("a-b");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, contracts::ErrorKind::unavailable);
  ASSERT_TRUE(engine->remove_edge("other"));
  EXPECT_EQ(engine->enable_edge("a-b"), port);
}

TEST_F(EdgeLife, AnEdgeMayBeginDisabledAndKeepsItsFaults) {
  RawProvider provider(echo);
  config.enabled = false;
  start(Protocol::tcp, provider.port());
  EXPECT_EQ(port, 0u);
  const auto refuse = inject("refuse");
  port = *engine->enable_edge("a-b");
  EXPECT_FALSE(Wire::dial(port).connected());
  ASSERT_TRUE(engine->remove_fault("a-b", refuse));
  echoing();
}

TEST_F(EdgeLife, RequestsUnderWayAreResetWhenItIsDisabled) {
  RawProvider provider([](Wire& wire) { wire.read_all(); });
  start(Protocol::http, provider.port());
  auto idle = Wire::dial(port), busy = Wire::dial(port);
  busy.send(kGet);
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").bytes_up == kGet.size(); }));
  ASSERT_TRUE(engine->disable_edge("a-b"));
  EXPECT_EQ(idle.read_all() + busy.read_all(), "");
  EXPECT_EQ(idle.end(), End::fin);
  EXPECT_EQ(busy.end(), End::rst);
}

TEST_F(EdgeLife, MovesAndKeepsItsConnections) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port());
  auto client = echoing();
  const auto old = port;
  const auto moved = engine->move_edge("a-b", "127.0.0.1", 0);
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_NE(*moved, old);
  EXPECT_FALSE(Wire::dial(old).connected());
  port = *moved;
  echoing();
  client.send("y");
  EXPECT_EQ(client.read(1), "y");
}

TEST_F(EdgeLife, StaysWhereItCannotMove) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port());
  EXPECT_FALSE(engine->move_edge("a-b", "127.0.0.1", provider.port()));
  EXPECT_FALSE(engine->move_edge("a-b", "no.such.host.invalid", 0));
  echoing();
}

TEST_F(EdgeLife, DrainsWhatIsUnderWay) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port());
  auto client = echoing();
  engine->stop_accepting();
  EXPECT_FALSE(Wire::dial(port).connected());
  client.send("y");
  EXPECT_EQ(client.read(1), "y");
}

TEST_F(EdgeLife, CountsBytesWhileConnectionsAreOpen) {
  RawProvider provider(echo);
  start(Protocol::tcp, provider.port(), 2);
  auto client = echoing();
  auto counts = engine->counters("a-b");
  EXPECT_EQ(counts.received_up, 1u);
  EXPECT_EQ(counts.bytes_up, 1u);
  EXPECT_EQ(counts.received_down, 1u);
  EXPECT_EQ(counts.bytes_down, 1u);
  EXPECT_EQ(counts.open, 1u);
  const auto id = inject("timeout");
  client.send("dropped on its way back");
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").received_down == 24u; }));
  counts = engine->counters("a-b");
  EXPECT_EQ(counts.bytes_down, 1u);
  EXPECT_EQ(counts.bytes_up, 24u);
  EXPECT_EQ(counts.injected, (std::map<std::string, std::uint64_t>{{"timeout", 1}}));
  EXPECT_EQ(counts.faulted, 1u);
}

TEST_F(EdgeLife, CountsAnswersAndTheirTimes) {
  RawProvider provider([](Wire& wire) {
    while (!wire.read_to("\r\n\r\n").empty()) wire.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  });
  std::atomic<int> told{0};
  config.ended = [&](const Attempt& attempt) { told += attempt.status == 404 ? 1 : 100; };
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  for (int i = 0; i < 3; ++i) {
    client.send(kGet);
    client.read_to("\r\n\r\n");
  }
  ASSERT_TRUE(tests::eventually([&] { return told == 3; }));
  const auto counts = engine->counters("a-b");
  EXPECT_EQ(counts.attempts, 3u);
  EXPECT_EQ(counts.answers, (std::array<std::uint64_t, 6>{0, 0, 0, 0, 3, 0}));
  std::uint64_t timed = 0;
  for (const auto count : counts.times) timed += count;
  EXPECT_EQ(timed, 3u);
  EXPECT_GT(counts.time_sum.count(), 0);
}

}  // namespace
}  // namespace squall::chaos
