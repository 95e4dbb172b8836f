#include "harness/consumer/crash_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using reports::Outcome;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kPlace = AnswerPlace{"error-status", "orders", "GET /orders/{id}", "200", "status\t404"}.text();

PlayResult ended(PlayResult::Outcome outcome, const std::string& how) {
  PlayResult result;
  result.outcome = outcome;
  result.how = how;
  return result;
}

class CrashCheck : public testing::Test {
 protected:
  reports::Check told() const {
    reports::Check check;
    tell_crashes(crashes_, run_, check);
    return check;
  }
  Crashes crashes_;
  const std::vector<ConsumerProvider> providers_{{"orders", "orders.yaml", {"ORDERS_URL"}, tests::orders_router()}};
  const VariationRun run_{providers_, "npm test", "squall consumer orders.yaml", " -- npm test", 7, {}};
};

TEST_F(CrashCheck, PassesWhereTestsFailAsTheyMay) {
  crashes_.ends = {{kPlace, ended(PlayResult::Outcome::broke, "exited 1")}};
  const auto check = told();
  EXPECT_EQ(check.outcome, Outcome::passed);
  EXPECT_THAT(check.findings, IsEmpty());
  EXPECT_THAT(check.facts, Contains("GET /orders/{id} answered 404: the tests fail, exited 1"));
}

TEST_F(CrashCheck, SaysWhereTheTestsDoNotNotice) {
  crashes_.ends = {{kPlace, ended(PlayResult::Outcome::held, "exited 0")}};
  EXPECT_THAT(told().facts, Contains("GET /orders/{id} answered 404: the tests pass"));
}

TEST_F(CrashCheck, FindsACrash) {
  const auto crash = ended(PlayResult::Outcome::broke, "killed by signal 11");
  crashes_.ends = {{kPlace, crash}};
  crashes_.causes = {{{kPlace}, true, crash}};
  const auto check = told();
  EXPECT_EQ(check.outcome, Outcome::failed);
  ASSERT_EQ(check.findings.size(), 1U);
  const auto& finding = check.findings.front();
  EXPECT_EQ(finding.rule, "consumer.crash");
  EXPECT_EQ(finding.operation, "GET /orders/{id}");
  EXPECT_THAT(finding.message, HasSubstr("crashes (SIGSEGV) with GET /orders/{id} answered 404"));
  EXPECT_THAT(finding.replay.command, HasSubstr("--seed 7 --replay " + finding.id + " -- npm test"));
}

TEST_F(CrashCheck, DoesNotDecideAboutARunThatDoesNotEnd) {
  crashes_.ends = {{kPlace, ended(PlayResult::Outcome::broke, "did not end within 11s")}};
  crashes_.ends.front().second.ended = false;
  const auto check = told();
  EXPECT_EQ(check.outcome, Outcome::inconclusive);
  EXPECT_THAT(check.reason, HasSubstr("`npm test` did not end within 11s"));
}

TEST_F(CrashCheck, DoesNotDecideWhereNothingWasGiven) {
  crashes_.left = {kPlace};
  EXPECT_EQ(told().outcome, Outcome::inconclusive);
  crashes_.unsteady = true;
  EXPECT_THAT(told().reason, HasSubstr("not steady"));
}

}  // namespace
}  // namespace squall::harness
