// A prepared verification on a real server of few words.

#include "harness/verify/live_verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/contracts.h"
#include "tests/support/scripted_server.h"

namespace squall::tests {
namespace {
using namespace harness;
using namespace std::chrono_literals;
using contracts::match::Router;
using reports::Outcome;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

const char* const stock = R"(openapi: 3.0.3
info: {title: Stock, version: '1'}
paths:
  /stock: {get: {operationId: readStock, responses: {'200': {description: ok, content: {application/json: {schema: {type: array}}}}}}}
  /other: {get: {responses: {'200': {description: ok}}}}
)";

class Live : public testing::Test {
 protected:
  Verification run(VerifySpec spec) {
    spec.service = "stock";
    spec.phases = {"examples", "fuzz"};
    const auto prepared = prepare(spec, std::make_shared<const Router>(contract_of(stock)));
    if (!prepared) ADD_FAILURE() << contracts::to_string(prepared.error().front());
    Surroundings around{*parse_provider_url(server_.url()), 42, "replay", {}, secrets_, stop_.get_token(), {}};
    return verify(*prepared, around);
  }
  std::vector<std::string> rules(const Verification& verification) {
    std::vector<std::string> found;
    for (const auto& finding : verification.check.findings) found.push_back(finding.rule);
    return found;
  }

  ScriptedServer server_{[](const std::string&, std::size_t) {
    return ServerAct{plain_answer(200, "[]", "Content-Type: application/json\r\n")};
  }};
  Secrets secrets_;
  std::stop_source stop_;
};

TEST_F(Live, PassesAndSaysWhatWasLeftOut) {
  VerifySpec spec;
  spec.include = {{"readStock", {}}};
  spec.auth = {*parse_auth("bearer:secret-token")};
  spec.workers = 2;
  const auto verification = run(spec);
  EXPECT_EQ(verification.check.outcome, Outcome::passed) << verification.check.reason;
  EXPECT_THAT(verification.check.facts, Contains("left out, as asked: GET /other"));
  ASSERT_EQ(verification.coverage.size(), 1u);
  EXPECT_THAT(server_.requests(), Each(HasSubstr("GET /stock")));
  EXPECT_THAT(server_.requests(), Each(HasSubstr("Authorization: Bearer secret-token")));
}

TEST_F(Live, HoldsAnswersToTheTimeThatIsAskedFor) {
  VerifySpec spec;
  spec.response_time = 1ns;
  const auto slow = run(spec);
  EXPECT_EQ(slow.check.outcome, Outcome::failed);
  EXPECT_THAT(rules(slow), Contains("response.time"));
  EXPECT_THAT(slow.check.findings[0].message, HasSubstr("to answer, more than 1ns"));
  spec.response_time = 1h;
  EXPECT_EQ(run(spec).check.outcome, Outcome::passed);
}

TEST_F(Live, IsErroredWhenTheHookBreaks) {
  VerifySpec spec;
  spec.hook = "exit 5";
  const auto unstarted = run(spec);
  EXPECT_EQ(unstarted.check.outcome, Outcome::errored);
  EXPECT_THAT(unstarted.check.reason, HasSubstr("the hook 'exit 5' exited 5"));
  EXPECT_TRUE(server_.requests().empty());
  spec.hook = "read question; echo '{\"id\":1,\"version\":1}'; read question; echo gone wrong >&2; exit 6";
  const auto broken = run(spec);
  EXPECT_EQ(broken.check.outcome, Outcome::errored);
  EXPECT_THAT(broken.check.reason, HasSubstr("exited 6; it wrote: gone wrong"));
}

TEST_F(Live, ReportsWhatTheHookFinds) {
  VerifySpec spec;
  spec.hook =
      "read question; echo '{\"id\":1,\"version\":1,\"wants\":[\"after_response\"]}'; id=1; "
      "while read question; do id=$((id+1)); "
      "echo \"{\\\"id\\\":$id,\\\"findings\\\":[{\\\"rule\\\":\\\"r\\\",\\\"message\\\":\\\"m\\\"}]}\"; done";
  const auto verification = run(spec);
  EXPECT_EQ(verification.check.outcome, Outcome::failed) << verification.check.reason;
  EXPECT_THAT(rules(verification), Contains("hook.r"));
}

TEST_F(Live, IsErroredWhenNoTokenIsGivenOut) {
  VerifySpec spec;
  spec.auth = {*parse_auth("oauth2:client_id=me,client_secret=very-secret,token_url=" + server_.url() + "/token")};
  const auto verification = run(spec);
  EXPECT_EQ(verification.check.outcome, Outcome::errored);
  EXPECT_THAT(verification.check.reason, HasSubstr("its answer holds no access_token"));
  EXPECT_THAT(verification.check.reason, Not(HasSubstr("very-secret")));
}

TEST_F(Live, EndsWithTheTimeAndJudgesWhatItSaw) {
  VerifySpec spec;
  spec.service = "stock";
  spec.max_time = 1ns;
  const auto prepared = prepare(spec, std::make_shared<const Router>(contract_of(stock)));
  ASSERT_TRUE(prepared);
  LiveVerification live(*prepared, {*parse_provider_url(server_.url()), 42, "replay", {}, secrets_, {}, {}});
  ASSERT_TRUE(live.start());
  while (!live.plan().enough.stop_requested()) std::this_thread::yield();
  Verification verification = verify(live.plan());
  live.finish(verification.check);
  EXPECT_NE(verification.check.outcome, Outcome::errored);
  EXPECT_THAT(verification.check.facts, Contains(HasSubstr("ended after 1ns, as asked")));
  EXPECT_TRUE(server_.requests().empty());
}

TEST(Preparing, SaysEverythingThatIsWrong) {
  VerifySpec spec;
  spec.include = {{"readStok", {}}};
  spec.auth = {*parse_auth("main=bearer:x")};
  spec.data = "/no/such/file.yaml";
  const auto prepared = prepare(spec, std::make_shared<const Router>(contract_of(stock)));
  ASSERT_FALSE(prepared);
  EXPECT_EQ(prepared.error().size(), 3u);
}

TEST(Preparing, TellsItsScope) {
  VerifySpec spec;
  spec.exclude = {{"/other", {}}};
  spec.workers = 4;
  spec.rate = 50;
  spec.max_time = 1min;
  const auto prepared = prepare(spec, std::make_shared<const Router>(contract_of(stock)));
  ASSERT_TRUE(prepared);
  EXPECT_EQ(prepared->scope(), "1 of 2 operations, 4 workers, at most 50/s, for at most 1m");
}

}  // namespace
}  // namespace squall::tests
