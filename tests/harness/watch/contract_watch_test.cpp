#include "harness/watch/contract_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/document.h"
#include "harness/watch/drift_text.h"
#include "tests/harness/watch/exchanges.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using reports::Outcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using tests::exchange;
using tests::get;
using tests::kJson;

const char* const kOrder = R"({"id":7,"state":"open"})";
const std::chrono::system_clock::time_point kOrigin{std::chrono::seconds(1'750'000'000)};

class Watch : public testing::Test {
 protected:
  std::vector<reports::Check> checks() const { return drift_checks(watch_.seen(), "orders.yaml", kOrigin); }
  std::vector<std::string> told_;
  ContractWatch watch_{tests::orders_router(), {1, [this](const Drift& drift) { told_.push_back(drift_line(drift)); }}};
};

TEST_F(Watch, SaysNothingOfSoundTraffic) {
  for (int i = 0; i < 5; ++i) watch_.observe(get("/orders/7", 200, kOrder));
  EXPECT_THAT(told_, SizeIs(0));
  const auto all = checks();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].id, "watch/web");
  EXPECT_EQ(all[0].outcome, Outcome::passed);
  EXPECT_THAT(all[0].facts, ElementsAre("5 requests judged", "5 answers judged"));
}

TEST_F(Watch, IsInconclusiveWhereNothingWasJudged) {
  EXPECT_EQ(checks().at(0).outcome, Outcome::inconclusive);
  auto struck = get("/orders/7", 200, "no JSON");
  struck.attempt.faults.push_back({"f", "abort", "respond 503", {}});
  watch_.observe(struck);
  EXPECT_EQ(checks().at(0).outcome, Outcome::inconclusive);
  EXPECT_THAT(checks().at(0).facts.at(1), "0 answers judged; not judged: 1 changed by a fault of ours");
  EXPECT_THAT(told_, SizeIs(0));
}

TEST_F(Watch, TellsEachCauseOnceAndCountsTheRest) {
  for (const char* id : {"8", "9", "10"})
    watch_.observe(get("/orders/" + std::string(id), 200, R"({"id":"x","state":"open"})"));
  // The same component at another operation, in many items of one message.
  watch_.observe(get("/orders", 200, R"([{"id":"x","state":"open"},{"id":"y","state":"open"}])"));
  ASSERT_THAT(told_, SizeIs(1));
  EXPECT_THAT(told_[0], HasSubstr("drift on web: answer, response.body.schema: GET /orders/{id} answers 200: body/id"));
  EXPECT_THAT(told_[0], HasSubstr("orders.yaml:"));
  EXPECT_THAT(told_[0], HasSubstr("GET /orders/8 answered 200"));
  const auto seen = watch_.seen();
  ASSERT_THAT(seen.drifts, SizeIs(1));
  EXPECT_EQ(seen.drifts[0].place, "body/id");
  EXPECT_EQ(seen.drifts[0].finding.occurrences, 4u);
  EXPECT_THAT(seen.drifts[0].finding.operations, ElementsAre("GET /orders/{id}", "GET /orders"));
  EXPECT_EQ(checks().at(0).outcome, Outcome::failed);
}

TEST_F(Watch, KeepsCausesApart) {
  struct Row {
    const char* name;
    chaos::Exchange exchange;
  };
  auto elsewhere = get("/orders/7", 200, R"({"id":"x","state":"open"})");
  elsewhere.attempt.edge = "mobile";
  const std::vector<Row> rows = {
      {"wrong type", get("/orders/7", 200, R"({"id":"x","state":"open"})")},
      {"another keyword there", get("/orders/7", 200, R"({"id":-1,"state":"open"})")},
      {"another member", get("/orders/7", 200, R"({"id":7,"state":"lost"})")},
      {"status", get("/orders/7", 418, "")},
      {"the same status elsewhere", get("/orders", 418, "")},
      {"on another edge", elsewhere},
      {"a wrong parameter", get("/orders?limit=0", 200, R"([{"id":7,"state":"open"}])")},
      {"an undeclared operation", get("/invoices/7", 200, "")},
      {"another one", get("/refunds/7", 200, "")},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SCOPED_TRACE(rows[i].name);
    watch_.observe(rows[i].exchange);
    watch_.observe(rows[i].exchange);
    EXPECT_THAT(told_, SizeIs(i + 1));
  }
  for (const auto& drift : watch_.seen().drifts) EXPECT_GE(drift.finding.occurrences, 1u);
  // By shape, so that ids do not make causes.
  watch_.observe(get("/invoices/8", 200, ""));
  EXPECT_THAT(told_, SizeIs(rows.size()));
  EXPECT_THAT(checks(), SizeIs(2));
}

TEST_F(Watch, IsBounded) {
  for (std::size_t i = 0; i < DriftLog::kMostCauses + 7; ++i) {
    std::string path = "/";
    for (std::size_t rest = i + 1; rest > 0; rest /= 26) path += static_cast<char>('a' + rest % 26);
    watch_.observe(get(path, 404, ""));
  }
  EXPECT_THAT(watch_.seen().drifts, SizeIs(DriftLog::kMostCauses));
  EXPECT_EQ(watch_.seen().left_out, 7u);
  EXPECT_THAT(told_, SizeIs(DriftLog::kMostCauses));
  watch_.observe(
      exchange({"POST", "/notes", kJson, "{\"text\": " + std::string(100'000, '1') + "}"}, {201, "", {}, ""}));
  EXPECT_EQ(watch_.seen().left_out, 8u);
}

TEST_F(Watch, KeepsOfLongBodiesTheBeginning) {
  watch_.observe(
      exchange({"POST", "/notes", kJson, "{\"text\": " + std::string(100'000, '1') + "}"}, {201, "", {}, ""}));
  const auto seen = watch_.seen();
  ASSERT_THAT(seen.drifts, SizeIs(1));
  const auto& example = seen.drifts[0].finding.exchanges.at(0).request;
  EXPECT_EQ(example.body.size(), DriftLog::kLongestBody);
  EXPECT_TRUE(example.truncated);
}

TEST(WatchShare, JudgesThatManyEvenlySpread) {
  ContractWatch watch(tests::orders_router(), {0.25, {}});
  for (int i = 0; i < 100; ++i) watch.observe(get("/orders/7", 200, kOrder));
  const auto seen = watch.seen().edges.at("web");
  EXPECT_EQ(seen.requests[0], 25u);
  EXPECT_EQ(seen.passed_over, 75u);
}

TEST_F(Watch, TellsTheSameInJson) {
  auto wrong = get("/orders/7", 418, "");
  wrong.request.headers.add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  watch_.observe(wrong);
  const auto json = contracts::Document::parse_json(drift_json(watch_.seen(), "orders.yaml", kOrigin));
  ASSERT_TRUE(json);
  contracts::Value value(json->root());
  EXPECT_EQ(value.resolve("/contract")->text(), "orders.yaml");
  EXPECT_EQ(value.resolve("/edges/web/answers/judged")->text(), "1");
  EXPECT_EQ(value.resolve("/groups/0/kind")->text(), "answer");
  EXPECT_EQ(value.resolve("/groups/0/rule")->text(), "response.status.undeclared");
  EXPECT_EQ(value.resolve("/groups/0/pointer")->text(), "status");
  EXPECT_EQ(value.resolve("/groups/0/first_seen")->text(), "2025-06-15T15:06:41.210Z");
  EXPECT_EQ(value.resolve("/groups/0/trace_id")->text(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_THAT(drift_event(watch_.seen().drifts[0], kOrigin), HasSubstr(R"({"event":"drift","kind":"answer")"));
  EXPECT_THAT(drift_summary(watch_.seen()), HasSubstr("1 cause of drift:\n  1 x web, response.status.undeclared"));
}

}  // namespace
}  // namespace squall::harness
