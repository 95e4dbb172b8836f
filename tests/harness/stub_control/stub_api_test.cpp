#include "harness/stub_control/stub_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stub/stub.h"
#include "tests/support/contracts.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using contracts::Value;
using testing::HasSubstr;

const std::chrono::system_clock::time_point kNoon{std::chrono::hours(12)};

class StubApiTest : public testing::Test {
 protected:
  StubApiTest() {
    const auto router = tests::orders_router();
    auto read = parse_rules(
        "squall: 1\nrules:\n"
        "  - {name: sold, request: {query: {limit: 7}}, scenario: stock, next: sold, response: {status: 400}}\n"
        "  - {name: told, request: {path: /orders/9}, response: {body: {id: hunter2-secret, password: "
        "hunter2-secret}}}\n"
        "  - {name: deep, request: {path: /orders/8}, response: {body: {id: 8, state: {token: hunter2-secret}}}}\n",
        "rules.yaml", router->contract());
    EXPECT_TRUE(read);
    rules = std::make_shared<RuleAnswers>(std::move(*read), 1, tests::orders_router());
    StubOptions options;
    options.responders.push_back([this](JudgedRequest& judged) { return rules->answer(judged); });
    options.responders.push_back([this](JudgedRequest& judged) -> std::optional<chaos::http::Reply> {
      auto said = state->answer(judged.request(), judged.route);
      judged.notes.push_back("state: " + said.note);
      if (!said.response) return std::nullopt;
      return chaos::http::Reply{std::move(*said.response), {}};
    });
    options.observe = [this, router](const StubExchange& exchange) { journal->add(exchange, router, kNoon); };
    stub = make_stub(router, std::move(options));
    api = std::make_unique<StubApi>(router, journal, state, rules);
  }

  void ask(const std::string& method, const std::string& target, const std::string& body = "",
           contracts::http::Headers headers = {}) {
    if (!body.empty()) headers.add("Content-Type", "application/json");
    stub({{method, target, std::move(headers), body}, "127.0.0.1:9"});
  }

  // "200 {...}"
  std::string call(const std::string& method, const std::string& path, const std::string& body = "") {
    StubApi::ApiRequest request;
    request.method = method;
    request.path = path.substr(0, path.find('?'));
    if (path.find('?') != std::string::npos) request.query = path.substr(path.find('?') + 1);
    request.body = body;
    last = api->answer(request);
    return std::to_string(last.status) + (last.body.empty() ? "" : " ") + last.body;
  }

  std::shared_ptr<Journal> journal = std::make_shared<Journal>(JournalLimits{4, 100'000, 10});
  std::shared_ptr<StateAnswers> state = std::make_shared<StateAnswers>(tests::orders_router(), 1);
  std::shared_ptr<RuleAnswers> rules;
  chaos::http::Handler stub;
  std::unique_ptr<StubApi> api;
  StubApi::ApiResponse last;
};

TEST_F(StubApiTest, TheJournalSaysWhatWasAskedMatchedAndRefused) {
  ask("GET", "/orders?limit=7");
  EXPECT_EQ(call("GET", "/journal"),
            R"(200 {"forgotten":0,"entries":[{"number":1,"at":"1970-01-01T12:00:00.000Z","peer":"127.0.0.1:9",)"
            R"("operation":"GET /orders","request":{"method":"GET","target":"/orders?limit=7","headers":{}},)"
            R"~("response":{"status":400,"headers":{}},"violations":[],"notes":["rule: sold (rules.yaml:3:5)",)~"
            R"("off contract: status: status 400 is not declared; declared: 200"]}]})");
  ask("GET", "/orders?limit=many");
  EXPECT_THAT(
      call("GET", "/journal?violating=true"),
      testing::AllOf(HasSubstr(R"("number":2)"), testing::Not(HasSubstr(R"("number":1,)")),
                     HasSubstr(R"("rule":"request.query.schema","in":"query.limit")"), HasSubstr("orders.yaml:")));
  EXPECT_THAT(call("GET", "/journal?status=400"), testing::Not(HasSubstr(R"("number":2)")));
  EXPECT_THAT(call("GET", "/journal?last=1"), testing::Not(HasSubstr(R"("number":1,)")));
  EXPECT_THAT(call("GET", "/journal?last=x"), HasSubstr("400"));
  EXPECT_THAT(call("GET", "/journal?operation=DELETE%20/orders/%7Bid%7D"), HasSubstr(R"("entries":[])"));
  EXPECT_EQ(call("DELETE", "/journal"), "204");
  EXPECT_EQ(call("GET", "/journal"), R"(200 {"forgotten":0,"entries":[]})");
}

TEST_F(StubApiTest, TheJournalIsBoundedAndTellsNoSecrets) {
  for (int i = 0; i < 6; ++i) ask("GET", "/secret", "", {{"Authorization", "Bearer swordfish-123"}});
  EXPECT_THAT(call("GET", "/journal"), testing::AllOf(HasSubstr(R"("forgotten":2,"entries":[{"number":3,)"),
                                                      HasSubstr("[redacted]"), testing::Not(HasSubstr("swordfish"))));
  ask("POST", "/orders", R"({"sku":"abcdefghijkl","quantity":2})");
  EXPECT_THAT(call("GET", "/journal?last=1"), HasSubstr(R"("cut":true)"));
}

TEST_F(StubApiTest, NotesAndViolationsTellNoSecrets) {
  ask("GET", "/orders/9");
  ask("GET", "/orders/8");
  EXPECT_THAT(call("GET", "/journal"),
              testing::AllOf(HasSubstr("off contract: body/id: is not what the contract says"),
                             HasSubstr("off contract: body/state: is not what the contract says"),
                             testing::Not(HasSubstr("hunter2"))));
  // The journal keeps the beginning of the body only, and what is told of the rest was made of the whole.
  ask("POST", "/orders", R"({"sku":"aaaaaaaaaaaaaaaaaa","quantity":"hunter2-secret","password":"hunter2-secret"})");
  EXPECT_THAT(call("GET", "/journal?last=1"),
              testing::AllOf(HasSubstr("is not what the contract says"), testing::Not(HasSubstr("hunter2"))));
}

TEST_F(StubApiTest, AssertsCalls) {
  ask("GET", "/orders?limit=3", "", {{"X-Tenant", "b"}});
  ask("GET", "/orders?limit=4");
  struct {
    const char *assertion, *answer;
  } rows[] = {
      {R"({request: {operation: "GET /orders"}, times: 2})", R"(200 {"holds":true,"expected":"2 times","count":2})"},
      {R"({"request": {"path": "/orders", "query": {"limit": 3}, "headers": {"x-tenant": "b"}}})",
       R"(200 {"holds":true,"expected":"at least 1 time","count":1})"},
      {R"({request: {method: DELETE}, times: 0})", R"(200 {"holds":true,"expected":"0 times","count":0})"},
      {R"({request: {path: /orders}, at_least: 1, at_most: 2})",
       R"(200 {"holds":true,"expected":"at least 1 time and at most 2 times","count":2})"}};
  for (const auto& row : rows) EXPECT_EQ(call("POST", "/assert", row.assertion), row.answer);
  EXPECT_THAT(call("POST", "/assert", "{request: {path: /orders, query: {limit: 9}}}"),
              testing::AllOf(HasSubstr(R"(409 {"holds":false,"expected":"at least 1 time","count":0,"nearest":[{)"),
                             HasSubstr("limit=4")));
  EXPECT_THAT(call("POST", "/assert", "{request: {operation: listOrder}}"), HasSubstr("400 "));
  EXPECT_THAT(call("POST", "/assert", "{requests: {}}"), HasSubstr("did you mean 'request'?"));
  EXPECT_THAT(call("POST", "/assert", "{"), HasSubstr("400 "));
}

// Four are kept; a POST and a GET of the six were forgotten.
TEST_F(StubApiTest, AssertsNothingOfWhatWasForgotten) {
  ask("POST", "/orders", R"({"sku":"a","quantity":2})");
  for (int i = 0; i < 5; ++i) ask("GET", "/orders");
  struct {
    const char *assertion, *answer;
  } rows[] = {{R"({request: {method: POST}, times: 0})", R"(409 {"holds":null,"expected":"0 times","count":0,)"},
              {R"({request: {method: POST}})", R"(409 {"holds":null,)"},
              {R"({request: {method: GET}, times: 5})", R"(409 {"holds":null,)"},
              {R"({request: {method: GET}, times: 4})", R"(409 {"holds":null,)"},
              {R"({request: {method: GET}, times: 7})", R"(409 {"holds":false,)"},
              {R"({request: {method: GET}, times: 3})", R"(409 {"holds":false,)"},
              {R"({request: {method: GET}, at_most: 5})", R"(409 {"holds":null,)"},
              {R"({request: {method: GET}, at_most: 6})", R"(200 {"holds":true,)"},
              {R"({request: {method: GET}, at_most: 3})", R"(409 {"holds":false,)"},
              {R"({request: {method: GET}, at_least: 4})", R"(200 {"holds":true,)"},
              {R"({request: {method: GET}})", R"(200 {"holds":true,)"},
              {R"({request: {method: GET}, at_least: 5})", R"(409 {"holds":null,)"}};
  for (const auto& row : rows)
    EXPECT_THAT(call("POST", "/assert", row.assertion), testing::StartsWith(row.answer)) << row.assertion;
  EXPECT_THAT(call("POST", "/assert", rows[0].assertion),
              HasSubstr(R"("forgotten":2,"reason":"it cannot be told: the journal has forgotten 2 calls)"));
  EXPECT_EQ(call("DELETE", "/journal"), "204");
  EXPECT_THAT(call("POST", "/assert", rows[0].assertion), HasSubstr(R"(200 {"holds":true,)"));
}

TEST_F(StubApiTest, AssertsNothingOfWhatWasCutOff) {
  ask("POST", "/orders", R"({"sku":"a","quantity":2})");  // more than ten bytes
  ask("GET", "/orders?limit=3");
  struct {
    const char *assertion, *answer;
  } rows[] = {
      {R"({request: {body: {/sku: a}}, times: 0})", R"(409 {"holds":null,"expected":"0 times","count":0,"cut":1,)"},
      {R"({request: {body: {/sku: a}}})", R"(409 {"holds":null,)"},
      {R"({request: {method: POST, body: {/none: {present: false}}}})", R"(409 {"holds":null,)"},
      {R"({request: {body: {/sku: a}}, times: 2})", R"(409 {"holds":false,)"},
      {R"({request: {method: GET, body: {/sku: a}}, times: 0})", R"(200 {"holds":true,)"},
      {R"({request: {method: POST}, times: 1})", R"(200 {"holds":true,)"}};
  for (const auto& row : rows)
    EXPECT_THAT(call("POST", "/assert", row.assertion), testing::StartsWith(row.answer)) << row.assertion;
}

TEST_F(StubApiTest, AssertsWhatABodyHoldsNotHowItIsCoded) {
  JournalLimits roomy;
  journal = std::make_shared<Journal>(roomy);
  const auto router = tests::orders_router();
  api = std::make_unique<StubApi>(router, journal, state, rules);
  StubOptions options;
  options.observe = [&](const StubExchange& exchange) { journal->add(exchange, router, kNoon); };
  stub = make_stub(router, std::move(options));
  // Stored, not compressed (RFC 1950): {"sku":"abc","quantity":2}
  constexpr std::string_view coded{"x\001\001\032\000\345\377{\042sku\042:\042abc\042,\042quantity\042:2}q\177\010\217",
                                   37};
  ask("POST", "/orders", std::string(coded), {{"Content-Encoding", "deflate"}});
  EXPECT_THAT(call("POST", "/assert", R"({"request": {"operation": "POST /orders", "body": {"/quantity": 2}}})"),
              HasSubstr(R"("count":1)"));
  EXPECT_THAT(call("POST", "/assert", R"({"request": {"operation": "POST /orders", "body": {"/quantity": 3}}})"),
              HasSubstr("409"));
  EXPECT_THAT(call("GET", "/journal"),
              testing::AllOf(HasSubstr(R"("Content-Encoding":"deflate")"), HasSubstr(R"(\"sku\":\"abc\")")));
}

TEST_F(StubApiTest, ShowsAndResetsStateAndScenarios) {
  EXPECT_EQ(call("GET", "/scenarios"), R"(200 {"stock":"start"})");
  ask("GET", "/orders?limit=7");
  EXPECT_EQ(call("GET", "/scenarios"), R"(200 {"stock":"sold"})");
  EXPECT_EQ(call("PUT", "/snapshots/sold%20out"), "204");
  EXPECT_EQ(call("PUT", "/scenarios/stock", R"({"state":"start"})"), "204");
  EXPECT_THAT(call("PUT", "/scenarios/none", R"({"state":"start"})"), HasSubstr("404 "));
  EXPECT_THAT(call("PUT", "/scenarios/stock", "{}"), HasSubstr("400 "));
  ask("DELETE", "/orders/4711");
  EXPECT_EQ(call("GET", "/state"), R"(200 {"/orders":[]})");
  EXPECT_EQ(call("GET", "/snapshots"), R"(200 ["sold out"])");
  EXPECT_EQ(call("POST", "/snapshots/sold%20out"), "204");
  EXPECT_EQ(call("GET", "/scenarios"), R"(200 {"stock":"sold"})");
  EXPECT_THAT(call("GET", "/state"), HasSubstr(R"({"id":"4711","value":{"id":4711,"state":"open"}})"));
  EXPECT_EQ(call("DELETE", "/snapshots/sold%20out"), "204");
  EXPECT_THAT(call("POST", "/snapshots/sold%20out"), HasSubstr("404 "));
  ask("DELETE", "/orders/4711");
  EXPECT_EQ(call("POST", "/reset"), "204");
  EXPECT_EQ(call("GET", "/scenarios"), R"(200 {"stock":"start"})");
  EXPECT_THAT(call("GET", "/state"), HasSubstr("4711"));
  EXPECT_EQ(call("GET", "/journal"), R"(200 {"forgotten":0,"entries":[]})");
}

TEST_F(StubApiTest, RefusesBrowsersAndWhatThereIsNot) {
  EXPECT_THAT(call("GET", "/nowhere"), HasSubstr("404 "));
  EXPECT_THAT(call("PUT", "/journal"), HasSubstr("405 "));
  EXPECT_EQ(last.allow, "GET, DELETE");
  EXPECT_EQ(api->answer({"DELETE", "/journal", "", "", true}).status, 403);
}

}  // namespace
}  // namespace squall::harness
