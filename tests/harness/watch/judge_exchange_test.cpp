#include "harness/watch/judge_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/watch/exchanges.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::exchange;
using tests::get;
using tests::kJson;

const char* const kOrder = R"({"id":7,"state":"open"})";

std::vector<std::string> rules(const Judged& judged) {
  std::vector<std::string> found;
  for (const auto& departure : judged.departures)
    found.push_back(std::string(to_string(departure.side)) + " " + departure.violation.rule +
                    (departure.severity == reports::Severity::warning ? " (warning)" : ""));
  return found;
}

struct Row {
  const char* name;
  chaos::Exchange exchange;
  Judging request, answer;
  std::vector<std::string> rules;
};

chaos::Exchange changed(chaos::Exchange exchange, const std::function<void(chaos::Exchange&)>& change) {
  change(exchange);
  return exchange;
}

std::vector<Row> rows() {
  const Headers br{{"Content-Type", "application/json"}, {"Content-Encoding", "br"}};
  const auto wrong = get("/orders/7", 200, R"({"id":"7"})");
  return {
      {"sound", get("/orders/7", 200, kOrder), Judging::judged, Judging::judged, {}},
      {"undeclared status",
       get("/orders/7", 418, ""),
       Judging::judged,
       Judging::judged,
       {"answer response.status.undeclared"}},
      {"undeclared refusal of a wrong request",
       get("/orders?limit=500", 400, ""),
       Judging::judged,
       Judging::judged,
       {"request request.query.schema", "answer response.status.undeclared (warning)"}},
      {"undeclared 401 where credentials are needed",
       exchange({"GET", "/secret", {{"Authorization", "Bearer x"}}, ""}, {401, "", {}, ""}),
       Judging::judged,
       Judging::judged,
       {"answer response.status.undeclared (warning)"}},
      {"missing header",
       exchange({"POST", "/orders", kJson, R"({"sku":"a","quantity":1})"}, {201, "", kJson, kOrder}),
       Judging::judged,
       Judging::judged,
       {"answer response.header.required"}},
      {"undeclared operation",
       get("/invoices/7", 200, "{}"),
       Judging::judged,
       Judging::undeclared,
       {"request request.path.unknown"}},
      {"undeclared method",
       exchange({"PATCH", "/orders/7", {}, ""}, {200, "", {}, ""}),
       Judging::judged,
       Judging::undeclared,
       {"request request.method.undeclared"}},
      {"HEAD is a GET without a body",
       exchange({"HEAD", "/orders/7", {}, ""}, {200, "", kJson, ""}),
       Judging::judged,
       Judging::judged,
       {}},
      {"HEAD of what the contract does not have",
       exchange({"HEAD", "/notes", {}, ""}, {200, "", {}, ""}),
       Judging::judged,
       Judging::undeclared,
       {"request request.method.undeclared"}},
      {"204 without a body",
       exchange({"DELETE", "/orders/7", {}, ""}, {204, "", {}, ""}),
       Judging::judged,
       Judging::judged,
       {}},
      {"OPTIONS is HTTP's own",
       exchange({"OPTIONS", "/orders", {}, ""}, {204, "", {}, ""}),
       Judging::of_http,
       Judging::of_http,
       {}},
      {"a tunnel",
       exchange({"GET", "/anything", {{"Upgrade", "websocket"}}, ""}, {101, "", {}, ""}),
       Judging::tunnel,
       Judging::tunnel,
       {}},
      {"an answer that a fault struck",
       changed(wrong,
               [](auto& e) {
                 e.attempt.faults.push_back({"f", "rewrite", "", {}});
               }),
       Judging::judged,
       Judging::faulted,
       {}},
      {"the request of an attempt that a fault struck, as the consumer sent it",
       changed(get("/orders?limit=0", 200, "[]"),
               [](auto& e) {
                 e.attempt.faults.push_back({"f", "headers", "", {}});
               }),
       Judging::judged,
       Judging::faulted,
       {"request request.query.schema"}},
      {"no answer", changed(wrong, [](auto& e) { e.response = {}; }), Judging::judged, Judging::broken_off, {}},
      {"an answer whose end never came",
       changed(wrong, [](auto& e) { e.response_truncated = e.response_broken = true; }),
       Judging::judged,
       Judging::broken_off,
       {}},
      {"a long answer is judged without its body",
       changed(get("/orders/7", 200, R"({"id":)"), [](auto& e) { e.response_truncated = true; }),
       Judging::judged,
       Judging::too_long,
       {}},
      {"a long answer of an undeclared status",
       changed(get("/orders/7", 299, "x"), [](auto& e) { e.response_truncated = true; }),
       Judging::judged,
       Judging::too_long,
       {"answer response.status.undeclared"}},
      {"a long request",
       changed(exchange({"POST", "/notes", kJson, "{"}, {201, "", {}, ""}),
               [](auto& e) { e.request_truncated = true; }),
       Judging::too_long,
       Judging::judged,
       {}},
      {"a request that broke off",
       changed(exchange({"POST", "/notes", kJson, "{"}, {}), [](auto& e) { e.attempt.request_complete.reset(); }),
       Judging::broken_off,
       Judging::broken_off,
       {}},
      {"a coding that is not undone",
       get("/orders/7", 200, "\x8b\x01\x80{}", br),
       Judging::judged,
       Judging::not_decoded,
       {}},
  };
}

TEST(JudgeExchange, Table) {
  SoundMessages sound(tests::orders_router()->contract());
  for (const auto& row : rows()) {
    SCOPED_TRACE(row.name);
    for (SoundMessages* memo : {static_cast<SoundMessages*>(nullptr), &sound, &sound}) {  // the last one by memory
      const auto judged = judge_exchange(*tests::orders_router(), row.exchange, memo);
      EXPECT_EQ(judged.request, row.request);
      EXPECT_EQ(judged.answer, row.answer);
      EXPECT_EQ(rules(judged), row.rules);
    }
  }
}

TEST(JudgeExchange, NamesWhatTheContractDoesNotHaveByItsShape) {
  const auto name = [](const char* target) {
    const auto asked = get(target, 404, "");
    return operation_name(judge_exchange(*tests::orders_router(), asked).operation, asked.request);
  };
  EXPECT_EQ(name("/orders/7?x=1"), "GET /orders/{id}");
  EXPECT_EQ(name("/v2/invoices/4711/lines"), "GET /v2/invoices/*/lines");
  EXPECT_EQ(name("/invoices/6f1ce4b2-77a0-4a6e-9d5c-0c8f1f0d3a11"), "GET /invoices/*");
  EXPECT_EQ(name(("/" + std::string(5000, 'a')).c_str()), "GET /*");
}

TEST(SoundMessages, TellApartWhatIsJudgedApart) {
  const auto router = tests::orders_router();
  const auto& contract = router->contract();
  SoundMessages sound(contract);
  const auto& get_order = *contract.find("GET", "/orders/{id}");
  const auto& add_order = *contract.find("POST", "/orders");
  const contracts::http::Response answer{200, "OK", kJson, kOrder};
  const auto key = sound.key_of(get_order, "GET", answer);
  const auto other = [&](auto change) {
    auto changed = answer;
    change(changed);
    return sound.key_of(get_order, "GET", changed);
  };
  EXPECT_NE(key, other([](auto& a) { a.body += " "; }));
  EXPECT_NE(key, other([](auto& a) { a.status = 201; }));
  EXPECT_NE(key, other([](auto& a) { a.headers.set("content-type", "text/plain"); }));
  EXPECT_NE(key, other([](auto& a) { a.headers.set("Content-Encoding", "gzip"); }));
  EXPECT_NE(key, sound.key_of(get_order, "HEAD", answer));
  EXPECT_NE(key, sound.key_of(add_order, "GET", answer));
  EXPECT_EQ(key, other([](auto& a) { a.headers.add("Date", "today"); }));
  auto created = answer;
  const auto without = sound.key_of(add_order, "POST", created);
  created.headers.add("location", "");
  EXPECT_NE(without, sound.key_of(add_order, "POST", created));
  const auto& secret = *contract.find("GET", "/secret");
  EXPECT_NE(sound.key_of(secret, {"GET", "/secret", {}, ""}),
            sound.key_of(secret, {"GET", "/secret", {{"Authorization", "Basic x"}}, ""}));
  EXPECT_FALSE(sound.has(key));
  sound.add(key);
  EXPECT_TRUE(sound.has(key));
}

}  // namespace
}  // namespace squall::harness
