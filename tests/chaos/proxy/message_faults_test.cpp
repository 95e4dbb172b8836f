// Faults of whole messages over real sockets: lost, doubled, repeated, closed between.
#include <gmock/gmock.h>

#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using tests::End;
using tests::RawProvider;
using tests::Wire;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";

class MessageFaults : public EdgeTest {
 protected:
  // Answers every head, and keeps what it was asked.
  void serve(const std::string& answer) {
    provider = std::make_unique<RawProvider>([this, answer](Wire& wire) {
      while (true) {
        const auto request = wire.read_to("\r\n\r\n");
        if (request.empty()) return;
        {
          const std::scoped_lock lock(mutex);
          requests.push_back(request);
        }
        wire.send(answer);
        if (request.find("Connection: close") != std::string::npos) return;
      }
    });
    start(Protocol::http, provider->port());
  }
  std::vector<std::string> asked() {
    const std::scoped_lock lock(mutex);
    return requests;
  }

  std::mutex mutex;
  std::vector<std::string> requests;
  std::unique_ptr<RawProvider> provider;
};

TEST_F(MessageFaults, DropLosesWholeAnswers) {
  serve(kAnswer);
  const auto id = inject("drop");
  auto client = Wire::dial(port);
  client.send(kGet);
  ASSERT_TRUE(tests::eventually([&] { return asked().size() == 1; }));
  EXPECT_EQ(client.read_some(milliseconds(50)), "");
  EXPECT_EQ(client.end(), End::open);
  client.close();
  EXPECT_EQ(steps_of(ended(1)[0]), "drop, hold");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  auto other = Wire::dial(port);
  other.send(kGet);
  EXPECT_EQ(other.read(kAnswer.size()), kAnswer);
}

TEST_F(MessageFaults, DuplicateSendsAnAnswerTwice) {
  serve(kChunked);
  inject("duplicate");
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read(2 * kChunked.size()), kChunked + kChunked);
  EXPECT_EQ(asked().size(), 1u);
}

// Gathering waits for the end of a message; a tunnel has none.
TEST_F(MessageFaults, TunnelsAreNotGathered) {
  RawProvider upgrades([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    for (std::string some; !(some = wire.read_some()).empty();) wire.send(some);
  });
  start(Protocol::http, upgrades.port());
  inject("rewrite", R"({"pointer":"/a","value":1})");
  inject("broken_json");
  auto client = Wire::dial(port);
  client.send("GET /a HTTP/1.1\r\nHost: b\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
  EXPECT_THAT(client.read_to("\r\n\r\n"), testing::StartsWith("HTTP/1.1 101 "));
  client.send("{\"a\":2}");
  EXPECT_EQ(client.read(7), "{\"a\":2}");
  client.close();
  EXPECT_EQ(steps_of(ended(1)[0]), "");
}

TEST_F(MessageFaults, RemovalLetsGoWhatIsBeingGathered) {
  serve("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\":");
  const auto id = inject("rewrite", R"({"pointer":"/a","value":1})");
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read_some(milliseconds(50)), "");
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  EXPECT_THAT(client.read_to("{\"a\":"), testing::EndsWith("\r\n\r\n{\"a\":"));
}

// Half a message is none: no fault changes it, nor keeps it for later.
class CutAnswers : public EdgeTest, public testing::WithParamInterface<std::string> {};

TEST_P(CutAnswers, StayAsTheyAre) {
  RawProvider cuts([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send(GetParam());
  });
  start(Protocol::http, cuts.port());
  inject("rewrite", R"({"pointer":"/a","value":2})");
  inject("stale");
  for (int i = 0; i < 2; ++i) {
    auto client = Wire::dial(port);
    client.send(kGet);
    EXPECT_EQ(client.read_all(), GetParam());
  }
  for (const auto& attempt : ended(2)) EXPECT_EQ(steps_of(attempt), "");
}

INSTANTIATE_TEST_SUITE_P(All, CutAnswers,
                         testing::Values("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n",
                                         "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\":1}"));

TEST_F(MessageFaults, ReplayAsksTheProviderAgain) {
  serve(kAnswer);
  inject("replay", R"({"times":2})");
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read(kAnswer.size()), kAnswer);
  ASSERT_TRUE(tests::eventually([&] { return asked().size() == 3; }));
  int replayed = 0;
  for (const auto& request : asked()) {
    EXPECT_THAT(request, testing::StartsWith("GET /a HTTP/1.1\r\n"));
    replayed += request.find("Connection: close") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(replayed, 2);
  engine->remove_all_faults();
  client.send(kGet);  // nothing of the replays' answers reaches the consumer
  EXPECT_EQ(client.read(kAnswer.size()), kAnswer);
  EXPECT_EQ(client.read_some(milliseconds(30)), "");
  EXPECT_EQ(steps_of(ended(2)[0]), "replay 2 times");
}

TEST_F(MessageFaults, CloseComesWhereItIsSaid) {
  serve(kAnswer);
  const std::pair<const char*, std::string> rows[] = {
      {"before_answer", ""}, {"after_head", kAnswer.substr(0, kAnswer.size() - 2)}, {"between_requests", kAnswer}};
  for (const auto& [when, expected] : rows) {
    const auto id = inject("close", std::string(R"({"when":")") + when + "\"}");
    auto client = Wire::dial(port);
    client.send(kGet);
    EXPECT_EQ(client.read_all(), expected) << when;
    EXPECT_EQ(client.end(), End::fin) << when;
    ASSERT_TRUE(engine->remove_fault("a-b", id));
  }
}

TEST_F(MessageFaults, AreRewrittenFromChunksToALength) {
  serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n");
  inject("rewrite", R"({"pointer":"/a","value":"two"})");
  auto client = Wire::dial(port);
  client.send(kGet + kGet);
  const std::string expected = "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 11\r\n\r\n{\"a\":\"two\"}";
  EXPECT_EQ(client.read(2 * expected.size()), expected + expected);
}

TEST_F(MessageFaults, PassWhatIsTooLargeToRewrite) {
  const std::string body = "[\"" + std::string(3u << 20, 'x') + "\"]";
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  serve(answer);
  inject("rewrite", R"({"pointer":"/0","value":"two"})");
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_TRUE(client.read(answer.size()) == answer);
  EXPECT_EQ(steps_of(ended(1)[0]), "");
}

TEST_F(MessageFaults, FlappingIsDownByTurns) {
  serve(kAnswer);
  inject("flapping", R"({"up":"1ns","down":"1h"})");
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(client.end(), End::rst);
  engine->remove_all_faults();
  inject("flapping", R"({"up":"1h","down":"1h"})");
  auto second = Wire::dial(port);
  second.send(kGet);
  EXPECT_EQ(second.read(kAnswer.size()), kAnswer);
}

}  // namespace
}  // namespace squall::chaos
