#include "harness/stub_record/recording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stub/stub.h"
#include "harness/stub_rules/rule_answers.h"
#include "tests/support/contracts.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Request;
using contracts::http::Response;
using testing::HasSubstr;
using testing::Not;

const Headers kJson{{"Content-Type", "application/json"}, {"Date", "today"}};

// Answers by what was recorded, and by nothing else.
class Replayed {
 public:
  explicit Replayed(const Recording& recording) {
    auto rules = parse_rules(recording.text(), "recorded.yaml", tests::orders_router()->contract());
    if (!rules) {
      ADD_FAILURE() << tests::all_errors(rules.error()) << recording.text();
      return;
    }
    answers_ = std::make_shared<RuleAnswers>(std::move(*rules), 1, tests::orders_router());
    StubOptions options;
    options.responders.push_back([answers = answers_](JudgedRequest& judged) { return answers->answer(judged); });
    stub_ = make_stub(tests::orders_router(), std::move(options));
  }
  Response ask(const Request& request) { return stub_({request, "127.0.0.1:1"}).response; }

 private:
  std::shared_ptr<RuleAnswers> answers_;
  chaos::http::Handler stub_;
};

TEST(Recording, AnswersTheSameWhenItIsReadAgain) {
  struct {
    const char* name;
    Request request;
    Response response;
  } rows[] = {
      {"json",
       {"GET", "/orders/1", {}, ""},
       {200, "OK", kJson, R"({"id":1,"state":"paid","big":12345678901234567890.10})"}},
      {"query", {"GET", "/orders?limit=2&x=a%20b", {}, ""}, {200, "OK", kJson, "[1]"}},
      {"other_query", {"GET", "/orders?limit=3", {}, ""}, {200, "OK", kJson, "[2]"}},
      {"body", {"POST", "/orders", kJson, R"({"sku":"a","quantity":1})"}, {201, "Created", kJson, R"("one")"}},
      {"other_body", {"POST", "/orders", kJson, R"({"sku":"a","quantity":2})"}, {201, "Created", kJson, R"("two")"}},
      {"empty", {"DELETE", "/orders/9", {}, ""}, {204, "No Content", {}, ""}},
      {"templates", {"GET", "/orders/2", {}, ""}, {200, "OK", kJson, R"({"a":"{{request.method}} {{{{ }}"})"}},
      {"text",
       {"GET", "/orders/3", {}, ""},
       {503, "", {{"Content-Type", "text/plain"}, {"X-A", "{{b"}}, "a: 'b'\n{{c"}},
      {"bytes", {"GET", "/orders/4", {}, ""}, {200, "OK", {{"Content-Type", "image/png"}}, std::string("\0\xff\n", 3)}},
      {"malformed_json", {"GET", "/orders/5", {}, ""}, {200, "OK", kJson, "{"}},
      {"off_contract_request", {"GET", "/orders?limit=0", {}, ""}, {200, "OK", kJson, "[]"}},
      {"unknown_path", {"GET", "/health", {}, ""}, {200, "OK", kJson, "{}"}}};
  Recording recording{SecretPlaces()};
  for (const auto& row : rows) {
    const bool refused = std::string(row.name) == "off_contract_request";
    EXPECT_TRUE(recording.add(row.request, row.response, refused, {}));
  }
  Replayed replayed(recording);
  for (const auto& row : rows) {
    const Response again = replayed.ask(row.request);
    EXPECT_EQ(again.status, row.response.status) << row.name;
    EXPECT_EQ(again.body, row.response.body) << row.name;
    EXPECT_EQ(again.headers.get("X-A"), row.response.headers.get("X-A")) << row.name;
    EXPECT_EQ(again.headers.get("Content-Type"), row.response.headers.get("Content-Type")) << row.name;
    EXPECT_FALSE(again.headers.contains("Date"));
  }
}

TEST(Recording, KeepsTheOrderOfDifferentAnswers) {
  Recording recording{SecretPlaces()};
  for (const char* body : {"1", "1", "2", "3", "3"})
    recording.add({"GET", "/orders/1", {}, ""}, {200, "OK", kJson, body}, false, {});
  EXPECT_EQ(recording.size(), 3u);
  Replayed replayed(recording);
  std::string bodies;
  for (int i = 0; i < 4; ++i) bodies += replayed.ask({"GET", "/orders/1", {}, ""}).body;
  EXPECT_EQ(bodies, "1233");
}

TEST(Recording, TellsNoSecrets) {
  Recording recording{SecretPlaces()};
  const Request request{"POST",
                        "/orders?api_key=swordfish-1&limit=2",
                        {{"Content-Type", "application/json"}, {"Authorization", "Bearer swordfish-2"}},
                        R"({"sku":"a","password":"swordfish-3","quantity":1})"};
  const Response response{
      201,
      "Created",
      {{"Content-Type", "application/json"}, {"Set-Cookie", "s=swordfish-4"}, {"X-Seen", "Bearer swordfish-2"}},
      R"({"id":1,"access_token":"swordfish-5","echo":"swordfish-3"})"};
  ASSERT_TRUE(recording.add(request, response, false, {}));
  EXPECT_THAT(recording.text(), Not(HasSubstr("swordfish")));
  Request other = request;
  other.target = "/orders?api_key=another&limit=2";
  other.body = R"({"sku":"a","password":"other","quantity":1})";
  EXPECT_THAT(Replayed(recording).ask(other).body, HasSubstr(R"("id":1)"));
}

TEST(Recording, SaysWhatIsOffTheContractAndIsBounded) {
  Recording recording(SecretPlaces(), {2, 100'000});
  contracts::Violation violation;
  violation.where = "body";
  violation.pointer = "/id";
  violation.message = "must be integer,\nis string";
  EXPECT_TRUE(recording.add({"GET", "/orders/1", {}, ""}, {200, "OK", kJson, "1"}, false, {violation}));
  EXPECT_THAT(recording.text(), HasSubstr("  # off contract: body/id: must be integer, is string\n  - name:"));
  EXPECT_TRUE(recording.add({"GET", "/orders/2", {}, ""}, {200, "OK", kJson, "1"}, false, {}));
  EXPECT_FALSE(recording.add({"GET", "/orders/3", {}, ""}, {200, "OK", kJson, "1"}, false, {}));
  EXPECT_TRUE(parse_rules(Recording{SecretPlaces()}.text(), "r", tests::orders_router()->contract()));
}

}  // namespace
}  // namespace squall::harness
