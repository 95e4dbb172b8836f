// The outcomes of a verification as a whole.

#include "harness/verify/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "harness/system/phases.h"
#include "harness/verify/phase.h"
#include "tests/harness/verify/orders_provider.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::match::Router;
using reports::Outcome;
using testing::Contains;
using testing::HasSubstr;

class Verifying : public testing::Test {
 protected:
  VerifyPlan plan(const char* yaml = orders_contract) {
    VerifyPlan made;
    made.service = "orders";
    made.router = std::make_shared<const Router>(contract_of(yaml));
    made.base_url = "http://127.0.0.1:1";
    made.connect = [this]() -> Send {
      return [this](const Request& request) {
        sent_.push_back(request);
        Answer answer;
        answer.response = provider_.answer(request);
        return answer;
      };
    };
    return made;
  }
  static std::function<Send()> always(int status) {
    return [status]() -> Send {
      return [status](const Request&) {
        Answer answer;
        answer.response.status = status;
        answer.response.headers.add("Content-Type", "application/problem+json");
        answer.response.body = R"({"title":"t"})";
        return answer;
      };
    };
  }

  OrdersProvider provider_;
  std::vector<Request> sent_;
};

TEST_F(Verifying, IsInconclusiveWhenNothingEverSucceeds) {
  VerifyPlan chosen = plan();
  chosen.connect = always(404);
  chosen.phases = {"fuzz"};
  const auto verification = verify(chosen);
  EXPECT_NE(verification.check.outcome, Outcome::passed);
  const char* yaml =
      "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {responses: {'200': {description: ok}, "
      "'404': {description: no}}}}\n";
  VerifyPlan lenient = plan(yaml);
  lenient.connect = always(404);
  const auto unsure = verify(lenient);
  EXPECT_EQ(unsure.check.outcome, Outcome::inconclusive);
  EXPECT_THAT(unsure.check.reason, HasSubstr("is the url right"));
  EXPECT_THAT(unsure.check.facts,
              Contains(HasSubstr("not exercised: GET /a was never answered with a success, but 404")));
}

TEST_F(Verifying, IsErroredWhenTheServiceIsNotThere) {
  VerifyPlan chosen = plan();
  int calls = 0;
  chosen.connect = [&]() -> Send {
    return [&](const Request&) {
      ++calls;
      Answer answer;
      answer.error = chaos::CallError::refused;
      answer.error_text = "connection refused by 127.0.0.1:1";
      return answer;
    };
  };
  const auto verification = verify(chosen);
  EXPECT_EQ(verification.check.outcome, Outcome::errored);
  EXPECT_THAT(verification.check.reason, HasSubstr("connection refused"));
  EXPECT_EQ(calls, 1);
}

TEST_F(Verifying, SaysThatCredentialsAreNeeded) {
  VerifyPlan chosen = plan(
      "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nsecurity: [{key: []}]\npaths:\n  /a: {get: {responses: {'200': "
      "{description: "
      "ok}}}}\ncomponents: {securitySchemes: {key: {type: http, scheme: bearer}}}\n");
  chosen.connect = always(401);
  const auto verification = verify(chosen);
  EXPECT_EQ(verification.check.outcome, Outcome::inconclusive);
  EXPECT_THAT(verification.check.facts, Contains(HasSubstr("needs credentials")));
}

TEST_F(Verifying, DoesNotJudgeCredentialsThatAreNotDescribed) {
  VerifyPlan chosen = plan(
      "openapi: 3.1.0\ninfo: {title: t, version: '1'}\nsecurity: [{nope: []}]\npaths:\n  /a: {get: {responses: {'200': "
      "{description: ok}}}}\n");
  chosen.phases = {"security"};
  chosen.connect = always(200);
  const auto verification = verify(chosen);
  for (const auto& finding : verification.check.findings)
    EXPECT_THAT(finding.rule, testing::Not(HasSubstr("security")));
  EXPECT_THAT(verification.check.facts, Contains(HasSubstr("security undecided: GET /a")));
}

TEST_F(Verifying, SendsTheGivenHeadersAndHidesThemInCurl) {
  VerifyPlan chosen = plan();
  provider_ = OrdersProvider("created-is-200");
  chosen.headers = {{"Authorization", "Bearer secret"}};
  chosen.shown_headers = {{"Authorization", "${env.TOKEN}"}};
  chosen.phases = {"examples", "coverage", "fuzz", "stateful", "negative", "protocol"};
  const auto verification = verify(chosen);
  for (const Request& request : sent_) EXPECT_EQ(request.headers.get("Authorization"), "Bearer secret");
  ASSERT_FALSE(verification.check.findings.empty());
  EXPECT_THAT(verification.check.findings[0].replay.curl, HasSubstr("\"Authorization: ${env.TOKEN}\""));
  EXPECT_THAT(verification.check.findings[0].replay.curl, testing::Not(HasSubstr("secret")));
}

TEST_F(Verifying, IsTheSameForTheSameSeed) {
  verify(plan());
  const auto first = std::move(sent_);
  sent_.clear();
  provider_ = OrdersProvider();
  verify(plan());
  EXPECT_EQ(first, sent_);
}

TEST_F(Verifying, RunsTheChosenPhasesOnly) {
  VerifyPlan chosen = plan();
  chosen.phases = {"examples"};
  verify(chosen);
  EXPECT_EQ(sent_.size(), 1u);
  chosen.phases = {"exampels"};
  const auto verification = verify(chosen);
  EXPECT_EQ(verification.check.outcome, Outcome::errored);
  EXPECT_THAT(verification.check.reason, HasSubstr("there are examples, coverage, fuzz, stateful"));
}

TEST_F(Verifying, StopsWhenAsked) {
  std::stop_source stop;
  VerifyPlan chosen = plan();
  chosen.stop = stop.get_token();
  chosen.connect = [&, connect = chosen.connect]() -> Send {
    return [&, send = connect()](const Request& request) {
      if (sent_.size() == 4) stop.request_stop();
      return send(request);
    };
  };
  const auto verification = verify(chosen);
  EXPECT_EQ(sent_.size(), 5u);
  EXPECT_EQ(verification.check.outcome, Outcome::inconclusive);
}

TEST_F(Verifying, ReplacesTheBasePath) {
  VerifyPlan chosen = plan(
      "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nservers: [{url: /api}]\npaths:\n  /a: {get: {responses: {'200': "
      "{description: ok}}}}\n");
  chosen.phases = {"fuzz"};
  verify(chosen);
  EXPECT_EQ(sent_.at(0).target, "/api/a");
  sent_.clear();
  chosen.base_path = "/other";
  verify(chosen);
  EXPECT_EQ(sent_.at(0).target, "/other/a");
}

TEST_F(Verifying, CountsWhatWasCovered) {
  const auto verification = verify(plan());
  ASSERT_EQ(verification.coverage.size(), 4u);
  const auto& create = verification.coverage[0];
  EXPECT_EQ(create.operation, "POST /orders");
  EXPECT_GT(create.responses.at("201"), 0u);
  EXPECT_GT(create.responses.at("400"), 0u);
  EXPECT_GT(create.requests, 5u);
}

TEST(Phases, AreThoseTheSystemFileKnows) {
  std::set<std::string_view> known(verification_phases.begin(), verification_phases.end());
  std::set<std::string_view> there;
  for (const Phase* phase : verify_phases()) {
    there.insert(phase->name);
    EXPECT_FALSE(phase->summary.empty());
    EXPECT_EQ(find_verify_phase(phase->name), phase);
  }
  EXPECT_EQ(known, there);
}

}  // namespace
}  // namespace squall::tests
