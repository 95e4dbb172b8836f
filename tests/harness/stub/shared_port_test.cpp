#include "harness/stub/shared_port.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::match::Router;
using testing::HasSubstr;

std::shared_ptr<const Router> router_of(const std::string& servers, const std::string& paths) {
  std::string yaml = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n" + servers + "paths:\n";
  std::string rest = paths;  // "GET /a POST /b"
  for (std::size_t at = 0; at < rest.size();) {
    const auto space = rest.find(' ', at), end = std::min(rest.find(' ', space + 1), rest.size());
    std::string method = rest.substr(at, space - at), path = rest.substr(space + 1, end - space - 1);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    const auto open = path.find('{');
    const std::string name = open == std::string::npos ? "" : path.substr(open + 1, path.find('}') - open - 1);
    yaml +=
        "  " + path + ": {" + method + ": {responses: {'200': {description: ok}}" +
        (name.empty() ? "" : ", parameters: [{name: " + name + ", in: path, required: true, schema: {type: string}}]") +
        "}}\n";
    at = end + 1;
  }
  return std::make_shared<const Router>(tests::contract_of(yaml));
}

// Answers with its name and the target that it was asked.
PortSharer sharer(const std::string& name, const std::shared_ptr<const Router>& router, const std::string& prefix = "",
                  const std::string& host = "") {
  return {prefix, host, [router] { return router; },
          [name](const chaos::http::Incoming& incoming) {
            chaos::http::Reply reply;
            reply.response.status = 200;
            reply.response.body = name + " " + incoming.request.target;
            return reply;
          }};
}

std::string ask(const std::vector<PortSharer>& sharers, const std::string& target, const std::string& host = "x:1",
                const std::string& method = "GET") {
  const auto handler = share_port(sharers, nullptr);
  const auto answer = handler({{method, target, {{"Host", host}}, ""}, "127.0.0.1:1"}).response;
  return answer.status == 200 ? answer.body : std::to_string(answer.status);
}

TEST(SharedPort, GoesByPaths) {
  const auto orders = router_of("", "GET /orders GET /orders/{id}");
  const auto health = router_of("", "GET /orders/health GET /health");
  const std::vector<PortSharer> both = {sharer("orders", orders), sharer("health", health)};
  EXPECT_EQ(ask(both, "/orders?x=1"), "orders /orders?x=1");
  EXPECT_EQ(ask(both, "http://x:1/orders?x=1"), "orders /orders?x=1");
  EXPECT_EQ(ask(both, "/orders/7"), "orders /orders/7");
  EXPECT_EQ(ask(both, "/orders/health"), "health /orders/health");
  EXPECT_EQ(ask({both[1], both[0]}, "/orders/health"), "health /orders/health");
  EXPECT_EQ(ask(both, "/health", "x", "HEAD"), "health /health");
  EXPECT_EQ(ask(both, "/health", "x", "PUT"), "health /health");  // its own 405
  EXPECT_EQ(ask(both, "/nowhere"), "404");
}

TEST(SharedPort, GoesByTheBasePathsOfServers) {
  const auto orders = router_of("servers: [{url: 'http://h/orders/v1'}]\n", "GET /items GET /status");
  const auto stock = router_of("servers: [{url: /stock}, {url: /s}]\n", "GET /things GET /status");
  const std::vector<PortSharer> both = {sharer("orders", orders), sharer("stock", stock)};
  EXPECT_EQ(ask(both, "/orders/v1/status"), "orders /orders/v1/status");
  EXPECT_EQ(ask(both, "/stock/status"), "stock /stock/status");
  EXPECT_EQ(ask(both, "/s/status"), "stock /s/status");
  EXPECT_EQ(ask(both, "/things"), "stock /things");  // bare, as one contract alone has it
  EXPECT_EQ(ask(both, "/status"), "404");            // bare, and both have it
}

TEST(SharedPort, GoesByPrefixAndHost) {
  const auto api = router_of("", "GET /items GET /");
  const std::vector<PortSharer> all = {sharer("a", api, "/a"), sharer("ab", api, "/a/b"),
                                       sharer("h", api, "", "h.test"), sharer("ha", api, "/a", "h.test")};
  EXPECT_EQ(ask(all, "/a/items?q"), "a /items?q");
  EXPECT_EQ(ask(all, "/a/b/items"), "ab /items");
  EXPECT_EQ(ask(all, "/a?q"), "a /?q");
  EXPECT_EQ(ask(all, "/ab"), "404");
  EXPECT_EQ(ask(all, "/items", "H.test:4010"), "h /items");
  EXPECT_EQ(ask(all, "/a/items", "h.test"), "ha /items");
  EXPECT_EQ(ask(all, "/items", "other.test"), "404");
}

TEST(SharedPort, TellsWhatNobodyClaims) {
  std::string told;
  const auto handler = share_port({sharer("a", router_of("", "GET /a")), sharer("b", router_of("", "GET /b"))},
                                  [&](const chaos::http::Incoming&, const std::string& why) { told = why; });
  const auto answer = handler({{"GET", "/c", {}, ""}, ""}).response;
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/problem+json");
  EXPECT_THAT(told, HasSubstr("matches /c"));
  EXPECT_THAT(answer.body, HasSubstr("contract.yaml"));
}

TEST(SharedPort, FindsClashes) {
  const auto one = router_of("servers: [{url: /v1}]\n", "GET /orders/{id} POST /orders");
  const auto other = router_of("", "GET /v1/orders/{number} GET /orders");
  const auto& a = one->contract();
  const auto& b = other->contract();
  const auto errors = clashes({{"", "", &a}, {"", "", &b}});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_THAT(errors[0].message, HasSubstr("GET /v1/orders/{number} is claimed by another contract"));
  EXPECT_GT(errors[0].location.line, 0u);
  EXPECT_TRUE(clashes({{"", "", &a}, {"/b", "", &b}}).empty());
  EXPECT_TRUE(clashes({{"", "", &a}, {"", "b.test", &b}}).empty());
  EXPECT_FALSE(clashes({{"/p", "", &a}, {"/p", "", &a}}).empty());
}

}  // namespace
}  // namespace squall::harness
