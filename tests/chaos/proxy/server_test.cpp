// The HTTP server of the engine, over real sockets.
#include <gmock/gmock.h>

#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using testing::HasSubstr;
using tests::End;
using tests::Wire;

class Server : public testing::Test {
 protected:
  void start(http::Handler handler, std::size_t max_body = 1000) {
    http::ServerConfig config;
    config.name = "stub";
    config.max_body = max_body;
    config.max_head = 1000;
    const auto served = engine.serve(config, std::move(handler));
    ASSERT_TRUE(served) << served.error().message;
    port = *served;
  }
  std::string ask(const std::string& request) {
    auto client = Wire::dial(port);
    client.send(request);
    client.half_close();
    return client.read_all();
  }

  Timeline timeline;
  Engine engine{{2, 0, true}, timeline};
  std::uint16_t port = 0;
};

http::Reply echo(const http::Incoming& incoming) {
  http::Reply reply;
  reply.response.status = 200;
  reply.response.headers.set("X-Method", incoming.request.method);
  reply.response.headers.set("Content-Length", "77");
  reply.response.body = incoming.request.target + ":" + incoming.request.body;
  return reply;
}

TEST_F(Server, AnswersPipelinedRequestsInOrder) {
  start([](const http::Incoming& incoming) {
    auto reply = echo(incoming);
    if (incoming.request.target == "/slow") reply.delay = std::chrono::milliseconds(30);
    return reply;
  });
  const auto answers =
      ask("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"
          "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
          "HEAD /c HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto slow = answers.find("\r\n\r\n/slow:HTTP/1.1"), b = answers.find("\r\n\r\n/b:abcHTTP/1.1");
  EXPECT_NE(slow, std::string::npos) << answers;
  EXPECT_NE(b, std::string::npos) << answers;
  EXPECT_LT(slow, b);
  EXPECT_TRUE(answers.ends_with("Content-Length: 3\r\n\r\n")) << answers;  // HEAD: the length, and no body
  EXPECT_THAT(answers, HasSubstr("X-Method: POST\r\n"));
  EXPECT_THAT(answers, testing::Not(HasSubstr("77")));
}

struct Row {
  const char* name;
  std::string request;
  const char* expected;
};
class Answers : public Server, public testing::WithParamInterface<Row> {};

TEST_P(Answers, AreAsTheRequestDeserves) {
  start(echo);
  EXPECT_THAT(ask(GetParam().request), testing::StartsWith(std::string("HTTP/1.1 ") + GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Server, Answers,
    testing::Values(Row{"ok", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "200"}, Row{"old", "GET / HTTP/1.0\r\n\r\n", "200"},
                    Row{"no_host", "GET / HTTP/1.1\r\n\r\n", "400"}, Row{"garbage", "hello there\r\n\r\n", "400"},
                    Row{"bad_chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
                    Row{"big_head", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", "431"},
                    Row{"big_body",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'), "413"},
                    Row{"big_chunks",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                            std::string(1001, 'x') + "\r\n0\r\n\r\n",
                        "413"},
                    Row{"coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501"}),
    [](const auto& row) { return row.param.name; });

TEST_F(Server, TurnsWhatAHandlerThrowsIntoA500) {
  start([](const http::Incoming&) -> http::Reply { throw std::runtime_error("broken"); });
  const auto answer = ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("500"));
  EXPECT_THAT(answer, HasSubstr("broken"));
}

TEST_F(Server, InvitesABody) {
  start(echo);
  auto client = Wire::dial(port);
  client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_THAT(client.read_to("abc"), HasSubstr("200"));
}

TEST_F(Server, ClosesWhenAskedTo) {
  start(echo);
  auto client = Wire::dial(port);
  client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read_all(), HasSubstr("Connection: close"));
  EXPECT_EQ(client.end(), End::fin);
}

TEST_F(Server, SurvivesClientsThatVanish) {
  start([](const http::Incoming& incoming) {
    auto reply = echo(incoming);
    reply.delay = std::chrono::milliseconds(5);
    reply.response.body.assign(200'000, 'x');
    return reply;
  });
  for (int i = 0; i < 50; ++i) {
    auto client = Wire::dial(port);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET");
    if (i % 3 == 0) client.read_some();
    if (i % 2 == 0) client.reset();
  }
  EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").substr(0, 15), "HTTP/1.1 200 OK");
}

TEST_F(Server, StopsServing) {
  start(echo);
  auto client = Wire::dial(port);
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  client.read_to("/:");
  ASSERT_TRUE(engine.stop_serving("stub"));
  client.read_all();
  EXPECT_NE(client.end(), End::open);
  EXPECT_FALSE(Wire::dial(port).connected());
  EXPECT_FALSE(engine.stop_serving("stub"));
}

}  // namespace
}  // namespace squall::chaos
