// Faults over real sockets, beyond what one answer shows: when they are removed, changed, matched, or on a tcp edge.
#include <gmock/gmock.h>

#include <future>

#include "contracts/core/units.h"
#include "tests/chaos/proxy/counting_provider.h"
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using tests::End;
using tests::RawProvider;
using tests::Wire;

class EdgeFaults : public EdgeTest {};

TEST_F(EdgeFaults, MidBodyResetLosesTheConnection) {  // a RST may overtake the bytes before it
  Provider provider;
  start(Protocol::http, provider.raw.port());
  inject("reset", R"({"when":"mid_body"})");
  auto client = Wire::dial(port);
  client.send(kGet);
  const auto seen = client.read_all();
  EXPECT_EQ(client.end(), End::rst);
  EXPECT_TRUE((kHead + "01234").starts_with(seen)) << seen;
  EXPECT_EQ(steps_of(ended(1)[0]), "reset");
}

TEST_F(EdgeFaults, RemovalLetsHoldsGo) {
  Provider provider;
  start(Protocol::http, provider.raw.port(), 2);
  const auto hold = inject("hold");
  auto client = Wire::dial(port);
  client.send(kGet);
  ASSERT_TRUE(tests::eventually([&] {
    const auto attempts = timeline.attempts("a-b", Instant{0}, std::chrono::hours(1));
    return attempts.size() == 1 && steps_of(attempts[0]) == "hold";
  }));
  EXPECT_EQ(client.read_some(milliseconds(30)), "");
  ASSERT_TRUE(engine->remove_fault("a-b", hold));
  EXPECT_EQ(client.read(kHead.size() + 10), kHead + "0123456789");
  client.send(kGet);  // unharmed
  EXPECT_EQ(client.read(kHead.size() + 10), kHead + "0123456789");
  EXPECT_EQ(steps_of(ended(2)[1]), "");
  const auto windows = timeline.slice(Instant{0}, std::chrono::hours(1)).windows;
  ASSERT_EQ(windows.size(), 1u);
  EXPECT_TRUE(windows[0].to);
  EXPECT_FALSE(engine->remove_fault("a-b", hold));
}

TEST_F(EdgeFaults, AHeldConsumerThatGivesUpIsSeen) {
  Provider provider;
  start(Protocol::http, provider.raw.port());
  inject("hold");
  auto client = Wire::dial(port);
  client.send(kGet);
  ASSERT_TRUE(tests::eventually([&] { return provider.requests == 1; }));
  std::this_thread::sleep_for(milliseconds(60));
  client.close();
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::consumer);
  EXPECT_EQ(attempt.ending, Ending::fin);
  ASSERT_TRUE(attempt.consumer_closed);
  EXPECT_GE(*attempt.consumer_closed - *attempt.request_complete, milliseconds(60));
  EXPECT_TRUE(tests::eventually([&] { return engine->open_connections("a-b") == 0; }));
}

TEST_F(EdgeFaults, LatencyIsAddedToEachAnswer) {
  Provider provider;
  start(Protocol::http, provider.raw.port());
  auto client = Wire::dial(port);
  const auto took = [&] {
    const auto begun = std::chrono::steady_clock::now();
    client.send(kGet);
    client.read(kHead.size() + 10);
    return std::chrono::steady_clock::now() - begun;
  };
  took();
  inject("latency", R"({"mean":"80ms"})");
  for (int i = 0; i < 3; ++i) EXPECT_GE(took(), milliseconds(80));
  engine->remove_all_faults();
  auto least = took();
  for (int i = 0; i < 20; ++i) least = std::min(least, took());
  EXPECT_LT(least, milliseconds(80));
}

// What a value that ramps was when it struck is in the proof, and so is when that was.
TEST_F(EdgeFaults, ThatRampGrowWithTime) {
  Provider provider;
  start(Protocol::http, provider.raw.port());
  inject("latency", R"({"mean":"0ms -> 100ms over 200ms"})");
  const auto begun = timeline.slice(Instant{0}, std::chrono::hours(1)).windows.at(0).from;
  auto client = Wire::dial(port);
  std::size_t requests = 0;
  for (bool grown = false; !grown; ++requests) {
    grown = timeline.now() - begun >= milliseconds(200);
    client.send(kGet);
    ASSERT_EQ(client.read(kHead.size() + 10).size(), kHead.size() + 10);
  }
  double last = 0;
  for (const auto& attempt : ended(requests)) {
    if (attempt.faults.empty()) continue;  // struck before a nanosecond's wait
    const auto& applied = attempt.faults.at(0);
    const double waited = std::chrono::duration<double, std::milli>(
                              *contracts::parse_duration(applied.step.substr(applied.step.find(' ') + 1)))
                              .count();
    const double since = std::chrono::duration<double, std::milli>(applied.at - begun).count();
    EXPECT_NEAR(waited, std::min(100.0, since / 2), 15) << applied.step;
    EXPECT_GE(waited, last);
    last = waited;
  }
  EXPECT_EQ(last, 100);
}

TEST_F(EdgeFaults, DelayBetweenChunks) {
  RawProvider provider([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char* chunk : {"3\r\none\r\n", "3\r\ntwo\r\n", "0\r\n\r\n"}) {
      std::this_thread::sleep_for(milliseconds(20));  // so that they are chunks on the way, too
      wire.send(chunk);
    }
    wire.read_all();
  });
  start(Protocol::http, provider.port());
  inject("delay", R"({"for":"60ms","stage":"between_chunks"})");
  auto client = Wire::dial(port);
  client.send(kGet);
  client.read_until([](const std::string& all) { return all.find("one") != std::string::npos; });
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THAT(client.read_to("0\r\n\r\n"), HasSubstr("two"));
  EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(55));
  EXPECT_EQ(steps_of(ended(1)[0]), "wait 60ms");
}

TEST_F(EdgeFaults, AComposedAnswerIsDelayedToo) {
  Provider provider;
  start(Protocol::http, provider.raw.port());
  inject("latency", R"({"mean":"60ms"})");
  inject("abort", R"({"status":500})");
  auto client = Wire::dial(port);
  const auto begun = std::chrono::steady_clock::now();
  client.send("POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\n\r\nabc" + kGet);
  EXPECT_THAT(
      client.read_until([](const auto& all) { return all.find("500", all.find("500") + 1) != std::string::npos; }),
      HasSubstr("500"));
  EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(120));
  EXPECT_EQ(steps_of(ended(2)[1]), "respond 500, wait 60ms");
  EXPECT_EQ(provider.requests, 0);
}

TEST_F(EdgeFaults, BlackholeLetsNothingThrough) {
  for (const auto protocol : {Protocol::http, Protocol::tcp}) {
    Provider provider;
    config = {};
    start(protocol, provider.raw.port());
    const auto id = inject("blackhole");
    auto client = Wire::dial(port);
    client.send(kGet);
    EXPECT_EQ(client.read_some(milliseconds(50)), "");
    EXPECT_EQ(provider.requests, 0);
    ASSERT_TRUE(engine->remove_fault("a-b", id));
    EXPECT_EQ(client.read(kHead.size() + 10), kHead + "0123456789");
  }
}

TEST_F(EdgeFaults, RefusedConnectionsAreRefused) {
  Provider provider;
  start(Protocol::http, provider.raw.port());
  auto idle = Wire::dial(port);
  idle.send(kGet);
  idle.read(kHead.size() + 10);
  const auto first = inject("refuse"), second = inject("refuse");
  errno = 0;
  EXPECT_FALSE(Wire::dial(port).connected());
  EXPECT_EQ(errno, ECONNREFUSED);
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_EQ(idle.end(), End::fin);
  EXPECT_TRUE(timeline.slice(Instant{0}, std::chrono::hours(1)).windows.at(0).executed);
  ASSERT_TRUE(engine->remove_fault("a-b", first));
  EXPECT_FALSE(Wire::dial(port).connected());
  ASSERT_TRUE(engine->remove_fault("a-b", second));
  auto again = Wire::dial(port);
  again.send(kGet);
  EXPECT_EQ(again.read(kHead.size() + 10), kHead + "0123456789");
}

TEST_F(EdgeFaults, StrikeOnlyWhatTheyMatch) {
  Provider provider;
  start(Protocol::http, provider.raw.port());
  inject("abort", "{}", {"", "/orders/{id}", ""});
  auto client = Wire::dial(port);
  client.send("GET /orders/7?x HTTP/1.1\r\nHost: b\r\n\r\n");
  EXPECT_THAT(client.read_to("\r\n\r\n"), HasSubstr("503"));
  client.send("GET /orders HTTP/1.1\r\nHost: b\r\n\r\n");
  EXPECT_THAT(client.read(kHead.size() + 10), HasSubstr("200"));
}

TEST_F(EdgeFaults, AreNeverExecutedWhenInjectionIsOff) {
  Provider provider;
  start(Protocol::http, provider.raw.port(), 1, false);
  for (const char* kind : {"abort", "blackhole", "refuse", "reset"}) inject(kind);
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read(kHead.size() + 10), kHead + "0123456789");
  EXPECT_TRUE(ended(1)[0].faults.empty());
  engine->remove_all_faults();
}

TEST_F(EdgeFaults, OfATcpEdgeReachOpenConnections) {
  RawProvider provider([](Wire& wire) {
    while (true) {
      const auto some = wire.read_some();
      if (some.empty()) break;
      wire.send(some);
    }
  });
  start(Protocol::tcp, provider.port(), 2);
  auto client = Wire::dial(port);
  client.send("x");
  EXPECT_EQ(client.read(1), "x");
  const auto slow = inject("latency", R"({"mean":"80ms"})");
  const auto begun = std::chrono::steady_clock::now();
  client.send("y");
  EXPECT_EQ(client.read(1), "y");
  EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(80));
  ASSERT_TRUE(engine->remove_fault("a-b", slow));
  inject("limit_data", R"({"bytes":"3B"})");
  client.send("12345");
  EXPECT_EQ(client.read_all(), "123");
  EXPECT_EQ(client.end(), End::fin);
  auto second = Wire::dial(port);
  inject("reset", R"({"when":"at_once"})");
  auto third = Wire::dial(port);
  third.read_all();
  EXPECT_EQ(third.end(), End::rst);
}

TEST_F(EdgeFaults, SliceAndPaceBytes) {
  RawProvider provider([](Wire& wire) {
    wire.read(1);
    wire.send(std::string(2000, 'x'));
  });
  start(Protocol::tcp, provider.port());
  inject("bandwidth", R"({"rate":"10KB/s"})");
  auto client = Wire::dial(port);
  const auto begun = std::chrono::steady_clock::now();
  client.send("x");
  EXPECT_EQ(client.read_all().size(), 2000u);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, milliseconds(190));
}

TEST_F(EdgeFaults, ThatAreNoopsChangeNothing) {
  Provider provider;
  start(Protocol::http, provider.raw.port());
  inject("noop");
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read(kHead.size() + 10), kHead + "0123456789");
  EXPECT_TRUE(ended(1)[0].faults.empty());
}

TEST_F(EdgeFaults, OfATcpEdgeCloseIdleConnectionsInTime) {
  RawProvider provider([](Wire& wire) { wire.read_all(); });
  start(Protocol::tcp, provider.port());
  auto before = Wire::dial(port);
  ASSERT_TRUE(tests::eventually([&] { return engine->open_connections("a-b") == 1; }));
  inject("timeout", R"({"after":"40ms"})");
  auto after = Wire::dial(port);
  EXPECT_EQ(before.read_all(), "");
  EXPECT_EQ(before.end(), End::fin);
  EXPECT_EQ(after.read_all(), "");
  EXPECT_EQ(after.end(), End::fin);
  for (const auto& attempt : ended(2)) {
    EXPECT_EQ(steps_of(attempt), "close");
    EXPECT_EQ(attempt.ended_by, Peer::proxy);
  }
}

TEST_F(EdgeFaults, OfATcpEdgeDropUntilTheyAreRemoved) {
  std::promise<std::string> got;
  RawProvider provider([&](Wire& wire) {
    got.set_value(wire.read(1));
    wire.send("answer");
    wire.read_all();
  });
  start(Protocol::tcp, provider.port());
  const auto id = inject("timeout");
  auto client = Wire::dial(port);
  client.send("x");
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").injected["timeout"] == 1; }));
  EXPECT_EQ(got.get_future().get(), "x");  // the other direction passes
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(client.end(), End::fin);
  EXPECT_EQ(steps_of(ended(1)[0]), "drop, close");
}

TEST_F(EdgeFaults, CanBeUpdatedInPlace) {
  RawProvider provider([](Wire& wire) {
    while (true) {
      const auto some = wire.read_some();
      if (some.empty()) break;
      wire.send(some);
    }
  });
  start(Protocol::tcp, provider.port(), 2);
  FaultSpec spec;
  spec.id = "slow";
  spec.kind = "latency";
  spec.parameters.set("mean", "1h");
  ASSERT_TRUE(engine->add_fault("a-b", spec));
  auto client = Wire::dial(port);
  client.send("x");
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").injected["latency"] == 1; }));
  spec.parameters.set("mean", "1ms");
  ASSERT_TRUE(engine->update_fault("a-b", spec));
  EXPECT_EQ(client.read(1), "x");  // it waited for an hour
  spec.share = 0;
  spec.parameters.set("mean", "1h");
  ASSERT_TRUE(engine->update_fault("a-b", spec));
  client.send("y");
  EXPECT_EQ(client.read(1), "y");
  spec.id = "other";
  EXPECT_FALSE(engine->update_fault("a-b", spec));
}

}  // namespace
}  // namespace squall::chaos
