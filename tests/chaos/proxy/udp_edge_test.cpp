// A udp edge over real sockets: sessions, what passes, and each fault of datagrams.
#include "tests/chaos/proxy/udp_wire.h"

#include <gmock/gmock.h>

#include <set>

#include "chaos/faults/registry.h"
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::MatchesRegex;
using tests::UdpEcho;
using tests::UdpWire;

constexpr milliseconds kQuiet{60};

class UdpEdge : public EdgeTest {
 protected:
  std::vector<Attempt> attempts() const { return timeline.attempts("a-b", Instant{0}, std::chrono::hours(1)); }
  UdpEcho echo;
};

TEST_F(UdpEdge, PassesDatagramsOnAsTheyAre) {
  start(Protocol::udp, echo.port(), 2);
  const UdpWire client(port);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1472}, std::size_t{65507}}) {
    const std::string sent(size, 'x');
    ASSERT_TRUE(client.send(sent));
    EXPECT_EQ(client.receive(), sent) << size;
  }
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").datagrams_down == 4; }));
  const auto counts = engine->counters("a-b");
  EXPECT_EQ(counts.connections, 1u);
  EXPECT_EQ(counts.datagrams_up, 4u);
  EXPECT_EQ(counts.bytes_up, 66980u);
  EXPECT_EQ(counts.received_down, 66980u);
  EXPECT_EQ(counts.overflowed, 0u);
}

TEST_F(UdpEdge, KeepsConsumersApart) {
  start(Protocol::udp, echo.port());
  const UdpWire one(port), two(port);
  one.send("one");
  two.send("two");
  EXPECT_EQ(one.receive(), "one");
  EXPECT_EQ(two.receive(), "two");
  EXPECT_EQ(engine->counters("a-b").open, 2u);
}

TEST_F(UdpEdge, EndsSessionsThatAreQuiet) {
  config.session_idle = milliseconds(40);
  start(Protocol::udp, echo.port());
  const UdpWire client(port);
  client.send("a");
  EXPECT_EQ(client.receive(), "a");
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::none);
  EXPECT_EQ(attempt.bytes_up, 1u);
  EXPECT_EQ(attempt.bytes_down, 1u);
  EXPECT_TRUE(attempt.forwarded);
  EXPECT_TRUE(attempt.first_byte);
  EXPECT_GE(*attempt.ended - *attempt.last_byte, milliseconds(40));
  EXPECT_EQ(engine->counters("a-b").open, 0u);
  client.send("b");
  EXPECT_EQ(client.receive(), "b");
}

TEST_F(UdpEdge, HasABoundedNumberOfSessions) {
  config.most_sessions = 3;
  start(Protocol::udp, echo.port());
  std::vector<std::unique_ptr<UdpWire>> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(std::make_unique<UdpWire>(port));
    clients.back()->send("x");
    EXPECT_EQ(clients.back()->receive(), "x");
  }
  EXPECT_EQ(engine->counters("a-b").open, 3u);
  EXPECT_EQ(ended(2)[0].ended_by, Peer::proxy);  // those that were quiet longest
  clients[0]->send("again");
  EXPECT_EQ(clients[0]->receive(), "again");
}

TEST_F(UdpEdge, RecordsAProviderThatIsNotThere) {
  std::uint16_t nobody = 0;
  {
    const UdpEcho gone;
    nobody = gone.port();
  }
  start(Protocol::udp, nobody);
  const UdpWire client(port);
  client.send("a");
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::provider);
  EXPECT_EQ(attempt.ending, Ending::rst);
  EXPECT_FALSE(client.receive(kQuiet));
  client.send("b");  // another try
  EXPECT_EQ(ended(2)[1].ended_by, Peer::provider);
}

TEST_F(UdpEdge, FindsAProviderByItsName) {
  config.upstream_host = "localhost";  // perhaps ::1 first, where nobody is
  start(Protocol::udp, echo.port());
  const UdpWire client(port);
  client.send("a");
  EXPECT_EQ(client.receive(), "a");
}

TEST_F(UdpEdge, GivesItsPortBackAndTakesItAgain) {
  start(Protocol::udp, echo.port());
  const UdpWire client(port);
  client.send("a");
  EXPECT_EQ(client.receive(), "a");
  ASSERT_TRUE(engine->disable_edge("a-b"));
  EXPECT_EQ(engine->counters("a-b").open, 0u);
  client.send("b");
  EXPECT_FALSE(client.receive(std::chrono::seconds(5)));
  EXPECT_EQ(errno, ECONNREFUSED);
  ASSERT_EQ(*engine->enable_edge("a-b"), port);
  client.send("c");
  EXPECT_EQ(client.receive(), "c");
}

TEST_F(UdpEdge, HasNoTls) {
  config.upstream_tls.emplace();
  Engine other({}, timeline);
  config.protocol = Protocol::udp;
  config.name = "x";
  EXPECT_THAT(other.add_edge(config).error().message, testing::HasSubstr("TLS cannot be ended"));
}

struct Row {
  const char* name;
  const char* kind;
  const char* parameters;
  const char* seen;   // a regular expression over what the client got for a, b, c, d
  const char* steps;  // and over the proof
};
class UdpFaults : public UdpEdge, public testing::WithParamInterface<Row> {};

TEST_P(UdpFaults, ShowWhatTheySay) {
  const auto& row = GetParam();
  start(Protocol::udp, echo.port());
  inject(row.kind, row.parameters);
  const UdpWire client(port);
  std::string all;
  const auto note = [&](const std::vector<std::string>& some) {
    for (const auto& one : some) all += (all.empty() ? "" : " ") + one;
  };
  // Each is sent when the one before has come to the provider, so that the order is known.
  for (const char* each : {"aaaa", "bbbb", "cccc", "dddd"}) {
    const auto before = engine->counters("a-b").received_up;
    client.send(each);
    ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").received_up == before + 4; }));
    note(client.receive_all(0, kQuiet));
  }
  EXPECT_THAT(all, MatchesRegex(row.seen));
  EXPECT_THAT(steps_of(attempts().at(0)), MatchesRegex(row.steps));
}

const Row kRows[] = {
    {"latency", "latency", R"({"mean":"20ms"})", "aaaa bbbb cccc dddd", "wait .*"},
    {"bandwidth", "bandwidth", R"({"rate":"1KB/s"})", "aaaa bbbb cccc dddd", "wait 4ms"},
    {"blackhole", "blackhole", "{}", "", "drop"},
    {"blackhole_after", "blackhole", R"({"after":"8B"})", "aaaa bbbb", "drop"},
    {"corrupt", "corrupt", "{}", ".*", "replace by 4 bytes"},
    {"drop", "drop", "{}", "", "drop"},
    {"drop_requests", "drop", R"({"direction":"up"})", "", "drop"},
    {"duplicate", "duplicate", "{}", "aaaa aaaa bbbb bbbb cccc cccc dddd dddd", "send 4 bytes"},
    {"duplicate_requests", "duplicate", R"({"direction":"up"})", "aaaa aaaa bbbb bbbb cccc cccc dddd dddd",
     "send 4 bytes"},
    {"flapping", "flapping", R"({"up":"1ns","down":"1h"})", "", "drop"},
    {"noop", "noop", "{}", "aaaa bbbb cccc dddd", ""},
    {"reorder", "reorder", R"({"at_most":"1h"})", "bbbb aaaa dddd cccc", "let 1 overtake"},
};

INSTANTIATE_TEST_SUITE_P(Udp, UdpFaults, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST_F(UdpEdge, EveryFaultOfDatagramsIsTestedEndToEnd) {
  std::set<std::string_view> tested{"refuse"};  // below
  for (const auto& row : kRows) tested.insert(row.kind);
  for (const auto& fault : faults()) {
    if (fault.layer != Layer::any && fault.layer != Layer::datagram) continue;
    EXPECT_EQ(tested.count(fault.kind), 1u) << fault.kind;
  }
}

TEST_F(UdpEdge, RefusesAsAHostWhereNobodyListens) {
  start(Protocol::udp, echo.port());
  const UdpWire client(port);
  client.send("a");
  EXPECT_EQ(client.receive(), "a");
  const auto id = inject("refuse");
  client.send("b");
  EXPECT_FALSE(client.receive(std::chrono::seconds(5)));
  EXPECT_EQ(errno, ECONNREFUSED);
  EXPECT_TRUE(timeline.slice(Instant{0}, std::chrono::hours(1)).windows.at(0).executed);
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  client.send("c");
  EXPECT_EQ(client.receive(), "c");
  EXPECT_EQ(echo.received(), 2);
}

TEST_F(UdpEdge, StrikesTheFirstOfEachDirection) {
  start(Protocol::udp, echo.port());
  FaultSpec spec;
  spec.kind = "drop";
  spec.first = 2;  // answers; requests count for themselves
  ASSERT_TRUE(engine->add_fault("a-b", spec));
  const UdpWire client(port);
  std::vector<std::string> seen;
  for (const char* each : {"a", "b", "c", "d"}) {
    client.send(each);
    for (auto& one : client.receive_all(0, kQuiet)) seen.push_back(std::move(one));
  }
  EXPECT_THAT(seen, ElementsAre("c", "d"));
}

TEST_F(UdpEdge, StrikesTheClientsItIsToldTo) {
  start(Protocol::udp, echo.port());
  inject("drop", "{}", {"", "", "", "", "10.0.0.0/8"});
  const UdpWire client(port);
  client.send("a");
  EXPECT_EQ(client.receive(), "a");
  inject("drop", "{}", {"", "", "", "", "127.0.0.0/8"});
  client.send("b");
  EXPECT_FALSE(client.receive(kQuiet));
}

TEST_F(UdpEdge, LetsWhatWaitsGoWhenTheFaultIsRemoved) {
  start(Protocol::udp, echo.port());
  const auto id = inject("latency", R"({"mean":"1h"})");
  const UdpWire client(port);
  client.send("a");
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").injected["latency"] == 1; }));
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_EQ(client.receive(), "a");
}

// Which datagrams a share strikes depends on the seed, the session and their number, not on workers.
std::string lost(unsigned workers, std::uint64_t seed) {
  const UdpEcho echo;
  Timeline timeline;
  Engine engine({workers, seed, true}, timeline);
  EdgeConfig config;
  config.name = "a-b";
  config.protocol = Protocol::udp;
  config.upstream_port = echo.port();
  const UdpWire client(*engine.add_edge(config));
  FaultSpec spec;
  spec.kind = "drop";
  spec.share = 0.5;
  spec.parameters.set("direction", "up");
  EXPECT_TRUE(engine.add_fault("a-b", spec));
  for (int i = 0; i < 40; ++i) client.send(std::to_string(i));
  EXPECT_TRUE(tests::eventually([&] { return engine.counters("a-b").received_up == 70; }));
  std::string text;
  for (const auto& one : client.receive_all(0, kQuiet)) text += one + " ";
  return text;
}

TEST(UdpSelection, IsTheSameForASeedAndAnyNumberOfWorkers) {
  const auto once = lost(1, 5);
  EXPECT_GT(once.size(), 20u);
  EXPECT_LT(once.size(), 100u);
  EXPECT_EQ(once, lost(1, 5));
  EXPECT_EQ(once, lost(4, 5));
  EXPECT_NE(once, lost(1, 6));
}

}  // namespace
}  // namespace squall::chaos
