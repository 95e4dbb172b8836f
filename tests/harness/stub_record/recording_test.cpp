#include "harness/stub_record/recording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

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

// False, too, when no rule would answer the same.
bool add(Recording& recording, const Request& request, const Response& response, bool refused = false,
         const std::vector<contracts::Violation>& off_contract = {}) {
  auto rule = recorded_rule(request, response, off_contract, SecretPlaces());
  return rule && recording.add(std::move(*rule), refused);
}

std::string one_line(const std::vector<std::string_view>& values) {
  std::string line;
  for (const auto value : values) line += (line.empty() ? "" : ", ") + std::string(value);
  return line;
}

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
      {"braces_in_the_path", {"GET", "/health/{x}", {}, ""}, {200, "OK", kJson, "6"}},
      {"not_what_stands_in_braces", {"GET", "/health/x", {}, ""}, {200, "OK", kJson, "7"}},
      {"what_yaml_does_not_take",
       {"POST", "/orders", kJson, "{\"sku\":\"\x7f\xc2\x85\xe2\x80\xa8\xef\xbb\xbf\",\"quantity\":1}"},
       {200, "OK", kJson, "\"\x7f \xc2\x85 \xe2\x80\xa9\""}},
      {"fields_of_one_name",
       {"GET", "/orders/7", {}, ""},
       {200, "OK", {{"X-A", "a"}, {"x-a", "b"}, {"Content-Type", "application/json"}}, "1"}},
      {"off_contract_request", {"GET", "/orders?limit=0", {}, ""}, {200, "OK", kJson, "[]"}},
      {"unknown_path", {"GET", "/health", {}, ""}, {200, "OK", kJson, "{}"}}};
  Recording recording;
  for (const auto& row : rows) {
    const bool refused = std::string(row.name) == "off_contract_request";
    EXPECT_TRUE(add(recording, row.request, row.response, refused));
  }
  Replayed replayed(recording);
  for (const auto& row : rows) {
    const Response again = replayed.ask(row.request);
    EXPECT_EQ(again.status, row.response.status) << row.name;
    EXPECT_EQ(again.body, row.response.body) << row.name;
    EXPECT_EQ(again.headers.get("X-A"), one_line(row.response.headers.all("X-A"))) << row.name;
    EXPECT_EQ(again.headers.get("Content-Type"), row.response.headers.get("Content-Type")) << row.name;
    EXPECT_FALSE(again.headers.contains("Date"));
  }
}

TEST(Recording, KeepsTheOrderOfDifferentAnswers) {
  Recording recording;
  for (const char* body : {"1", "1", "2", "3", "3"})
    EXPECT_TRUE(add(recording, {"GET", "/orders/1", {}, ""}, {200, "OK", kJson, body}));
  EXPECT_EQ(recording.size(), 3u);
  Replayed replayed(recording);
  std::string bodies;
  for (int i = 0; i < 4; ++i) bodies += replayed.ask({"GET", "/orders/1", {}, ""}).body;
  EXPECT_EQ(bodies, "1233");
}

// Whichever was asked first.
TEST(Recording, WhatAsksForMoreComesFirst) {
  const std::string secret = R"({"sku":"a","quantity":1,"password":"p"})";
  struct {
    const char* name;
    std::vector<Request> requests;
  } rows[] = {
      {"query", {{"GET", "/orders", {}, ""}, {"GET", "/orders?limit=3", {}, ""}}},
      {"more_query",
       {{"GET", "/orders?limit=3", {}, ""},
        {"GET", "/orders?limit=3&page=2&x=y", {}, ""},
        {"GET", "/orders?page=2&limit=3", {}, ""}}},
      {"body", {{"POST", "/health", {}, ""}, {"POST", "/health", kJson, R"({"a":1})"}}},
      {"text", {{"POST", "/health", {}, "text"}, {"POST", "/health?q=1", kJson, R"({"a":1})"}}},
      {"whole_body", {{"POST", "/orders", kJson, secret}, {"POST", "/orders", kJson, R"({"sku":"a","quantity":1})"}}}};
  for (const auto& row : rows) {
    for (const bool turned : {false, true}) {
      auto requests = row.requests;
      if (turned) std::reverse(requests.begin(), requests.end());
      Recording recording;
      for (const auto& request : requests)
        EXPECT_TRUE(
            add(recording, request,
                {200, "OK", kJson,
                 "\"" + request.target + request.body.substr(0, 1) + std::to_string(request.body.size()) + "\""}));
      Replayed replayed(recording);
      for (const auto& request : requests)
        EXPECT_EQ(replayed.ask(request).body,
                  "\"" + request.target + request.body.substr(0, 1) + std::to_string(request.body.size()) + "\"")
            << row.name;
    }
  }
}

// Rules cannot tell them apart: their answers come in their order.
TEST(Recording, KnowsEqualRequestsHoweverTheyAreWritten) {
  const std::pair<Request, Request> rows[] = {
      {{"GET", "/orders?a=1&b=2", {}, ""}, {"GET", "/orders?b=2&a=%31", {}, ""}},
      {{"GET", "/health/%41%7e", {}, ""}, {"GET", "/health/A~", {}, ""}},
      {{"POST", "/orders", kJson, R"({"sku":"a","quantity":1})"},
       {"POST", "/orders", kJson, R"({"quantity":1,"sku":"a"})"}}};
  for (const auto& [first, second] : rows) {
    Recording recording;
    EXPECT_TRUE(add(recording, first, {200, "OK", kJson, "1"}));
    EXPECT_TRUE(add(recording, second, {200, "OK", kJson, "2"}));
    Replayed replayed(recording);
    EXPECT_EQ(replayed.ask(first).body, "1") << first.target;
    EXPECT_EQ(replayed.ask(second).body, "2") << first.target;
  }
}

// A file that cannot be read would lose all the others.
TEST(Recording, LeavesOutWhatNoRuleWouldAnswerTheSame) {
  const Response fine{200, "OK", kJson, "1"};
  struct {
    const char* name;
    Request request;
    Response response;
    const char* why;
  } rows[] = {{"query", {"GET", "/orders?q=%FF", {}, ""}, fine, "UTF-8"},
              {"query_name", {"GET", "/orders?%FF=1", {}, ""}, fine, "UTF-8"},
              {"status", {"GET", "/orders", {}, ""}, {999, "", kJson, "1"}, "999"},
              {"target", {"OPTIONS", "*", {}, ""}, fine, "'/'"},
              {"long_name", {"GET", "/orders", {}, ""}, {200, "", kJson, "{\"" + std::string(2000, 'a') + "\":1}"}, ""},
              {"a_page_with_a_secret",
               {"GET", "/login", {}, ""},
               {200, "OK", {{"Content-Type", "text/html"}}, "<input name=password value=swordfish>"},
               "secrets"},
              {"a_coding",
               {"GET", "/orders", {}, ""},
               {200, "OK", {{"Content-Type", "application/json"}, {"Content-Encoding", "br"}}, "\x0b\x02"},
               "secrets"}};
  Recording recording;
  ASSERT_TRUE(add(recording, {"GET", "/orders/1", {}, ""}, fine));
  for (const auto& row : rows) {
    const auto rule = recorded_rule(row.request, row.response, {}, SecretPlaces());
    ASSERT_FALSE(rule) << row.name;
    EXPECT_THAT(rule.error().message, HasSubstr(row.why)) << row.name;
    EXPECT_FALSE(add(recording, row.request, row.response)) << row.name;
  }
  EXPECT_EQ(Replayed(recording).ask({"GET", "/orders/1", {}, ""}).body, "1");
}

TEST(Recording, SaysWhatOfAnAnswerItLeavesOut) {
  const Response response{200, "OK", {{"Content-Type", "application/json"}, {"X-Name", "caf\xe9"}, {"X-A", "a"}}, "1"};
  const auto rule = recorded_rule({"GET", "/orders/1", {}, ""}, response, {}, SecretPlaces());
  ASSERT_TRUE(rule);
  EXPECT_THAT(rule->left_out, testing::ElementsAre("the header X-Name, which is not UTF-8"));
  Recording recording;
  EXPECT_TRUE(recording.add(*rule, false));
  EXPECT_THAT(recording.text(), HasSubstr("  # left out: the header X-Name, which is not UTF-8\n"));
  const Response again = Replayed(recording).ask({"GET", "/orders/1", {}, ""});
  EXPECT_EQ(again.body, "1");
  EXPECT_EQ(again.headers.get("X-A"), "a");
  EXPECT_FALSE(again.headers.contains("X-Name"));
}

// 401 without a token, 200 with one: both belong to the answers of one request.
TEST(Recording, AnswersTheRefusedAmongEqualRequests) {
  for (const bool first : {true, false}) {
    Recording recording;
    EXPECT_TRUE(add(recording, {"GET", "/orders?limit=0", {}, ""}, {400, "", kJson, "1"}, first));
    EXPECT_TRUE(add(recording, {"GET", "/orders?limit=0", {}, ""}, {200, "", kJson, "2"}, !first));
    Replayed replayed(recording);
    EXPECT_EQ(replayed.ask({"GET", "/orders?limit=0", {}, ""}).body, "1");
    EXPECT_EQ(replayed.ask({"GET", "/orders?limit=0", {}, ""}).body, "2");
  }
}

TEST(Recording, TellsNoSecrets) {
  Recording recording;
  const Request request{"POST",
                        "/orders?api_key=swordfish-1&limit=2",
                        {{"Content-Type", "application/json"}, {"Authorization", "Bearer swordfish-2"}},
                        R"({"sku":"a","password":"swordfish-3","quantity":1})"};
  const Response response{
      201,
      "Created",
      {{"Content-Type", "application/json"}, {"Set-Cookie", "s=swordfish-4"}, {"X-Seen", "Bearer swordfish-2"}},
      R"({"id":1,"access_token":"swordfish-5","echo":"swordfish-3"})"};
  ASSERT_TRUE(add(recording, request, response));
  EXPECT_THAT(recording.text(), Not(HasSubstr("swordfish")));
  Request other = request;
  other.target = "/orders?api_key=another&limit=2";
  other.body = R"({"sku":"a","password":"other","quantity":1})";
  EXPECT_THAT(Replayed(recording).ask(other).body, HasSubstr(R"("id":1)"));
}

TEST(Recording, SaysWhatIsOffTheContractAndIsBounded) {
  Recording recording({2, 100'000});
  contracts::Violation violation;
  violation.where = "body";
  violation.pointer = "/id";
  violation.message = "must be integer,\nis \xff";
  EXPECT_TRUE(add(recording, {"GET", "/orders/1", {}, ""}, {200, "OK", kJson, "1"}, false, {violation}));
  EXPECT_THAT(recording.text(), HasSubstr("  # off contract: body/id: must be integer, is \xef\xbf\xbd\n  - name:"));
  EXPECT_TRUE(add(recording, {"GET", "/orders/2", {}, ""}, {200, "OK", kJson, "1"}));
  EXPECT_FALSE(add(recording, {"GET", "/orders/3", {}, ""}, {200, "OK", kJson, "1"}));
  EXPECT_TRUE(parse_rules(Recording().text(), "r", tests::orders_router()->contract()));
}

}  // namespace
}  // namespace squall::harness
