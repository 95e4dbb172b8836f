// What a verification says it has seen, against what can be counted by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verify/verify.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::match::Router;
using reports::BranchCoverage;
using testing::Contains;
using testing::HasSubstr;

constexpr const char* things_contract = R"(
openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      parameters:
        - {name: state, in: query, schema: {type: string, enum: [open, paid]}}
      responses:
        '200': {description: all, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewThing'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        '409': {description: there already, content: {application/json: {schema: {properties: {detail: {type: string}}}}}}
  /lost:
    get:
      responses: {'200': {description: never}, '404': {description: always}}
components:
  schemas:
    NewThing:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [a, b]}, note: {type: [string, 'null']}}
    Thing:
      type: object
      required: [id, state]
      properties:
        id: {type: integer, readOnly: true}
        state: {type: string, enum: [open, paid, lost]}
        note: {type: [string, 'null']}
)";

Answer things(const Request& request) {
  Answer answer;
  answer.response.status = request.target.starts_with("/lost") ? 404 : request.method == "POST" ? 201 : 200;
  if (answer.response.status == 404) return answer;
  answer.response.headers.add("Content-Type", "application/json");
  answer.response.body = request.method == "POST" ? R"({"id":3,"state":"open"})"
                                                  : R"([{"id":1,"state":"open"},{"id":2,"state":"paid","note":null}])";
  return answer;
}

Verification verified(unsigned workers) {
  VerifyPlan plan;
  plan.service = "things";
  plan.router = std::make_shared<const Router>(contract_of(things_contract));
  plan.base_url = "http://127.0.0.1:1";
  plan.workers = workers;
  plan.phases = {"coverage", "fuzz"};
  plan.connect = []() -> Send { return things; };
  return verify(plan);
}

const reports::OperationCoverage& of(const Verification& verification, const std::string& operation) {
  const auto found = std::find_if(verification.coverage.begin(), verification.coverage.end(),
                                  [&](const auto& one) { return one.operation == operation; });
  if (found == verification.coverage.end()) throw std::runtime_error(operation + " is not covered");
  return *found;
}

TEST(CoverageOfVerification, IsWhatCanBeCountedByHand) {
  for (const unsigned workers : {1u, 8u}) {
    const Verification verification = verified(workers);
    const auto& list = of(verification, "GET /things");
    EXPECT_EQ(list.successes, list.responses.at("200"));
    EXPECT_EQ(list.response_media.at("200 application/json"), list.responses.at("200"));
    EXPECT_EQ(list.request_branches, (BranchCoverage{2, 2, {}}));
    EXPECT_EQ(list.response_branches,
              (BranchCoverage{5, 7, {"200 body /*/state: \"lost\"", "200 body /*/note: string"}}));

    const auto& make = of(verification, "POST /things");
    EXPECT_GT(make.successes, 0u);
    EXPECT_EQ(make.responses.at("409"), 0u);
    EXPECT_EQ(make.request_branches, (BranchCoverage{6, 6, {}}));
    EXPECT_EQ(make.response_branches,
              (BranchCoverage{2,
                              9,
                              {"201 body /note: present", "201 body /state: \"paid\"", "201 body /state: \"lost\"",
                               "201 body /note: string", "201 body /note: null", "409 body: all 2"}}));
  }
}

TEST(CoverageOfVerification, SaysWhichOperationNeverSucceeded) {
  const Verification verification = verified(1);
  EXPECT_EQ(verification.check.outcome, reports::Outcome::passed);
  const auto& lost = of(verification, "GET /lost");
  EXPECT_GT(lost.requests, 0u);
  EXPECT_EQ(lost.successes, 0u);
  EXPECT_EQ(lost.request_branches, (BranchCoverage{}));
  EXPECT_THAT(verification.check.facts, Contains(HasSubstr("not exercised: GET /lost")));
}

}  // namespace
}  // namespace squall::tests
