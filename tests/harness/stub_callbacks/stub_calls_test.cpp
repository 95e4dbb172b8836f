#include "harness/stub_callbacks/stub_calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/match/validate.h"
#include "harness/stub/prefers.h"
#include "harness/stub/stub.h"
#include "harness/stub_callbacks/outgoing_request.h"
#include "tests/harness/stub_callbacks/fake_network.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Response;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kContract = R"(
openapi: 3.1.0
info: {title: Orders, version: "1"}
servers: [{url: http://127.0.0.1/v1}]
paths:
  /subscriptions/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: ok}}
    post:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          application/json: {schema: {type: object}}
          application/x-www-form-urlencoded: {schema: {type: object}}
      responses:
        "202": {description: taken, content: {application/json: {example: {cancel: http://127.0.0.1:9/cancel}}}}
        "409": {description: no}
      callbacks:
        shipped:
          '{$request.body#/callbackUrl}?id={$request.path.id}':
            post:
              parameters:
                - {name: event, in: query, required: true, schema: {type: string, enum: [shipped]}}
                - {name: X-Event, in: header, required: true, schema: {type: string, enum: [shipped]}}
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      required: [order, total]
                      properties: {order: {type: string, example: o-7}, total: {type: integer, minimum: 1}}
              responses: {"200": {description: ok}}
        cancelled:
          '{$response.body#/cancel}':
            delete: {responses: {"204": {description: ok}}}
        odd:
          '{$request.header.X-Back}': {post: {responses: {"200": {description: ok}}}}
webhooks:
  newOrder:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [id], properties: {id: {type: integer}}}
            example: {id: 7}
      responses: {"204": {description: ok}}
)";

class StubCallsTest : public testing::Test {
 protected:
  // A stub that sends; what it says is in `notes` and `told`.
  chaos::http::Handler stub() {
    calls_ = std::make_shared<const StubCalls>(router_, settings_);
    StubOptions options;
    options.responders.push_back([calls = calls_](JudgedRequest& judged) { return calls->refuse_wish(judged); });
    options.observe = [this, calls = calls_](const StubExchange& exchange) { notes_ = calls->call_back(exchange); };
    return make_stub(router_, options);
  }

  Response subscribe(const std::string& body, Headers headers = {}, const std::string& method = "POST") {
    if (!body.empty() && !headers.contains("Content-Type")) headers.add("Content-Type", "application/json");
    return stub()({{method, "/v1/subscriptions/s1", std::move(headers), body}, "127.0.0.1:1"}).response;
  }
  static std::string to(const std::string& url) { return R"({"callbackUrl":")" + url + R"("})"; }

  void SetUp() override {
    settings_.delay = std::chrono::nanoseconds(0);
    settings_.sender = std::make_shared<CallSender>(SenderLimits{}, network_.maker());
    settings_.log = std::make_shared<SentLog>();
    settings_.tell = [this](const std::string& line) { told_ += line; };
  }
  // Nothing is sent or told any more.
  void end() {
    calls_.reset();
    settings_.sender.reset();
  }

  tests::FakeNetwork network_;  // before who uses it
  std::shared_ptr<const contracts::match::Router> router_ =
      std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
  CallSettings settings_;
  std::shared_ptr<const StubCalls> calls_;
  std::vector<std::string> notes_;
  std::string told_;
};

TEST_F(StubCallsTest, CallsBackWhomARequestNames) {
  EXPECT_EQ(subscribe(to("http://127.0.0.1:9000/hook"), {{"Prefer", "callback=shipped"}}).status, 202);
  EXPECT_THAT(notes_, ElementsAre("callback shipped is sent as 1"));
  EXPECT_THAT(network_.wait_for(1), ElementsAre("POST http://127.0.0.1:9000 /hook?id=s1&event=shipped"));
  const auto request = network_.requests().front();
  EXPECT_EQ(request.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(request.headers.get("X-Event"), "shipped");
  EXPECT_EQ(request.body, R"({"order":"o-7","total":1})");
  const auto* operation = router_->contract().find("POST", "/subscriptions/{id}");
  ASSERT_NE(operation, nullptr);
  const auto& sent = operation->callbacks.front()->targets.front().operations.front();
  EXPECT_THAT(departures(router_->contract(), sent, request), IsEmpty());
}

struct WishCase {
  const char* name;
  CallbackUse use;
  std::string body;
  Headers headers;
  int status;
  std::vector<std::string> notes;
};
void PrintTo(const WishCase& row, std::ostream* out) {
  *out << row.name;
}
class Wish : public StubCallsTest, public testing::WithParamInterface<WishCase> {};

TEST_P(Wish, DecidesWhatIsSent) {
  settings_.callbacks = GetParam().use;
  EXPECT_EQ(subscribe(GetParam().body, GetParam().headers).status, GetParam().status);
  EXPECT_EQ(notes_, GetParam().notes);
}

const std::string kHere = R"({"callbackUrl":"http://127.0.0.1:9000/hook"})";
const std::string kShipped = "callback shipped is sent as ";
const std::string kCancelled = "callback cancelled is sent as ";
const std::string kNoBack = "callback odd is not sent: the messages have no {$request.header.X-Back}";

INSTANTIATE_TEST_SUITE_P(
    , Wish,
    testing::Values(
        WishCase{"none", CallbackUse::asked, kHere, {}, 202, {}},
        WishCase{"two",
                 CallbackUse::asked,
                 kHere,
                 {{"Prefer", "callback=shipped, callback=cancelled"}},
                 202,
                 {kShipped + "1", kCancelled + "2"}},
        WishCase{"all_of_them",
                 CallbackUse::asked,
                 kHere,
                 {{"Prefer", "callback"}},
                 202,
                 {kShipped + "1", kCancelled + "2", kNoBack}},
        WishCase{"always", CallbackUse::all, kHere, {}, 202, {kShipped + "1", kCancelled + "2", kNoBack}},
        WishCase{"one_of_always", CallbackUse::all, kHere, {{"Prefer", "callback=cancelled"}}, 202, {kCancelled + "1"}},
        WishCase{"off", CallbackUse::off, kHere, {{"Prefer", "callback=shipped"}}, 202, {}},
        WishCase{"unknown", CallbackUse::asked, kHere, {{"Prefer", "callback=lost"}}, 404, {}},
        WishCase{"of_a_page",
                 CallbackUse::asked,
                 kHere,
                 {{"Prefer", "callback=shipped"}, {"Origin", "http://a.test"}},
                 403,
                 {}},
        WishCase{"page_where_all_are_sent",
                 CallbackUse::all,
                 kHere,
                 {{"Prefer", "callback=shipped"}, {"Origin", "http://a.test"}},
                 202,
                 {kShipped + "1"}},
        WishCase{"after_an_error", CallbackUse::all, kHere, {{"Prefer", "code=409"}}, 409, {}},
        WishCase{"refused", CallbackUse::all, "[]", {{"Prefer", "callback=shipped"}}, 422, {}},
        WishCase{
            "no_url",
            CallbackUse::asked,
            "{}",
            {{"Prefer", "callback=shipped"}},
            202,
            {"callback shipped is not sent: the messages have no {$request.body#/callbackUrl}?id={$request.path.id}"}},
        WishCase{"of_a_form",
                 CallbackUse::asked,
                 "callbackUrl=http%3A%2F%2F127.0.0.1%3A9000%2F",
                 {{"Prefer", "callback=shipped"}, {"Content-Type", "application/x-www-form-urlencoded"}},
                 202,
                 {kShipped + "1"}},
        WishCase{"elsewhere",
                 CallbackUse::asked,
                 R"({"callbackUrl":"http://a.test/"})",
                 {{"Prefer", "callback=shipped"}},
                 202,
                 {"callback shipped is not sent: its host a.test is not this machine, and was not named; name it with "
                  "--callback-hosts a.test"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(StubCallsTest, TheSeedAndTheRequestDecideWhatIsDrawn) {
  settings_.answers.dynamic = true;
  std::vector<std::string> bodies;
  for (const std::uint64_t seed : {1, 1, 2}) {
    settings_.seed = seed;
    subscribe(kHere, {{"Prefer", "callback=shipped"}});
    network_.wait_for(bodies.size() + 1);
    bodies.push_back(network_.requests().back().body);
  }
  EXPECT_EQ(bodies[0], bodies[1]);
  EXPECT_NE(bodies[0], bodies[2]);
}

TEST_F(StubCallsTest, HoldsTheAnswerToTheContract) {
  network_.answer_with({500, "", {}, ""});
  subscribe(kHere, {{"Prefer", "callback=shipped"}});
  network_.wait_for(1);
  const auto sent = settings_.log->calls();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0]->what, "callback shipped");
  EXPECT_EQ(sent[0]->response.status, 500);
  ASSERT_EQ(sent[0]->violations.size(), 1u);
  EXPECT_EQ(sent[0]->violations[0].rule, "response.status.undeclared");
  EXPECT_THAT(told_, HasSubstr("callback shipped: POST http://127.0.0.1:9000/hook?id=s1&event=shipped -> 500: status"));
  EXPECT_THAT(told_, HasSubstr("contract.yaml:"));
}

TEST_F(StubCallsTest, TellsNoSecrets) {
  network_.answer_with({500, "", {{"Set-Cookie", "s=anchovy-99"}}, R"({"token":"anchovy-99","echo":"swordfish-1"})"});
  const std::string body =
      R"({"password":"swordfish-1","callbackUrl":"http://127.0.0.1:9/p/swordfish-1?q=swordfish-1&t=barracuda-3"})";
  subscribe(body, {{"Prefer", "callback=shipped"}, {"Authorization", "Bearer barracuda-3"}});
  EXPECT_THAT(network_.wait_for(1).front(), HasSubstr("swordfish-1"));  // what is sent is whole
  const auto call = settings_.log->calls().at(0);
  std::string all = told_ + call->request.target + call->request.body + call->response.body + call->error;
  for (const auto& note : notes_) all += note;
  for (const auto& header : call->request.headers) all += header.value;
  for (const auto& header : call->response.headers) all += header.value;
  for (const auto& violation : call->violations) all += violation.message;
  for (const char* secret : {"swordfish", "anchovy", "barracuda"}) EXPECT_THAT(all, Not(HasSubstr(secret)));
  EXPECT_THAT(call->request.target, HasSubstr("[redacted]"));
}

TEST_F(StubCallsTest, SendsWebhooksOnDemand) {
  stub();
  EXPECT_THAT(calls_->webhooks(), ElementsAre("newOrder"));
  const auto numbers = calls_->send_webhook("newOrder", {"http://127.0.0.1:9000/in", std::nullopt, {}});
  ASSERT_TRUE(numbers);
  EXPECT_THAT(*numbers, ElementsAre(1u));
  EXPECT_THAT(network_.wait_for(1), ElementsAre("POST http://127.0.0.1:9000 /in"));
  EXPECT_EQ(network_.requests()[0].body, R"({"id":7})");
  EXPECT_EQ(settings_.log->calls().at(0)->violations.at(0).rule, "response.status.undeclared");

  const auto own = contracts::Document::parse_json(R"({"id":"seven"})");
  const WebhookOrder order{"http://127.0.0.1:9000/in", contracts::Value(own->root()), {{"X-Key", "k"}}};
  ASSERT_TRUE(calls_->send_webhook("newOrder", order));
  network_.wait_for(2);
  EXPECT_EQ(network_.requests()[1].body, R"({"id":"seven"})");
  EXPECT_EQ(network_.requests()[1].headers.get("X-Key"), "k");
  EXPECT_EQ(settings_.log->calls().at(1)->violations.at(0).rule, "request.body.schema");

  const auto elsewhere = calls_->send_webhook("newOrder", {"http://a.test/", std::nullopt, {}});
  ASSERT_FALSE(elsewhere);
  EXPECT_THAT(contracts::to_string(elsewhere.error()), HasSubstr("--callback-hosts a.test"));
}

TEST_F(StubCallsTest, EndsWithWhatWaits) {
  settings_.delay = std::chrono::hours(1);
  subscribe(kHere, {{"Prefer", "callback=shipped"}});
  end();
  ASSERT_EQ(settings_.log->calls().size(), 1u);
  EXPECT_THAT(settings_.log->calls()[0]->error, HasSubstr("cancelled"));
  EXPECT_EQ(told_, "");
}

TEST_F(StubCallsTest, SaysWhenTooManyWait) {
  SenderLimits one;
  one.calls = 1;
  settings_.sender = std::make_shared<CallSender>(one, network_.maker());
  settings_.delay = std::chrono::hours(1);
  subscribe(kHere, {{"Prefer", "callback=shipped, callback=cancelled"}});
  EXPECT_THAT(notes_, ElementsAre("callback shipped is sent as 1",
                                  "callback cancelled is not sent: too many callbacks and webhooks wait already"));
}

TEST(PrefersAnAnswer, NotByAskingForACallback) {
  EXPECT_FALSE(prefers_an_answer({"POST", "/?__callback=a", {{"Prefer", "callback=b"}}, ""}, true));
  EXPECT_TRUE(prefers_an_answer({"POST", "/?__callback=a", {{"Prefer", "callback=b, code=202"}}, ""}, true));
}

TEST(SentLog, IsBounded) {
  SentLog log({2, 100'000, 4});
  for (int i = 1; i <= 3; ++i) {
    SentCall call;
    call.number = log.number();
    call.response.body = "12345";
    log.add(std::move(call));
  }
  const auto calls = log.calls();
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[0]->number, 2u);
  EXPECT_EQ(calls[0]->response.body, "1234");
  EXPECT_TRUE(calls[0]->cut);
  log.clear();
  EXPECT_THAT(log.calls(), IsEmpty());
  EXPECT_EQ(log.number(), 4u);
}

TEST(WebhookOrder, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"[]", "expected an object"},
      {"{}", "url is missing"},
      {R"({"url": 7})", "url: expected text"},
      {R"({"url": "http://127.0.0.1/", "hedaers": {}})", "unknown member 'hedaers'"},
      {R"({"url": "http://127.0.0.1/", "headers": []})", "headers: expected an object"},
      {R"({"url": "http://127.0.0.1/", "headers": {"X": 1}})", "headers: X: expected text"},
      {R"({"url": "http://127.0.0.1/", "headers": {"content-length": "1"}})", "is set by the stub itself"},
  };
  for (const auto& [json, wrong] : rows) {
    const auto order = parse_webhook_order(json);
    ASSERT_FALSE(order) << json;
    EXPECT_THAT(contracts::to_string(order.error()), HasSubstr(wrong));
  }
  const auto order = parse_webhook_order(R"({"url": "http://127.0.0.1/", "headers": {"X-Key": "k"}, "body": [1]})");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->headers.get("X-Key"), "k");
  EXPECT_EQ(contracts::to_json(*order->body), "[1]");
}

}  // namespace
}  // namespace squall::harness
