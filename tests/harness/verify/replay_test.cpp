// A finding sent again: from the report that recorded it, and from its seed.

#include "harness/verify/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "reports/model/run_report_json.h"
#include "tests/harness/verify/orders_provider.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::match::Router;
using reports::Outcome;
using testing::HasSubstr;

VerifyPlan plan_against(const std::shared_ptr<OrdersProvider>& provider, int* calls = nullptr) {
  static const auto router = std::make_shared<const Router>(contract_of(orders_contract));
  VerifyPlan plan;
  plan.service = "orders";
  plan.router = router;
  plan.base_url = "http://127.0.0.1:1";
  plan.seed = 7;
  plan.connect = [provider, calls]() -> Send {
    return [provider, calls](const Request& request) {
      if (calls != nullptr) ++*calls;
      Answer answer;
      answer.response = provider->answer(request);
      return answer;
    };
  };
  return plan;
}

// As a report that was written and read again.
reports::RunReport recorded(const char* mutant) {
  reports::RunReport report;
  report.checks = {verify(plan_against(std::make_shared<OrdersProvider>(mutant))).check};
  return *reports::parse_run_report(reports::to_json(report), "run.json");
}

class Replaying : public testing::TestWithParam<const char*> {};

TEST_P(Replaying, ReproducesEveryFindingFromTheReportAndFromTheSeed) {
  const auto report = recorded(GetParam());
  ASSERT_FALSE(report.checks[0].findings.empty());
  for (const auto& finding : report.checks[0].findings) {
    ASSERT_TRUE(can_replay(report, finding.id));
    const auto again = replay(plan_against(std::make_shared<OrdersProvider>(GetParam())), finding.id, &report);
    EXPECT_EQ(again.outcome, Outcome::failed) << finding.message;
    ASSERT_EQ(again.findings.size(), 1u);
    EXPECT_EQ(again.findings[0].id, finding.id);
    EXPECT_EQ(again.findings[0].exchanges.size(), finding.exchanges.size());

    const auto gone = replay(plan_against(std::make_shared<OrdersProvider>()), finding.id, &report);
    EXPECT_EQ(gone.outcome, Outcome::passed) << finding.message;
    EXPECT_TRUE(gone.findings.empty());

    const auto by_seed = replay(plan_against(std::make_shared<OrdersProvider>(GetParam())), finding.id, nullptr);
    EXPECT_EQ(by_seed.outcome, Outcome::failed) << finding.message;
    ASSERT_EQ(by_seed.findings.size(), 1u);
    EXPECT_EQ(by_seed.findings[0].id, finding.id);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Replaying,
                         testing::Values("created-is-200", "crashes-on-read", "accepts-any-sku", "total-as-text",
                                         "delete-is-200", "problem-without-title"),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Replay, EndsAsSoonAsItComesUp) {
  const auto report = recorded("created-is-200");
  int all = 0;
  int until = 0;
  VerifyPlan whole = plan_against(std::make_shared<OrdersProvider>(), &all);
  verify(whole);
  VerifyPlan plan = plan_against(std::make_shared<OrdersProvider>("created-is-200"), &until);
  plan.shrink = false;
  EXPECT_EQ(replay(plan, report.checks[0].findings[0].id, nullptr).outcome, Outcome::failed);
  EXPECT_LT(until, all / 4);
}

TEST(Replay, RefusesWhatTheReportDoesNotHave) {
  auto report = recorded("created-is-200");
  const auto unknown = can_replay(report, "0123456789abcdef");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, contracts::ErrorKind::usage);
  auto& finding = report.checks[0].findings[0];
  finding.exchanges[0].request.truncated = true;
  EXPECT_THAT(can_replay(report, finding.id).error().message, HasSubstr("only the beginning"));
  finding.exchanges.clear();
  EXPECT_THAT(can_replay(report, finding.id).error().message, HasSubstr("no recorded request"));
}

TEST(Replay, TakesSecretsFromThePlan) {
  auto report = recorded("created-is-200");
  auto& exchange = report.checks[0].findings[0].exchanges[0];
  exchange.request.headers.push_back({"Authorization", "Bearer ${env.TOKEN}"});
  exchange.request.headers.push_back({"X-Key", "[redacted]"});
  VerifyPlan plan = plan_against(std::make_shared<OrdersProvider>());
  plan.headers = {{"Authorization", "Bearer t0ken"}};
  std::string sent;
  bool key_sent = true;
  plan.connect = [&]() -> Send {
    return [&](const Request& request) {
      sent = request.headers.get("Authorization");
      key_sent = request.headers.contains("X-Key");
      return Answer{};
    };
  };
  replay(plan, report.checks[0].findings[0].id, &report);
  EXPECT_EQ(sent, "Bearer t0ken");
  EXPECT_FALSE(key_sent);
}

}  // namespace
}  // namespace squall::tests
