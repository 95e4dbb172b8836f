// Faults of tcp connections, and of tunnels through http edges, over real sockets.
#include <gmock/gmock.h>
#include <sys/ioctl.h>

#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using tests::End;
using tests::RawProvider;
using tests::Wire;

class TcpFaults : public EdgeTest {
 protected:
  RawProvider echo{[](Wire& wire) {
    while (true) {
      const auto some = wire.read_some();
      if (some.empty()) return;
      wire.send(some);
    }
  }};
};

TEST_F(TcpFaults, CorruptChangesBytes) {
  start(Protocol::tcp, echo.port());
  inject("corrupt", R"({"bytes":3})");
  auto client = Wire::dial(port);
  client.send("aaaaaaaaaa");
  const auto seen = client.read(10);
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), 'a'), 7);
}

TEST_F(TcpFaults, DropAndDuplicateLines) {
  start(Protocol::tcp, echo.port());
  auto id = inject("duplicate", R"({"border":"line"})");
  auto client = Wire::dial(port);
  client.send("one\ntwo\n");
  EXPECT_EQ(client.read(16), "one\none\ntwo\ntwo\n");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  id = inject("drop");
  client.send("lost\n");
  EXPECT_EQ(client.read_some(milliseconds(50)), "");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  client.send("kept\n");
  EXPECT_EQ(client.read(5), "kept\n");
}

TEST_F(TcpFaults, ABandwidthOfNothingHoldsUntilItIsRemoved) {
  start(Protocol::tcp, echo.port());
  const auto id = inject("bandwidth", R"({"rate":"0"})");
  auto client = Wire::dial(port);
  client.send("held");
  EXPECT_EQ(client.read_some(milliseconds(50)), "");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_EQ(client.read(4), "held");
}

TEST_F(TcpFaults, WhatALimitLetThroughArrivesBeforeItsClose) {
  start(Protocol::tcp, echo.port());
  inject("limit_data", R"({"bytes":"4B"})");
  inject("latency", R"({"mean":"50ms"})");
  auto client = Wire::dial(port);
  client.send("1234567");
  EXPECT_EQ(client.read_all(), "1234");
  EXPECT_EQ(client.end(), End::fin);
}

// The answer is on its way when the limit of the other direction closes the connection.
TEST_F(TcpFaults, WhatTheOtherDirectionHoldsArrivesBeforeTheClose) {
  start(Protocol::tcp, echo.port());
  inject("latency", R"({"mean":"200ms"})");
  inject("limit_data", R"({"bytes":"8B","direction":"up"})");
  auto client = Wire::dial(port);
  client.send("1234");
  EXPECT_TRUE(tests::eventually([&] { return engine->counters("a-b").bytes_up == 4; }));
  client.send("5678");
  EXPECT_EQ(client.read(4), "1234");
}

// Much more than a pipe without it would hold is on its way at once.
TEST_F(TcpFaults, LatencyIsNoLimitOfTheRate) {
  const std::string much(std::size_t{4} << 20, 'x');
  RawProvider sender([&](Wire& wire) {
    wire.read(1);
    wire.send(much);
    wire.read(1);
  });
  start(Protocol::tcp, sender.port());
  inject("latency", R"({"mean":"10s"})");
  auto client = Wire::dial(port);
  client.send("x");
  EXPECT_TRUE(tests::eventually([&] { return engine->counters("a-b").received_down == much.size(); }));
}

TEST_F(TcpFaults, BlackholeAfterBytes) {
  start(Protocol::tcp, echo.port());
  const auto id = inject("blackhole", R"({"after":"4B"})");
  auto client = Wire::dial(port);
  client.send("1234567");
  EXPECT_EQ(client.read(4), "1234");
  EXPECT_EQ(client.read_some(milliseconds(50)), "");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_EQ(client.read(3), "567");
}

TEST_F(TcpFaults, ResetAtCloseInPlaceOfTheFin) {
  RawProvider says([](Wire& wire) {
    wire.read(1);
    wire.send("bye");
  });
  start(Protocol::tcp, says.port());
  inject("reset", R"({"when":"at_close"})");
  auto client = Wire::dial(port);
  client.send("x");
  const auto seen = client.read_all();
  EXPECT_TRUE(std::string("bye").starts_with(seen)) << seen;  // a RST may overtake the bytes before it
  EXPECT_EQ(client.end(), End::rst);
}

// What a peer that reads no more takes is bounded, and the rest stays with the sender.
TEST_F(TcpFaults, HalfOpenReadsNoMore) {
  std::atomic<std::uint64_t> received{0};
  RawProvider sink([&](Wire& wire) {
    while (true) {
      const auto some = wire.read_some();
      if (some.empty()) return;
      received += some.size();
    }
  });
  start(Protocol::tcp, sink.port());
  const auto id = inject("half_open", R"({"after":"10B"})");
  auto client = Wire::dial(port);
  constexpr std::uint64_t kAll = 64u << 20;
  std::atomic<std::uint64_t> sent{0};
  std::jthread sender([&] {
    const std::string block(1u << 16, 'x');
    while (sent < kAll) {
      client.send(block);
      sent += block.size();
    }
  });
  ASSERT_TRUE(tests::eventually([&] { return received == 10; }));
  std::uint64_t before = 0;
  ASSERT_TRUE(tests::eventually([&] {
    std::this_thread::sleep_for(milliseconds(50));
    return std::exchange(before, sent.load()) == sent.load() && sent > 0;
  }));
  EXPECT_LT(sent, kAll);
  EXPECT_EQ(received, 10u);
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_TRUE(tests::eventually([&] { return received == kAll; })) << received;
}

TEST_F(TcpFaults, StrikeATunnelThroughAnHttpEdge) {
  RawProvider upgrades([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    while (true) {
      const auto some = wire.read_some();
      if (some.empty()) return;
      wire.send(some);
    }
  });
  start(Protocol::http, upgrades.port());
  auto client = Wire::dial(port);
  client.send("GET /chat HTTP/1.1\r\nHost: b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  client.read_to("\r\n\r\n");
  client.send("ping");
  EXPECT_EQ(client.read(4), "ping");
  const auto slow = inject("latency", R"({"mean":"80ms"})", {"", "/chat", ""});
  const auto begun = std::chrono::steady_clock::now();
  client.send("ping");
  EXPECT_EQ(client.read(4), "ping");
  EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(80));
  ASSERT_TRUE(engine->remove_fault("a-b", slow));
  inject("limit_data", R"({"bytes":"2B"})", {"", "/other", ""});
  client.send("ping");
  EXPECT_EQ(client.read(4), "ping");
  inject("limit_data", R"({"bytes":"2B"})", {"", "/chat", ""});
  client.send("ping");
  EXPECT_EQ(client.read_all(), "pi");
  EXPECT_EQ(client.end(), End::fin);
}

}  // namespace
}  // namespace squall::chaos
