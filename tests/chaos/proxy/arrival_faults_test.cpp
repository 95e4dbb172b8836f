// Faults that meet connections as they come in: those beyond a number, and all while the port answers nobody.
#include <gmock/gmock.h>

#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using tests::End;
using tests::RawProvider;
using tests::Wire;

class ArrivalFaults : public EdgeTest {
 protected:
  static std::string talk(Wire& client) {
    client.send("ping");
    return client.read(4);
  }
  RawProvider echo{[](Wire& wire) {
    while (true) {
      const auto some = wire.read_some();
      if (some.empty()) return;
      wire.send(some);
    }
  }};
};

struct Row {
  const char* name;
  const char* how;
  End end;
  Ending ending;
  const char* step;
};
class ConnectionCap : public ArrivalFaults, public testing::WithParamInterface<Row> {};

TEST_P(ConnectionCap, SendsAwayWhoIsOneTooMany) {
  const auto& row = GetParam();
  start(Protocol::tcp, echo.port(), 2);
  auto before = Wire::dial(port);
  EXPECT_EQ(talk(before), "ping");
  const auto id = inject("connection_cap", std::string(R"({"most":2,"how":")") + row.how + "\"}");
  auto within = Wire::dial(port);
  EXPECT_EQ(talk(within), "ping");
  auto beyond = Wire::dial(port);
  ASSERT_TRUE(beyond.connected());
  EXPECT_EQ(beyond.read_all(), "");
  EXPECT_EQ(beyond.end(), row.end);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(steps_of(attempt), row.step);
  EXPECT_EQ(attempt.faults.at(0).kind, "connection_cap");
  EXPECT_EQ(attempt.ended_by, Peer::proxy);
  EXPECT_EQ(attempt.ending, row.ending);
  EXPECT_EQ(engine->counters("a-b").injected["connection_cap"], 1u);
  before.close();  // makes room
  ASSERT_TRUE(tests::eventually([&] { return engine->open_connections("a-b") == 1; }));
  auto next = Wire::dial(port);
  EXPECT_EQ(talk(next), "ping");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  auto free = Wire::dial(port);
  EXPECT_EQ(talk(free), "ping");
}

const Row kRows[] = {{"reset", "reset", End::rst, Ending::rst, "reset"},
                     {"close", "close", End::fin, Ending::fin, "close"}};

INSTANTIATE_TEST_SUITE_P(Edge, ConnectionCap, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST_F(ArrivalFaults, HoldsWhoIsOneTooManyUntilSomebodyLeaves) {
  start(Protocol::tcp, echo.port(), 2);
  const auto id = inject("connection_cap", R"({"most":1,"how":"hold"})");
  auto first = Wire::dial(port);
  EXPECT_EQ(talk(first), "ping");
  auto second = Wire::dial(port), third = Wire::dial(port);
  second.send("wait");
  third.send("more");
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").injected["connection_cap"] == 2; }));
  EXPECT_EQ(second.read_some(milliseconds(50)), "");
  EXPECT_EQ(engine->open_connections("a-b"), 1u);
  first.close();
  EXPECT_EQ(second.read(4), "wait");
  EXPECT_EQ(third.read_some(milliseconds(50)), "");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_EQ(third.read(4), "more");
  second.close();
  third.close();
  const auto attempts = ended(3);
  EXPECT_EQ(steps_of(attempts[0]), "");
  EXPECT_EQ(steps_of(attempts[1]), "hold");
  EXPECT_EQ(steps_of(attempts[2]), "hold");
}

TEST_F(ArrivalFaults, AHigherCapLetsSomeIn) {
  start(Protocol::tcp, echo.port());
  FaultSpec spec;
  spec.id = "cap";
  spec.kind = "connection_cap";
  spec.parameters.set("most", 0);
  spec.parameters.set("how", "hold");
  ASSERT_TRUE(engine->add_fault("a-b", spec));
  auto first = Wire::dial(port), second = Wire::dial(port);
  first.send("one");
  second.send("two");
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").injected["connection_cap"] == 2; }));
  spec.parameters.set("most", 1);
  ASSERT_TRUE(engine->update_fault("a-b", spec));
  EXPECT_EQ(first.read(3), "one");
  EXPECT_EQ(second.read_some(milliseconds(50)), "");
  ASSERT_TRUE(engine->disable_edge("a-b"));  // nobody is left behind
  EXPECT_EQ(second.read_all(), "");
  EXPECT_EQ(second.end(), End::rst);
}

TEST_F(ArrivalFaults, CapHttpConnectionsToo) {
  RawProvider provider([](Wire& wire) {
    while (!wire.read_to("\r\n\r\n").empty()) wire.send("HTTP/1.1 204 No Content\r\n\r\n");
  });
  start(Protocol::http, provider.port());
  inject("connection_cap", R"({"most":1,"how":"hold"})");
  const std::string get = "GET / HTTP/1.1\r\nHost: b\r\n\r\n";
  auto first = Wire::dial(port);
  first.send(get);
  EXPECT_THAT(first.read_to("\r\n\r\n"), testing::HasSubstr("204"));
  auto second = Wire::dial(port);
  second.send(get);
  EXPECT_EQ(second.read_some(milliseconds(50)), "");
  first.close();
  EXPECT_THAT(second.read_to("\r\n\r\n"), testing::HasSubstr("204"));
  EXPECT_EQ(steps_of(ended(2)[1]), "hold");  // of its first request
}

// Connects without waiting; whether it has, within so long.
class Dialling {
 public:
  explicit Dialling(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);  // it is under way
  }
  ~Dialling() { ::close(fd_); }
  Dialling(const Dialling&) = delete;
  Dialling& operator=(const Dialling&) = delete;
  bool done(milliseconds patience) const {
    pollfd wait{fd_, POLLOUT, 0};
    return ::poll(&wait, 1, static_cast<int>(patience.count())) > 0;
  }

 private:
  int fd_;
};

TEST_F(ArrivalFaults, ABlackholeBeforeAcceptAnswersNobody) {
  start(Protocol::tcp, echo.port(), 2);
  auto idle = Wire::dial(port);
  EXPECT_EQ(talk(idle), "ping");
  const auto id = inject("blackhole", R"({"stage":"before_accept"})");
  EXPECT_EQ(idle.read_all(), "");  // so that nobody goes round it
  const Dialling one(port), two(port);
  EXPECT_FALSE(one.done(milliseconds(300)));  // neither a connection nor a RST
  EXPECT_FALSE(two.done(milliseconds(0)));
  EXPECT_TRUE(timeline.slice(Instant{0}, std::chrono::hours(1)).windows.at(0).executed);
  EXPECT_EQ(engine->counters("a-b").connections, 1u);
  const auto refuses = inject("refuse");
  EXPECT_FALSE(two.done(milliseconds(50)));  // who ignores cannot refuse
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  errno = 0;
  EXPECT_FALSE(Wire::dial(port).connected());
  EXPECT_EQ(errno, ECONNREFUSED);
  ASSERT_TRUE(engine->remove_fault("a-b", refuses));
  auto fresh = Wire::dial(port);  // at once
  EXPECT_EQ(talk(fresh), "ping");
}

TEST_F(ArrivalFaults, WhoDialledInTheDarkGetsThroughLater) {
  start(Protocol::tcp, echo.port());
  const auto id = inject("blackhole", R"({"stage":"before_accept"})");
  const Dialling patient(port);
  EXPECT_FALSE(patient.done(milliseconds(100)));
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_TRUE(patient.done(std::chrono::seconds(10)));  // the kernel sends its SYN again
}

TEST_F(ArrivalFaults, EachUnansweredSynIsAnAttemptUntilItsConsumerGivesUp) {
  start(Protocol::http, echo.port(), 2);
  const auto id = inject("blackhole", R"({"stage":"before_accept"})");
  auto one = std::make_unique<Dialling>(port);
  EXPECT_FALSE(one->done(milliseconds(100)));
  ASSERT_TRUE(tests::eventually([&] { return timeline.open_attempts("a-b") == 1; }));
  one.reset();
  const Attempt given_up = ended(1).front();
  EXPECT_EQ(steps_of(given_up), "no answer to the SYN");
  EXPECT_EQ(given_up.ended_by, Peer::consumer);
  EXPECT_EQ(given_up.consumer_closed, given_up.ended);
  EXPECT_FALSE(given_up.request_complete);
  EXPECT_EQ(given_up.legality, Legality::transport);
  EXPECT_GT(*given_up.ended - given_up.connected, milliseconds(80));
  // One that is through when the fault goes gave nothing up, and is open until it is.
  const Dialling patient(port);
  ASSERT_TRUE(tests::eventually([&] { return timeline.open_attempts("a-b") == 1; }));
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_EQ(timeline.open_attempts("a-b"), 1u);
  EXPECT_TRUE(patient.done(std::chrono::seconds(10)));
  const Attempt through = ended(2).back();
  EXPECT_EQ(through.ended_by, Peer::none);
  EXPECT_FALSE(through.consumer_closed);
}

TEST_F(ArrivalFaults, AnUnansweredSynToTheSamePortElsewhereIsNotOurs) {
  config.listen_host = "127.0.0.2";
  start(Protocol::tcp, echo.port());
  inject("blackhole", R"({"stage":"before_accept"})");
  EdgeConfig other = config;
  other.name = "a-c";
  other.listen_host = "127.0.0.1";
  other.listen_port = port;
  ASSERT_TRUE(engine->add_edge(other));
  FaultSpec silence;
  silence.kind = "blackhole";
  silence.parameters = contracts::Value(contracts::Object{{"stage", "before_accept"}});
  ASSERT_TRUE(engine->add_fault("a-c", silence));
  const Dialling to_the_other(port);
  ASSERT_TRUE(tests::eventually([&] { return timeline.open_attempts("a-c") == 1; }));
  EXPECT_EQ(timeline.open_attempts("a-b"), 0u);
}

}  // namespace
}  // namespace squall::chaos
