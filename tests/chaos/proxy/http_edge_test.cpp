// An http edge without faults: byte for byte, in order, and how it ends is passed on.
#include <gmock/gmock.h>

#include <atomic>
#include <future>

#include "tests/chaos/proxy/edge_fixture.h"
#include "tests/support/contracts.h"

namespace squall::chaos {
namespace {

using testing::HasSubstr;
using tests::End;
using tests::RawProvider;
using tests::Wire;

class HttpEdge : public EdgeTest {};

const std::string kGet = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";

// Answers each head (and what of a body came with it) with the next of these texts, then closes.
std::function<void(Wire&)> says(std::vector<std::string> answers) {
  return [answers](Wire& wire) {
    for (const auto& answer : answers) {
      if (wire.read_until([](const std::string& all) { return all.find("\r\n\r\n") != std::string::npos; }).empty())
        return;
      wire.send(answer);
    }
  };
}

struct Row {
  const char* name;
  std::string request;
  std::string answer;
  int status;
};
class Passes : public EdgeTest, public testing::WithParamInterface<Row> {};

TEST_P(Passes, ByteForByte) {
  std::string seen;
  std::mutex mutex;
  const auto& row = GetParam();
  RawProvider provider([&](Wire& wire) {
    const auto all = wire.read(row.request.size());
    {
      const std::scoped_lock lock(mutex);
      seen = all;
    }
    wire.send(row.answer);
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(row.request);
  EXPECT_EQ(client.read_all(), row.answer);
  EXPECT_EQ(client.end(), End::fin);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.status, row.status);
  EXPECT_EQ(attempt.bytes_up, row.request.size());
  EXPECT_TRUE(attempt.request_complete);
  const std::scoped_lock lock(mutex);
  EXPECT_EQ(seen, row.request);
}

INSTANTIATE_TEST_SUITE_P(
    HttpEdge, Passes,
    testing::Values(
        Row{"length", kGet, "HTTP/1.1 200 OK\r\ncontent-LENGTH:  5\r\nX-odd:\t a \r\n\r\nhello", 200},
        Row{"until_close", kGet, "HTTP/1.0 200 OK\r\n\r\nhello", 200},
        Row{"chunked", kGet, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: 1\r\n\r\n",
            200},
        Row{"no_content", kGet, "HTTP/1.1 204 No Content\r\n\r\n", 204},
        Row{"not_modified", kGet, "HTTP/1.1 304 \r\nContent-Length: 99\r\n\r\n", 304},
        Row{"head", "HEAD /a HTTP/1.1\r\nHost: b\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", 200},
        Row{"interim", kGet, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
            200},
        Row{"post", "POST /a?q=%20 HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\n\r\nabc",
            "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 201},
        Row{"post_chunked", "POST /a HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", 201},
        Row{"garbage", kGet, "SMTP ready\r\n\r\nwhat?", 0}, Row{"cut_head", kGet, "HTTP/1.1 200 OK\r\nContent-Le", 0},
        Row{"cut_body", kGet, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", 200},
        Row{"cut_chunk", kGet, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", 200},
        Row{"bad_chunk", kGet, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhel", 200}),
    [](const auto& row) { return row.param.name; });

struct Refused {
  const char* name;
  std::string request;
  const char* status;
};
class Refuses : public EdgeTest, public testing::WithParamInterface<Refused> {};

TEST_P(Refuses, WhatCouldBeReadInTwoWays) {
  std::atomic<int> reached{0};
  RawProvider provider([&](Wire& wire) {
    if (!wire.read_some().empty()) ++reached;
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(GetParam().request);
  const auto answer = client.read_all();
  EXPECT_THAT(answer, HasSubstr(std::string("HTTP/1.1 ") + GetParam().status));
  EXPECT_EQ(client.end(), End::fin);
  EXPECT_EQ(reached, 0);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(std::to_string(attempt.status), GetParam().status);
  EXPECT_EQ(attempt.ended_by, Peer::proxy);
  EXPECT_FALSE(attempt.from_provider);
}

INSTANTIATE_TEST_SUITE_P(
    HttpEdge, Refuses,
    testing::Values(
        Refused{"length_and_chunked",
                "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "400"},
        Refused{"two_lengths", "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "400"},
        Refused{"bare_lf", "GET / HTTP/1.1\nHost: b\n\n", "400"}, Refused{"garbage", "\x16\x03\x01\x02", "400"},
        Refused{"huge_head", "GET / HTTP/1.1\r\nHost: b\r\nX: " + std::string(300000, 'x') + "\r\n\r\n", "431"},
        Refused{"http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"}),
    [](const auto& row) { return row.param.name; });

TEST_F(HttpEdge, KeepsAliveAndAnswersPipelinedRequestsInOrder) {
  std::atomic<int> connections{0};
  RawProvider provider([&](Wire& wire) {
    ++connections;
    says({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3"})(wire);
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet + kGet + kGet.substr(0, 9));
  EXPECT_THAT(client.read_to("2"), HasSubstr("\r\n\r\n1HTTP"));
  client.send(kGet.substr(9));
  EXPECT_THAT(client.read_to("3"), HasSubstr("200 OK"));
  EXPECT_EQ(connections, 1);
  const auto attempts = ended(3);
  EXPECT_EQ(attempts[0].ordinal, 0u);
  EXPECT_EQ(attempts[2].ordinal, 2u);
  EXPECT_EQ(attempts[0].connection, attempts[2].connection);
  EXPECT_EQ(attempts[1].ended_by, Peer::none);
  EXPECT_EQ(attempts[1].ending, Ending::open);
  EXPECT_TRUE(attempts[1].from_provider);
  EXPECT_LE(attempts[1].request_started, *attempts[1].request_complete);
  EXPECT_LE(*attempts[1].forwarded, *attempts[1].first_byte);
}

TEST_F(HttpEdge, PassesAnIdleCloseOn) {
  RawProvider provider(says({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1"}));
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet);
  client.read_all();
  EXPECT_EQ(client.end(), End::fin);
}

TEST_F(HttpEdge, ADeadProviderIsAReset) {
  std::uint16_t dead = 0;
  {
    RawProvider gone(says({}));
    dead = gone.port();
  }
  start(Protocol::http, dead);
  auto client = Wire::dial(port);
  client.send(kGet);
  client.read_all();
  EXPECT_EQ(client.end(), End::rst);
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::provider);
  EXPECT_EQ(attempt.ending, Ending::rst);
  EXPECT_EQ(attempt.status, 0);
  EXPECT_FALSE(attempt.forwarded);
}

TEST_F(HttpEdge, PassesTheProvidersResetOn) {
  RawProvider provider([](Wire& wire) {
    wire.read_some();
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    wire.reset();
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet);
  client.read_all();
  EXPECT_EQ(client.end(), End::rst);
  EXPECT_EQ(ended(1)[0].ending, Ending::rst);
}

TEST_F(HttpEdge, SeesAConsumerThatGivesUp) {
  std::atomic<int> provider_saw_end{0};
  RawProvider provider([&](Wire& wire) {
    wire.read_some();
    wire.read_all();  // never answers
    ++provider_saw_end;
  });
  start(Protocol::http, provider.port());
  {
    auto client = Wire::dial(port);
    client.send(kGet);
    EXPECT_TRUE(tests::eventually([&] { return timeline.open_attempts("a-b") == 1; }));
  }
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::consumer);
  ASSERT_TRUE(attempt.consumer_closed);
  EXPECT_GE(*attempt.consumer_closed, *attempt.request_complete);
  EXPECT_EQ(attempt.status, 0);
  EXPECT_TRUE(tests::eventually([&] { return provider_saw_end == 1; }));
}

TEST_F(HttpEdge, AnswersAConsumerThatOnlyHalfCloses) {
  RawProvider provider([](Wire& wire) {
    wire.read_all();
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet);
  client.half_close();
  EXPECT_THAT(client.read_all(), HasSubstr("\r\n\r\nok"));
}

TEST_F(HttpEdge, PassesExpectContinueOn) {
  RawProvider provider([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 100 Continue\r\n\r\n");
    wire.read(3);
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send("PUT / HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_THAT(client.read_to("\r\n\r\n"), HasSubstr("200 OK"));
}

TEST_F(HttpEdge, BecomesATunnelAfterAnUpgrade) {
  RawProvider provider([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nwelcome");
    EXPECT_EQ(wire.read(4), "\r\n\x01\x02");
    wire.send("bye");
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send("GET /ws HTTP/1.1\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
  client.read_to("welcome");
  client.send("\r\n\x01\x02");
  EXPECT_EQ(client.read_all(), "bye");
  client.close();
  EXPECT_EQ(ended(1)[0].status, 101);
}

TEST_F(HttpEdge, SendsOnWhatWasSaidBeforeTheTunnelWasOpen) {
  RawProvider provider([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    wire.send(wire.read(5));
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send("GET /ws HTTP/1.1\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nhello");
  EXPECT_THAT(client.read_all(), testing::EndsWith("\r\n\r\nhello"));
}

TEST_F(HttpEdge, LetsNobodyWaitForTheObserver) {
  std::promise<void> answered;
  std::atomic<bool> waited_in_vain{false};
  config.observe = [&, heard = answered.get_future().share()](const Exchange&) {
    waited_in_vain = heard.wait_for(std::chrono::seconds(10)) != std::future_status::ready;
  };
  RawProvider provider(says({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}));
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_THAT(client.read_to("ok"), HasSubstr("200 OK"));
  answered.set_value();
  client.close();
  engine->stop();  // joins the worker
  EXPECT_FALSE(waited_in_vain);
}

// A consumer that waits for no 101, and is done before it comes.
TEST_F(HttpEdge, PassesOnWhatCameBeforeTheTunnel) {
  RawProvider provider([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    wire.send(wire.read_all());
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send("GET /ws HTTP/1.1\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nearly");
  client.half_close();
  EXPECT_THAT(client.read_all(), testing::EndsWith("\r\n\r\nearly"));
  EXPECT_EQ(client.end(), End::fin);
  EXPECT_TRUE(tests::eventually([&] { return engine->counters("a-b").open == 0; }));
  EXPECT_EQ(ended(1)[0].status, 101);
}

// The answer that a fault puts in place of a 101 is an answer like any other.
TEST_F(HttpEdge, IsNoTunnelWhenTheAnswerWasReplaced) {
  RawProvider provider([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    wire.read_all();
  });
  start(Protocol::http, provider.port());
  inject("replace", R"({"body":"no","status":200})");
  auto client = Wire::dial(port);
  client.send("GET /ws HTTP/1.1\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
  EXPECT_THAT(client.read_to("no"), HasSubstr("200 OK"));
  client.half_close();
  EXPECT_EQ(client.read_all(), "");
  EXPECT_TRUE(tests::eventually([&] { return engine->counters("a-b").open == 0; }));
}

TEST_F(HttpEdge, AnswersEarlyAndReadsOn) {
  RawProvider provider([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 413 Too Much\r\nContent-Length: 0\r\n\r\n");
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send("PUT / HTTP/1.1\r\nHost: b\r\nContent-Length: 3\r\n\r\n");
  EXPECT_THAT(client.read_to("\r\n\r\n"), HasSubstr("413"));
  client.send("abc" + kGet);
  EXPECT_THAT(client.read_to("\r\n\r\n"), HasSubstr("200"));
  EXPECT_EQ(ended(2)[0].status, 413);
}

TEST_F(HttpEdge, ShowsWholeExchangesToItsObserver) {
  std::mutex mutex;
  std::vector<Exchange> seen;
  config.observe_body_limit = 4;
  config.observe = [&](const Exchange& exchange) {
    const std::scoped_lock lock(mutex);
    seen.push_back(exchange);
  };
  config.contract = std::make_shared<const contracts::match::Router>(
      tests::contract_of("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /{x}: {post: {responses: {'201': "
                         "{description: ok}}}}\n"));
  RawProvider provider(
      says({"HTTP/1.1 201 Created\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"}));
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send("POST /a?b HTTP/1.1\r\nHost: b\r\nIdempotency-Key: k\r\nContent-Length: 3\r\n\r\nabc");
  client.read_all();
  ended(1);
  const std::scoped_lock lock(mutex);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].request.method, "POST");
  EXPECT_EQ(seen[0].request.target, "/a?b");
  EXPECT_EQ(seen[0].request.body, "abc");
  EXPECT_FALSE(seen[0].request_truncated);
  EXPECT_EQ(seen[0].response.status, 201);
  EXPECT_EQ(seen[0].response.headers.get("x-a"), "1");
  EXPECT_EQ(seen[0].response.body, "abcd");
  EXPECT_TRUE(seen[0].response_truncated);
  EXPECT_EQ(seen[0].attempt.operation, "POST /{x}");
  EXPECT_EQ(seen[0].attempt.request_headers.get("idempotency-key"), "k");
  EXPECT_NE(seen[0].attempt.body_hash, 0u);
}

}  // namespace
}  // namespace squall::chaos
