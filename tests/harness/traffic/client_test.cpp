#include "harness/traffic/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/scripted_server.h"

namespace squall::harness {
namespace {

using chaos::CallError;
using contracts::http::Request;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using tests::plain_answer;
using tests::ScriptedServer;
using tests::ServerAct;

ScriptedServer::Script always(ServerAct act) {
  return [act](const std::string&, std::size_t) { return act; };
}

struct Wire {
  const char* name;
  Request request;
  const char* expected;  // HOST stands for the server's authority
};

class OnTheWire : public testing::TestWithParam<Wire> {};

TEST_P(OnTheWire, IsExactlyWhatWasAsked) {
  ScriptedServer server(always({plain_answer(200)}));
  Client client;
  const Answer answer = client.send(server.url(), GetParam().request);
  ASSERT_EQ(answer.error, CallError::none) << answer.error_text;
  EXPECT_EQ(answer.response.status, 200);
  std::string expected = GetParam().expected;
  expected.replace(expected.find("HOST"), 4, "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_THAT(server.requests(), testing::ElementsAre(expected));
}

INSTANTIATE_TEST_SUITE_P(
    Client, OnTheWire,
    testing::Values(
        Wire{"get", {"GET", "/a?b=c", {}, ""}, "GET /a?b=c HTTP/1.1\r\nHost: HOST\r\n\r\n"},
        Wire{"head", {"HEAD", "/", {}, ""}, "HEAD / HTTP/1.1\r\nHost: HOST\r\n\r\n"},
        Wire{"delete", {"DELETE", "/x/1", {}, ""}, "DELETE /x/1 HTTP/1.1\r\nHost: HOST\r\n\r\n"},
        Wire{"custom_method", {"PURGE", "/", {}, ""}, "PURGE / HTTP/1.1\r\nHost: HOST\r\n\r\n"},
        Wire{"lower_case_method", {"get", "/", {}, ""}, "get / HTTP/1.1\r\nHost: HOST\r\n\r\n"},
        Wire{"get_with_body",
             {"GET", "/", {{"Content-Type", "text/plain"}}, "hi"},
             "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"},
        Wire{"delete_with_body",
             {"DELETE", "/", {}, "{}"},
             "DELETE / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}"},
        Wire{"post_without_body", {"POST", "/", {}, ""}, "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n"},
        Wire{"put", {"PUT", "/", {}, "a"}, "PUT / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\na"},
        Wire{"headers_in_order_and_repeated",
             {"GET", "/", {{"X-B", "1"}, {"x-a", "2"}, {"X-B", "3"}, {"X-Empty", ""}}, ""},
             "GET / HTTP/1.1\r\nHost: HOST\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nX-Empty:\r\n\r\n"},
        Wire{"accept_as_given",
             {"GET", "/", {{"Accept", "text/html"}}, ""},
             "GET / HTTP/1.1\r\nHost: HOST\r\nAccept: text/html\r\n\r\n"},
        Wire{
            "dots_and_hash_stay", {"GET", "/a/../b/./c#d", {}, ""}, "GET /a/../b/./c#d HTTP/1.1\r\nHost: HOST\r\n\r\n"},
        Wire{"escapes_stay",
             {"GET", "/a%2Fb%zz?q=%C3%A4&r=\"{}|", {}, ""},
             "GET /a%2Fb%zz?q=%C3%A4&r=\"{}| HTTP/1.1\r\nHost: HOST\r\n\r\n"},
        Wire{"asterisk", {"OPTIONS", "*", {}, ""}, "OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n"}),
    [](const auto& row) { return row.param.name; });

TEST(Client, SendsALargeBodyWithoutExpect) {
  ScriptedServer server(always({plain_answer(200)}));
  Client client;
  const Answer answer = client.send(server.url(), {"POST", "/", {}, std::string(3'000'000, 'x')});
  ASSERT_EQ(answer.error, CallError::none) << answer.error_text;
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_THAT(server.requests()[0].substr(0, 200), testing::Not(HasSubstr("Expect")));
  EXPECT_GT(server.requests()[0].size(), 3'000'000u);
}

TEST(Client, KeepsThePathOfTheBaseUrl) {
  ScriptedServer server(always({plain_answer(200)}));
  Client client;
  client.send(server.url() + "/v1/", {"GET", "/orders", {}, ""});
  EXPECT_THAT(server.requests().at(0), HasSubstr("GET /v1/orders HTTP/1.1"));
}

TEST(Client, ReadsStatusHeadersAndBody) {
  ScriptedServer server(
      always({"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
              "HTTP/1.1 418 I'm a teapot\r\nX-A:  1 \r\nx-a: 2\r\nEmpty:\r\nContent-Length: 3\r\n\r\nabc"}));
  Client client;
  const Answer answer = client.send(server.url(), {});
  ASSERT_EQ(answer.error, CallError::none) << answer.error_text;
  EXPECT_EQ(answer.response.status, 418);
  EXPECT_EQ(answer.response.reason, "I'm a teapot");
  EXPECT_THAT(answer.response.headers.all("X-A"), testing::ElementsAre("1", "2"));
  EXPECT_EQ(answer.response.headers.get("Empty"), "");
  EXPECT_FALSE(answer.response.headers.contains("Link"));
  EXPECT_EQ(answer.response.body, "abc");
  EXPECT_FALSE(answer.truncated);
}

TEST(Client, LeavesTrailersOutAndJoinsChunks) {
  ScriptedServer server(
      always({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nX-T: 1\r\n\r\n"}));
  Client client;
  const Answer answer = client.send(server.url(), {});
  EXPECT_EQ(answer.response.body, "abc");
  EXPECT_FALSE(answer.response.headers.contains("X-T"));
}

TEST(Client, CutsTheBodyAtItsBound) {
  ScriptedServer server(always({plain_answer(200, std::string(1000, 'a'))}));
  Client client;
  SendOptions options;
  options.max_body = 10;
  const Answer answer = client.send(server.url(), {}, options);
  EXPECT_EQ(answer.error, CallError::none);
  EXPECT_EQ(answer.response.body, "aaaaaaaaaa");
  EXPECT_TRUE(answer.truncated);
}

TEST(Client, DoesNotFollowRedirects) {
  ScriptedServer server(always({plain_answer(302, "", "Location: /elsewhere\r\n")}));
  Client client;
  EXPECT_EQ(client.send(server.url(), {}).response.status, 302);
  EXPECT_EQ(server.requests().size(), 1u);
}

struct Failure {
  const char* name;
  ServerAct act;
  CallError error;
  int status;
  const char* text;
};

class Failing : public testing::TestWithParam<Failure> {};

TEST_P(Failing, SaysWhatHappened) {
  ScriptedServer server(always(GetParam().act));
  Client client;
  SendOptions options;
  options.timeout = GetParam().error == CallError::timeout ? milliseconds(150) : milliseconds(20'000);
  const Answer answer = client.send(server.url(), {}, options);
  EXPECT_EQ(answer.error, GetParam().error) << answer.error_text;
  EXPECT_EQ(answer.response.status, GetParam().status);
  EXPECT_THAT(answer.error_text, HasSubstr(GetParam().text));
  EXPECT_THAT(answer.error_text, HasSubstr("127.0.0.1:" + std::to_string(server.port())));
  EXPECT_EQ(server.requests().size(), 1u);
}

using Then = ServerAct::Then;
INSTANTIATE_TEST_SUITE_P(
    Client, Failing,
    testing::Values(
        Failure{"closed_at_once", {"", Then::close}, CallError::closed, 0, "closed the connection before an answer"},
        Failure{"reset_at_once", {"", Then::reset}, CallError::reset, 0, "reset the connection before an answer"},
        Failure{"closed_in_body",
                {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Then::close},
                CallError::closed,
                200,
                "in the middle of an answer (status 200, 3 bytes of the body)"},
        Failure{"closed_in_chunks",
                {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", Then::close},
                CallError::closed,
                200,
                "in the middle of an answer"},
        Failure{"silent", {"", Then::hold}, CallError::timeout, 0, "within 150ms"},
        Failure{"stalls_in_body",
                {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Then::hold},
                CallError::timeout,
                200,
                "did not finish within 150ms"},
        Failure{"no_http", {"SSH-2.0-OpenSSH\r\n\r\n", Then::close}, CallError::malformed, 0, "not HTTP/1.1"}),
    [](const auto& row) { return row.param.name; });

TEST(Client, NamesARefusedConnection) {
  const auto port = tests::closed_port();
  Client client;
  const Answer answer = client.send("http://127.0.0.1:" + std::to_string(port), {});
  EXPECT_EQ(answer.error, CallError::refused);
  EXPECT_EQ(answer.error_text, "connection refused by 127.0.0.1:" + std::to_string(port));
}

TEST(Client, ReusesConnectionsUnlessToldNotTo) {
  ScriptedServer server(always({plain_answer(200)}));
  Client client;
  for (int i = 0; i < 3; ++i) client.send(server.url(), {});
  EXPECT_EQ(server.connections(), 1u);
  SendOptions fresh;
  fresh.fresh_connection = true;
  for (int i = 0; i < 2; ++i) client.send(server.url(), {}, fresh);
  EXPECT_EQ(server.connections(), 3u);
}

TEST(Client, NeverSendsARequestTwice) {
  ScriptedServer server([](const std::string&, std::size_t index) {
    return index == 0 ? ServerAct{plain_answer(200), Then::keep} : ServerAct{"", Then::close};
  });
  Client client;
  EXPECT_EQ(client.send(server.url(), {}).error, CallError::none);
  const Answer second = client.send(server.url(), {"POST", "/charge", {}, "{}"});
  EXPECT_EQ(second.error, CallError::closed) << second.error_text;
  EXPECT_EQ(server.requests().size(), 2u);
}

struct Bad {
  const char* name;
  Request request;
  const char* text;
};
class Unsendable : public testing::TestWithParam<Bad> {};

TEST_P(Unsendable, IsRefusedWithAReason) {
  ScriptedServer server(always({plain_answer(200)}));
  Client client;
  const Answer answer = client.send(server.url(), GetParam().request);
  EXPECT_EQ(answer.error, CallError::other);
  EXPECT_THAT(answer.error_text, HasSubstr(GetParam().text));
  EXPECT_TRUE(server.requests().empty());
}

INSTANTIATE_TEST_SUITE_P(Client, Unsendable,
                         testing::Values(Bad{"space", {"GET", "/a b", {}, ""}, "white space"},
                                         Bad{"empty_target", {"GET", "", {}, ""}, "empty"},
                                         Bad{"head_with_body", {"HEAD", "/", {}, "hi"}, "HEAD request has no body"},
                                         Bad{"method", {"GE T", "/", {}, ""}, "no token"},
                                         Bad{"smuggled_header", {"GET", "/", {{"A", "b\r\nC: d"}}, ""}, "line break"},
                                         Bad{"header_name", {"GET", "/", {{"A b", "c"}}, ""}, "header name"}),
                         [](const auto& row) { return row.param.name; });

TEST(Client, EndsACallAtOnceWhenStopped) {
  ScriptedServer server(always({"", Then::hold}));
  Client client;
  std::stop_source stop;
  std::thread stopper([&] {
    while (server.requests().empty()) std::this_thread::yield();
    stop.request_stop();
  });
  SendOptions options;
  options.timeout = seconds(60);
  const Answer answer = client.send(server.url(), {}, options, stop.get_token());
  stopper.join();
  EXPECT_EQ(answer.error, CallError::cancelled);
  EXPECT_LT(answer.duration, seconds(20));
  EXPECT_EQ(client.send(server.url(), {}, options, stop.get_token()).error, CallError::cancelled);
}

TEST(AsyncClient, AnswersManyAtOnce) {
  ScriptedServer server(always({plain_answer(200, "ok")}));
  std::mutex mutex;
  std::condition_variable all;
  int good = 0;
  {
    AsyncClient client;
    for (int i = 0; i < 100; ++i) {
      client.submit(server.url(), {"GET", "/" + std::to_string(i), {}, ""}, {}, [&](Answer answer) {
        const std::lock_guard lock(mutex);
        if (answer.response.body == "ok" && ++good == 100) all.notify_all();
      });
    }
    std::unique_lock lock(mutex);
    all.wait_for(lock, seconds(60), [&] { return good == 100; });
  }
  EXPECT_EQ(good, 100);
}

TEST(AsyncClient, CancelsWhatIsOpenWhenDestroyed) {
  ScriptedServer server(always({"", Then::hold}));
  std::vector<CallError> errors;  // the client's thread alone writes; read after it ended
  {
    AsyncClient client;
    for (int i = 0; i < 5; ++i) {
      client.submit(server.url(), {}, {}, [&](Answer answer) { errors.push_back(answer.error); });
    }
    while (server.requests().size() < 5) std::this_thread::yield();
    EXPECT_EQ(client.in_flight(), 5u);
  }
  EXPECT_EQ(errors, std::vector<CallError>(5, CallError::cancelled));
}

TEST(AsyncClient, ReportsWhatCannotBeSent) {
  std::vector<std::string> texts;
  {
    AsyncClient client;
    client.submit("http://127.0.0.1:1", {"GET", "/a b", {}, ""}, {},
                  [&](Answer answer) { texts.push_back(answer.error_text); });
    while (client.in_flight() > 0) std::this_thread::yield();
  }
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0], HasSubstr("not sent"));
}

}  // namespace
}  // namespace squall::harness
