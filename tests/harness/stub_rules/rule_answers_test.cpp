#include "harness/stub_rules/rule_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stub/stub.h"
#include "tests/support/contracts.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Request;
using testing::HasSubstr;

class RuleAnswersTest : public testing::Test {
 protected:
  void use(const std::string& yaml, StubErrors errors = StubErrors::reject) {
    auto rules = parse_rules("squall: 1\nrules:\n" + yaml, "rules.yaml", router->contract());
    if (!rules) {
      ADD_FAILURE() << tests::all_errors(rules.error());
      return;
    }
    answers = std::make_shared<RuleAnswers>(std::move(*rules), 42, router);
    StubOptions options;
    options.errors = errors;
    options.responders.push_back([answers = answers](JudgedRequest& judged) { return answers->answer(judged); });
    options.observe = [this](const StubExchange& exchange) { notes = exchange.notes; };
    stub = make_stub(router, std::move(options));
  }

  // "200 {...}"
  std::string ask(const std::string& method, const std::string& target, Headers headers = {},
                  const std::string& body = "") {
    if (!body.empty()) headers.add("Content-Type", "application/json");
    reply = stub({{method, target, std::move(headers), body}, "127.0.0.1:1"});
    return std::to_string(reply.response.status) + (reply.response.body.empty() ? "" : " ") + reply.response.body;
  }

  std::shared_ptr<const contracts::match::Router> router = tests::orders_router();
  std::shared_ptr<RuleAnswers> answers;
  chaos::http::Handler stub;
  chaos::http::Reply reply;
  std::vector<std::string> notes;
};

TEST_F(RuleAnswersTest, TheFirstThatMatchesAnswers) {
  use(R"(
  - name: seven
    request: {method: GET, path: '/orders/{id}', headers: {X-Tenant: b}}
    response: {status: 200, body: {id: 7, state: paid}}
  - name: any order
    request: {operation: 'GET /orders/{id}'}
    response: {example: paid}
)");
  EXPECT_EQ(ask("GET", "/orders/1", {{"X-Tenant", "a"}, {"x-tenant", "b"}}), R"(200 {"id":7,"state":"paid"})");
  EXPECT_EQ(reply.response.headers.get("Content-Type"), "application/json");
  EXPECT_THAT(notes, testing::ElementsAre("rule: seven (rules.yaml:4:5)"));
  EXPECT_EQ(ask("GET", "/orders/1"), R"(200 {"id":4711,"state":"paid"})");
  EXPECT_THAT(ask("GET", "/orders?limit=3"), HasSubstr("200 ["));
  EXPECT_THAT(notes, testing::IsEmpty());
}

TEST_F(RuleAnswersTest, AnswerHeadAsGet) {
  use(R"(
  - request: {method: GET, path: '/orders/{id}'}
    response: {headers: {X-Drawn: '{{random.hex 8}}'}, body: {id: 7, state: paid, by: '{{request.method}}'}}
  - request: {method: HEAD, path: /orders}
    response: {headers: {X-Of: head}}
)");
  const std::string get = ask("GET", "/orders/1");
  const std::string drawn(reply.response.headers.get("X-Drawn"));
  EXPECT_EQ(ask("HEAD", "/orders/1"), get);
  EXPECT_EQ(reply.response.headers.get("X-Drawn"), drawn);
  (void)ask("HEAD", "/orders");
  EXPECT_EQ(reply.response.headers.get("X-Of"), "head");
  (void)ask("GET", "/orders");
  EXPECT_FALSE(reply.response.headers.contains("X-Of"));
}

TEST_F(RuleAnswersTest, ReadsABodyWithoutItsCoding) {
  use(R"(
  - request: {method: POST, path: /orders, body: {/sku: a}}
    response: {status: 400, body: '{{request.body/sku}}'}
)");
  // {"sku":"a","quantity":2}, deflate without zlib's frame (RFC 1951), stored.
  const std::string json = R"({"sku":"a","quantity":2})";
  const auto size = static_cast<char>(json.size());
  const std::string stored = std::string("\x01") + size + '\0' + static_cast<char>(~size) + '\xff' + json;
  EXPECT_EQ(ask("POST", "/orders", {{"Content-Encoding", "deflate"}}, stored), R"(400 "a")");
}

TEST_F(RuleAnswersTest, MatchesByQueryHeadersAndBody) {
  use(R"(
  - request: {query: {limit: 3}}
    response: {body: by number}
  - request: {query: {limit: {matches: '^4'}, other: {present: false}}}
    response: {body: by pattern}
  - request: {headers: {X-A: {contains: lo}, X-B: {present: true}}}
    response: {body: by header}
  - request: {body: {/sku: a, /quantity: 2.0}}
    response: {status: 400, body: by body}
)");
  EXPECT_EQ(ask("GET", "/orders?limit=3"), R"(200 "by number")");
  EXPECT_EQ(ask("GET", "/orders?limit=4"), R"(200 "by pattern")");
  EXPECT_THAT(ask("GET", "/orders?limit=4&other=1"), HasSubstr("200 ["));
  EXPECT_EQ(ask("GET", "/orders", {{"X-A", "hello"}, {"X-B", ""}}), R"(200 "by header")");
  EXPECT_EQ(ask("POST", "/orders", {}, R"({"sku":"a","quantity":2})"), R"(400 "by body")");
  EXPECT_THAT(ask("POST", "/orders", {}, R"({"sku":"a","quantity":3})"), HasSubstr("201"));
}

TEST_F(RuleAnswersTest, FillsTemplatesAndHeaders) {
  use(R"(
  - request: {path: '/orders/{order}'}
    response:
      headers: {X-Order: 'o-{{request.path.order}}', X-Query: '{{request.query.q}}'}
      body: {id: '{{request.path.id}}', state: open, n: '{{sequence}}'}
  - request: {method: POST, path: /orders}
    response: {status: 201, headers: {Content-Type: text/plain}, body: 'made {{request.body/quantity}}'}
)");
  EXPECT_EQ(ask("GET", "/orders/12?q=a%0d%0aSet-Cookie:b"), R"(200 {"id":"12","state":"open","n":1})");
  EXPECT_EQ(reply.response.headers.get("X-Order"), "o-12");
  EXPECT_EQ(reply.response.headers.get("X-Query"), "a  Set-Cookie:b");
  EXPECT_THAT(notes, testing::Contains(HasSubstr("off contract: body/id: ")));
  EXPECT_EQ(ask("GET", "/orders/12"), R"(200 {"id":"12","state":"open","n":2})");
  EXPECT_EQ(ask("POST", "/orders", {}, R"({"sku":"a","quantity":3})"), "201 made 3");
  EXPECT_TRUE(reply.response.headers.contains("Location"));  // what is not said is as the contract has it
}

TEST_F(RuleAnswersTest, NotesTellNoSecrets) {
  use(R"(
  - {request: {path: /orders/1}, response: {body: {id: hunter2-secret, password: hunter2-secret}}}
)");
  EXPECT_THAT(ask("GET", "/orders/1"), HasSubstr("hunter2"));
  EXPECT_THAT(notes, testing::Contains(HasSubstr("off contract: body/id: ")));
  EXPECT_THAT(notes, testing::Each(testing::Not(HasSubstr("hunter2"))));
}

TEST_F(RuleAnswersTest, AnswerWithTheStatusThatTheContractWould) {
  router = std::make_shared<const contracts::match::Router>(tests::contract_of(R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /jobs:
    post: {responses: {'202': {description: later}, '200': {description: done}}}
    put: {responses: {'404': {description: none}, default: {description: any}}}
    delete: {responses: {'100': {description: go on}}}
)"));
  use("  - {response: {body: mine}}\n");
  EXPECT_EQ(ask("POST", "/jobs"), R"(200 "mine")");
  EXPECT_EQ(ask("PUT", "/jobs"), R"(200 "mine")");
  EXPECT_EQ(ask("DELETE", "/jobs"), R"(200 "mine")");
}

TEST_F(RuleAnswersTest, WritesJsonInUtf8) {
  use("  - {response: {body: {q: '{{request.query.q}}'}}}\n");
  EXPECT_EQ(ask("GET", "/orders?q=%FFa"),
            "200 {\"q\":\"\xEF\xBF\xBD"
            "a\"}");
}

TEST_F(RuleAnswersTest, SaysWhereTheContractHasNoSuchExample) {
  use("  - {response: {example: paid}}\n");
  EXPECT_THAT(ask("GET", "/orders"), HasSubstr("200 ["));
  EXPECT_THAT(notes, testing::Contains("there is no example 'paid' of response 200 of GET /orders: another is given"));
  EXPECT_EQ(ask("GET", "/orders/1", {{"Accept", "image/png"}, {"Accept", "application/json"}}),
            R"(200 {"id":4711,"state":"paid"})");
  EXPECT_THAT(notes, testing::SizeIs(1));
  (void)ask("GET", "/nowhere");
  EXPECT_THAT(notes, testing::Contains(HasSubstr("there is no example 'paid'")));
}

TEST_F(RuleAnswersTest, ScenariosGoFromStateToState) {
  use(R"(
  - {request: {operation: 'GET /orders/{id}'}, scenario: payment, state: start, next: paid, response: {example: open}}
  - {request: {operation: 'GET /orders/{id}'}, scenario: payment, state: paid, response: {example: paid}}
  - {request: {method: DELETE}, scenario: payment, next: gone, response: {status: 204}}
  - {request: {operation: 'GET /orders/{id}'}, scenario: payment, state: gone, response: {status: 404}}
)");
  EXPECT_THAT(ask("GET", "/orders/1"), HasSubstr("open"));
  EXPECT_THAT(ask("GET", "/orders/1"), HasSubstr("paid"));
  EXPECT_THAT(ask("GET", "/orders/1"), HasSubstr("paid"));
  EXPECT_EQ(ask("DELETE", "/orders/1"), "204");
  EXPECT_THAT(ask("GET", "/orders/1"), HasSubstr("404 {\"error\":"));  // the contract's own
  EXPECT_EQ(answers->scenarios().states().at("payment"), "gone");
  EXPECT_TRUE(answers->scenarios().set("payment", "paid"));
  EXPECT_FALSE(answers->scenarios().set("none", "paid"));
  EXPECT_THAT(ask("GET", "/orders/1"), HasSubstr("paid"));
  const auto kept = answers->scenarios().snapshot();
  answers->scenarios().reset();
  EXPECT_THAT(ask("GET", "/orders/1"), HasSubstr("open"));
  answers->scenarios().bring_back(kept);
  EXPECT_EQ(answers->scenarios().states().at("payment"), "paid");
}

TEST_F(RuleAnswersTest, AnswersSoOftenAndNoMore) {
  use("  - {request: {path: '/orders/{id}'}, times: 2, response: {status: 503}}\n");
  EXPECT_EQ(ask("GET", "/orders/1"), "503");
  EXPECT_EQ(ask("GET", "/orders/2"), "503");
  EXPECT_THAT(ask("GET", "/orders/3"), HasSubstr("200"));
}

TEST_F(RuleAnswersTest, LatencyIsATimeOrADistribution) {
  use(R"(
  - {request: {query: {limit: 1}}, response: {latency: 250ms}}
  - {request: {query: {limit: 2}}, response: {latency: {mean: 100ms, jitter: 50ms}}}
)");
  EXPECT_THAT(ask("GET", "/orders?limit=1"), HasSubstr("200 ["));  // as the contract has it
  EXPECT_EQ(reply.delay, std::chrono::milliseconds(250));
  ask("GET", "/orders?limit=2");
  const auto first = reply.delay;
  EXPECT_TRUE(first >= std::chrono::milliseconds(50) && first <= std::chrono::milliseconds(150));
  ask("GET", "/orders?limit=2");
  EXPECT_EQ(reply.delay, first);
}

TEST_F(RuleAnswersTest, LeavesRefusedRequestsToTheContractUnlessTheyAreMeant) {
  use(R"(
  - {request: {query: {limit: many}}, even_refused: true, response: {status: 200, body: []}}
  - {request: {path: /orders}, response: {status: 503}}
  - {request: {path: /health}, response: {body: {status: ok}}}
)");
  EXPECT_EQ(ask("GET", "/orders?limit=many"), "200 []");
  EXPECT_THAT(ask("GET", "/orders?limit=0"), HasSubstr("422"));
  EXPECT_EQ(ask("GET", "/orders"), "503");
  EXPECT_EQ(ask("GET", "/health"), R"(200 {"status":"ok"})");  // the contract has no such path
  EXPECT_THAT(ask("GET", "/nowhere"), HasSubstr("404"));
}

TEST_F(RuleAnswersTest, BytesAreSentAsTheyAre) {
  use("  - {response: {headers: {Content-Type: image/png}, base64: 'AAEC/w=='}}\n");
  EXPECT_EQ(ask("GET", "/orders"), std::string("200 \0\1\2\xff", 8));
}

}  // namespace
}  // namespace squall::harness
