// Which requests and connections a fault strikes, over real sockets.
#include <gmock/gmock.h>

#include "chaos/faults/notation.h"
#include "tests/chaos/proxy/edge_fixture.h"
#include "tests/support/contracts.h"

namespace squall::chaos {
namespace {

using tests::RawProvider;
using tests::Wire;

// Answers 200 to any request whose body has a Content-Length.
class EdgeMatching : public EdgeTest {
 protected:
  RawProvider provider{[](Wire& wire) {
    while (true) {
      const auto request = wire.read_until([](const auto& all) {
        const auto head = all.find("\r\n\r\n");
        return head != std::string::npos &&
               all.size() >= head + 4 + std::stoul(all.substr(all.find("Content-Length: ") + 16));
      });
      if (request.empty()) return;
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
  }};

  void put(const std::string& text) {
    const auto spec = parse_fault(text);
    ASSERT_TRUE(spec) << spec.error().message;
    const auto added = engine->add_fault("a-b", *spec);
    ASSERT_TRUE(added) << added.error().message;
  }
  // The status of the answer; the head and the body are sent apart, so that the proxy has to wait.
  std::string status(Wire& client, const std::string& method, const std::string& target, const std::string& body = "") {
    client.send(method + " " + target + " HTTP/1.1\r\nHost: b\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n");
    client.send(body);
    const auto answer = client.read_to("\r\n\r\n");
    return answer.size() > 12 ? answer.substr(9, 3) : answer;
  }
};

TEST_F(EdgeMatching, OnAMemberOfTheBody) {
  start(Protocol::http, provider.port(), 2);
  put("abort: 500, body: {/customer/id: 42}");
  auto client = Wire::dial(port);
  EXPECT_EQ(status(client, "POST", "/", R"({"customer":{"id":42}})"), "500");
  EXPECT_EQ(status(client, "POST", "/", R"({"customer":{"id":43}})"), "200");
  EXPECT_EQ(status(client, "POST", "/", "no json"), "200");
  EXPECT_EQ(status(client, "GET", "/"), "200");
  EXPECT_EQ(status(client, "POST", "/", R"({"customer":{"id":42.0}})"), "500");
  // Beyond what is looked at, a body does not match, and passes.
  EXPECT_EQ(status(client, "POST", "/", R"({"customer":{"id":42},"x":")" + std::string(600'000, 'x') + "\"}"), "200");
}

TEST_F(EdgeMatching, OnABodyLetsItPassWhole) {
  std::string received;
  RawProvider echo([&](Wire& wire) {
    received = wire.read_until([](const auto& all) { return all.ends_with("}"); });
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  start(Protocol::http, echo.port());
  put("abort: 500, body: {/id: 1}");
  auto client = Wire::dial(port);
  const std::string head = "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 8\r\n\r\n";
  for (const char c : head + R"({"id":2})") client.send(std::string(1, c));
  EXPECT_THAT(client.read_to("\r\n\r\n"), testing::HasSubstr("200"));
  EXPECT_EQ(received, head + R"({"id":2})");
}

TEST_F(EdgeMatching, OnAnOperationOfTheContract) {
  config.contract = std::make_shared<const contracts::match::Router>(tests::contract_of(R"(
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /orders/{id}:
    get: {operationId: getOrder, responses: {'200': {description: ok}}}
    delete: {operationId: dropOrder, responses: {'200': {description: ok}}}
)"));
  start(Protocol::http, provider.port());
  put("abort: 500, operation: getOrder");
  auto client = Wire::dial(port);
  EXPECT_EQ(status(client, "GET", "/orders/7"), "500");
  EXPECT_EQ(status(client, "DELETE", "/orders/7"), "200");
  EXPECT_EQ(status(client, "GET", "/other"), "200");
}

TEST_F(EdgeMatching, OnAnOperationNeedsAContract) {
  start(Protocol::http, provider.port());
  const auto added = engine->add_fault("a-b", *parse_fault("abort: 500, operation: getOrder"));
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().message, testing::HasSubstr("no contract"));
}

TEST_F(EdgeMatching, EveryNth) {
  start(Protocol::http, provider.port());
  put("abort: 500, every: 3, method: GET");
  auto client = Wire::dial(port);
  std::string seen;
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(status(client, "POST", "/"), "200");  // does not count
    seen += status(client, "GET", "/")[0];
  }
  EXPECT_EQ(seen, "225225");
}

TEST_F(EdgeMatching, TheConsumersAddress) {
  start(Protocol::http, provider.port());
  put("abort: 500, client: 127.0.0.0/8, path: /a");
  put("abort: 501, client: 10.0.0.0/8, path: /b");
  auto client = Wire::dial(port);
  EXPECT_EQ(status(client, "GET", "/a"), "500");
  EXPECT_EQ(status(client, "GET", "/b"), "200");
}

TEST_F(EdgeMatching, TheConsumersAddressOnATcpEdge) {
  start(Protocol::tcp, provider.port());
  put("reset: at_once, client: 10.0.0.0/8");
  auto client = Wire::dial(port);
  EXPECT_EQ(status(client, "GET", "/a"), "200");
  put("reset: at_once, client: 127.0.0.1");  // reaches what is open
  client.send("GET / HTTP/1.1\r\n");
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(client.end(), tests::End::rst);
}

TEST_F(EdgeMatching, NotYetOrNoMore) {
  start(Protocol::http, provider.port());
  put("abort: 500, after: 1h");
  put("abort: 501, for: 1ns");
  auto client = Wire::dial(port);
  EXPECT_EQ(status(client, "GET", "/"), "200");
  put("abort: 502, for: 1h");
  EXPECT_EQ(status(client, "GET", "/"), "502");
}

}  // namespace
}  // namespace squall::chaos
