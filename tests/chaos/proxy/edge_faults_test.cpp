// Every fault over real sockets: what the client saw, what the provider saw, and the proof on the timeline.
#include <gmock/gmock.h>

#include <future>
#include <set>

#include "chaos/faults/registry.h"
#include "contracts/core/units.h"
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::MatchesRegex;
using tests::End;
using tests::RawProvider;
using tests::Wire;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
const std::string kJson = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n1234567890";
const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n";

// Keeps alive; answers each request that has no body; counts them.
struct Provider {
  bool json = false;
  std::atomic<int> requests{0};
  RawProvider raw{[this](Wire& wire) {
    while (!wire.read_to("\r\n\r\n").empty()) {
      ++requests;
      wire.send(json ? kJson : kHead + "0123456789");
    }
  }};
};

struct Row {
  const char* name;
  const char* kind;
  const char* parameters;
  std::string expected;  // a regular expression over all that the client got
  End end;               // open: the connection stays alive
  const char* steps;     // a regular expression
  int requests;          // that the provider got
  Ending ending = Ending::open;
};
class HttpFaults : public EdgeTest, public testing::WithParamInterface<Row> {};

TEST_P(HttpFaults, ShowWhatTheySay) {
  const auto& row = GetParam();
  Provider provider;
  provider.json = std::string(row.kind) == "rewrite" || std::string(row.kind) == "broken_json";
  start(Protocol::http, provider.raw.port());
  inject(row.kind, row.parameters);
  auto client = Wire::dial(port);
  client.send(kGet);
  std::string seen;
  if (row.end == End::open) {
    seen = client.read_until([&](const std::string& all) { return testing::Value(all, MatchesRegex(row.expected)); });
  } else {
    seen = client.read_all();
  }
  EXPECT_THAT(seen, MatchesRegex(row.expected));
  EXPECT_EQ(client.end(), row.end);
  const auto attempt = ended(1)[0];
  EXPECT_THAT(steps_of(attempt), MatchesRegex(row.steps));
  EXPECT_EQ(attempt.faults.at(0).kind, row.kind);
  EXPECT_EQ(attempt.ending, row.ending);
  EXPECT_EQ(attempt.ended_by, row.ending == Ending::open ? Peer::none : Peer::proxy);
  EXPECT_TRUE(tests::eventually([&] { return provider.requests == row.requests; })) << provider.requests;
}

const std::string kHeadPattern = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n";

const Row kRows[] = {
    Row{"latency", "latency", R"({"mean":"40ms"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"latency_pareto", "latency", R"({"mean":"30ms","distribution":"pareto"})", kHeadPattern + "0123456789",
        End::open, "wait [0-9]+\\.[0-9]+(us|ms|s)", 1},
    Row{"latency_histogram", "latency", R"({"histogram":{"20ms":0,"30ms":1}})", kHeadPattern + "0123456789", End::open,
        "wait 2[0-9.]+(us|ms)", 1},
    Row{"latency_ramp_that_is_over", "latency", R"({"mean":"1ms -> 40ms over 1ns"})", kHeadPattern + "0123456789",
        End::open, "wait 40ms", 1},
    Row{"bandwidth", "bandwidth", R"({"rate":"1KB/s"})", kHeadPattern + "0123456789", End::open, "wait .*", 1},
    Row{"reset_at_once", "reset", R"({"when":"at_once"})", "", End::rst, "reset", 0, Ending::rst},
    Row{"reset_before_answer", "reset", "{}", "", End::rst, "reset", 1, Ending::rst},
    Row{"slicer", "slicer", R"({"average":"3B"})", kHeadPattern + "0123456789", End::open, "wait 1ms", 1},
    Row{"slow_close", "slow_close", R"({"delay":"40ms"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"timeout", "timeout", R"({"after":"40ms"})", "", End::fin, "wait 40ms, close", 1, Ending::fin},
    Row{"reset_peer", "reset_peer", R"({"after":"40ms"})", "", End::rst, "wait 40ms, reset", 1, Ending::rst},
    Row{"limit_data", "limit_data", R"({"bytes":"4B"})", kHeadPattern + "0123", End::fin, "close", 1, Ending::fin},
    Row{"abort", "abort", R"({"status":429,"body":{"e":1},"headers":{"Retry-After":2}})",
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Type: application/json\r\nDate: "
        ".*\r\nContent-Length: 7\r\n\r\n.\"e\":1.",
        End::open, "respond 429", 0},
    Row{"abort_forwarded", "abort", R"({"forward":true})", "HTTP/1.1 503 .*Content-Length: 0\r\n\r\n", End::open,
        "respond 503", 1},
    Row{"hold", "hold", R"({"for":"40ms"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"delay", "delay", R"({"for":"40ms","stage":"mid_body"})", kHeadPattern + "0123456789", End::open, "wait 40ms",
        1},
    Row{"trickle", "trickle", R"({"gap":"3ms"})", kHeadPattern + "0123456789", End::open, "wait 3ms", 1},
    Row{"stall", "stall", R"({"for":"40ms","after":"2"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"truncate", "truncate", R"({"bytes":"6"})", kHeadPattern + "012345", End::fin, "close", 1, Ending::fin},
    Row{"corrupt", "corrupt", R"({"bytes":10})", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n.*", End::open,
        "replace by 10 bytes", 1},
    Row{"headers", "headers", R"({"set":{"X-B":"2"},"remove":"X-A"})",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-B: 2\r\n\r\n0123456789", End::open, "edit head: -X-A .X-B", 1},
    Row{"replace", "replace", R"({"body":"no"})",
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-A: 1\r\nDate: .*\r\nContent-Length: 2\r\n\r\nno", End::open,
        "respond 200", 1},
    Row{"throttle", "throttle", R"({"retry_after":"1500ms"})",
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nDate: .*\r\nContent-Length: 0\r\n\r\n", End::open,
        "respond 429", 0},
    Row{"interim", "interim", R"({"status":102,"count":2})",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + kHeadPattern + "0123456789", End::open,
        "send 54 bytes", 1},
    Row{"large_headers", "large_headers", R"({"size":"6B","fields":2})",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\nX-Squall-Padding-1: xxx\r\nX-Squall-Padding-2: "
        "xxx\r\n\r\n0123456789",
        End::open, "edit head: .*", 1},
    Row{"wrong_length", "wrong_length", R"({"by":"3"})",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 13\r\n\r\n0123456789", End::open, "edit head: .Content-Length",
        1},
    Row{"broken_chunking", "broken_chunking", "{}",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n0123456789", End::open,
        "edit head: -Content-Length .Transfer-Encoding", 1},
    Row{"rewrite", "rewrite", R"({"pointer":"","value":{"a":[1]}})",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 9\r\n\r\n.\"a\":.1..", End::open, "rewrite to 9 bytes", 1},
    Row{"broken_json", "broken_json", R"({"how":"bracket"})",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 11\r\n\r\n1234567890.", End::open, "rewrite to 11 bytes", 1}};

INSTANTIATE_TEST_SUITE_P(Edge, HttpFaults, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

class EdgeFaults : public EdgeTest {};

TEST_F(EdgeFaults, AreAllTestedEndToEnd) {
  std::set<std::string_view> tested{"blackhole", "refuse", "noop",       // below
                                    "drop",      "replay", "half_open",  // message_faults_test.cpp, tcp_faults_test.cpp
                                    "duplicate", "close",  "flapping",  "stale"};  // contract_faults_test.cpp
  for (const auto& row : kRows) tested.insert(row.kind);
  for (const auto& fault : faults()) {
    // tls_faults_test.cpp, arrival_faults_test.cpp, udp_edge_test.cpp
    if (fault.layer == Layer::handshake || fault.layer == Layer::arrival || fault.layer == Layer::datagram) continue;
    if (fault.needs_contract) continue;  // contract_faults_test.cpp
    EXPECT_EQ(tested.count(fault.kind), 1u) << fault.kind;
  }
}

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

// Whom a share strikes does not depend on how many workers there are.
std::set<int> struck(unsigned workers, int requests = 80) {
  Provider provider;
  Timeline timeline;
  Engine engine({workers, 11, true}, timeline);
  EdgeConfig config;
  config.name = "a-b";
  config.upstream_port = provider.raw.port();
  const auto port = *engine.add_edge(config);
  FaultSpec spec;
  spec.kind = "abort";
  spec.share = 0.4;
  EXPECT_TRUE(engine.add_fault("a-b", spec));
  std::mutex mutex;
  std::set<int> hit;
  std::vector<std::jthread> clients;
  clients.reserve(4);
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&, c] {
      auto client = Wire::dial(port);
      for (int i = c; i < requests; i += 4) {
        client.send("GET /item/" + std::to_string(i) + " HTTP/1.1\r\nHost: b\r\n\r\n");
        const auto answer = client.read_until([](const auto& all) {
          return all.find("\r\n\r\n") != std::string::npos &&
                 (all.find(" 503 ") != std::string::npos || all.ends_with("9"));
        });
        const std::scoped_lock lock(mutex);
        if (answer.find(" 503 ") != std::string::npos) hit.insert(i);
      }
    });
  }
  clients.clear();
  return hit;
}

TEST(EdgeSelection, IsTheSameForAnyNumberOfWorkers) {
  const auto one = struck(1);
  EXPECT_GT(one.size(), 15u);
  EXPECT_LT(one.size(), 50u);
  EXPECT_EQ(one, struck(2));
  EXPECT_EQ(one, struck(8));
}

TEST(EdgeSelection, IsTheSameInAHundredRuns) {
  const auto first = struck(1, 24);
  EXPECT_GT(first.size(), 3u);
  for (int run = 0; run < 100; ++run) {
    for (const unsigned workers : {1u, 2u, 8u}) ASSERT_EQ(first, struck(workers, 24)) << run << " " << workers;
  }
}

}  // namespace
}  // namespace squall::chaos
