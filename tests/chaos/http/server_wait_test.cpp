// Answers that wait until they are woken, in virtual time and without sockets.

#include <gtest/gtest.h>

#include "chaos/http/server.h"
#include "tests/chaos/tls/memory_stream.h"

namespace squall::chaos::http {
namespace {

using namespace std::chrono_literals;

// Waits 10 s for `said` to become another than what the target asks beyond, and has `after` as its delay then.
class WaitingServer : public testing::Test {
 protected:
  WaitingServer() { connect(); }
  void connect() {
    auto [ours, theirs] = tests::MemoryStream::pair();
    client = ours;
    server = theirs;
    client->start(&told);
    lane.accept(server);
  }
  void ask(const std::string& known) {
    client->write("GET /" + known + " HTTP/1.1\r\nHost: a\r\n\r\n");
    client->deliver();
  }
  // The bodies of the answers that came since the last time.
  std::string heard() {
    server->deliver();
    std::string bodies;
    for (auto at = told.bytes.find("\r\n\r\n"); at != std::string::npos; at = told.bytes.find("\r\n\r\n", at + 4))
      bodies += told.bytes.substr(at + 4, 1);
    told.bytes.clear();
    return bodies;
  }
  Reply answer(const Incoming& incoming) {
    ++asked;
    Reply reply;
    reply.response.status = 200;
    reply.response.body = said;
    reply.until_woken = incoming.request.target == "/" + said;
    reply.delay = reply.until_woken ? 10s : after;
    return reply;
  }
  void change(const std::string& to) {
    said = to;
    lane.wake();
    timers.advance(0ns);
  }

  std::string said = "a";
  std::chrono::nanoseconds after{0};
  int asked = 0;
  net::VirtualTimers timers;
  tests::Told told;
  std::shared_ptr<tests::MemoryStream> client, server;
  ServerLane lane{std::make_shared<const ServerConfig>(),
                  std::make_shared<const Handler>([this](const Incoming& incoming) { return answer(incoming); }),
                  timers};
};

TEST_F(WaitingServer, AnswersAtOnceWhatIsNew) {
  ask("x");
  EXPECT_EQ(heard(), "a");
}

TEST_F(WaitingServer, AnswersWhenItIsWoken) {
  ask("a");
  timers.advance(9s);
  EXPECT_EQ(heard(), "");
  change("b");
  EXPECT_EQ(heard(), "b");
  timers.advance(60s);
  EXPECT_EQ(heard(), "") << "once";
  ask("b");
  change("c");
  EXPECT_EQ(heard(), "c") << "and again";
}

TEST_F(WaitingServer, AnswersWhenTheTimeIsOver) {
  ask("a");
  timers.advance(10s);
  EXPECT_EQ(heard(), "a");
  EXPECT_EQ(asked, 1);
}

TEST_F(WaitingServer, WaitsOnForWhatIsNotItsBusiness) {
  ask("a");
  timers.advance(9s);
  change("a");
  EXPECT_EQ(heard(), "");
  EXPECT_EQ(asked, 2);
  timers.advance(1s);
  EXPECT_EQ(heard(), "a") << "no longer than it was asked to";
}

TEST_F(WaitingServer, IsAsSlowAfterwards) {
  after = 2s;
  ask("a");
  change("b");
  EXPECT_EQ(heard(), "");
  change("c");
  timers.advance(2s);
  EXPECT_EQ(heard(), "b") << "what is being answered is no longer woken";
}

TEST_F(WaitingServer, AnswersInOrder) {
  ask("a");
  ask("x");
  EXPECT_EQ(heard(), "");
  change("b");
  EXPECT_EQ(heard(), "bb");
}

TEST_F(WaitingServer, ForgetsWhoLeaves) {
  for (const bool resets : {false, true}) {
    ask("a");
    EXPECT_EQ(lane.size(), 1u);
    if (resets) {
      client->reset();
    } else {
      client->half_close();
    }
    client->deliver();
    timers.advance(0ns);
    EXPECT_EQ(lane.size(), 0u);
    change("b");
    EXPECT_EQ(heard(), "");
    said = "a";
    connect();
  }
}

TEST_F(WaitingServer, ShutsDownWhileSomebodyWaits) {
  ask("a");
  lane.shut_down();
  timers.advance(60s);
  EXPECT_TRUE(server->was_reset());
  EXPECT_EQ(heard(), "");
}

}  // namespace
}  // namespace squall::chaos::http
