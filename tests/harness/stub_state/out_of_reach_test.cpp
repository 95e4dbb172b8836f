// Collections of contracts that leave no way to say, or to do, what a memory would.

#include <gtest/gtest.h>

#include "harness/stub_state/state_answers.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

constexpr const char* kContract = R"(openapi: 3.0.3
info: {title: Grants, version: "1"}
paths:
  /grants:
    get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Grant"}}}}}}}
  /grants/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {$ref: "#/components/responses/Grant"}, "404": {description: none}}}
    patch:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {$ref: "#/components/responses/Grant"}, "404": {description: none}}
  /lines:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {$ref: "#/components/responses/Grant"}}
  /lines/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {$ref: "#/components/responses/Grant"}, "422": {description: refused}}}
    delete: {responses: {"204": {description: gone}, "422": {description: refused}}}
  /notes:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"201": {$ref: "#/components/responses/Grant"}}
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {$ref: "#/components/responses/Grant"}}}
    delete: {responses: {"204": {description: gone}}}
components:
  responses:
    Grant: {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Grant"}}}}
  schemas:
    Grant: {type: object, required: [id], properties: {id: {type: string}}}
)";

class OutOfReach : public testing::Test {
 protected:
  int status(const std::string& method, const std::string& target) {
    const contracts::http::Request request{
        method, target, {{"Content-Type", "application/json"}}, method == "POST" ? R"({"id":"a"})" : ""};
    const auto answer = state_.answer(request, router_->route(method, target)).response;
    return answer ? answer->status : 0;
  }
  std::shared_ptr<const contracts::match::Router> router_ =
      std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
  StateAnswers state_{router_, 1};
};

TEST_F(OutOfReach, WhatNobodyCanMakeIsLeftToTheContract) {
  EXPECT_EQ(status("GET", "/grants/a"), 0);
  EXPECT_EQ(status("PATCH", "/grants/a"), 0);
  EXPECT_EQ(status("GET", "/grants"), 0);
}

TEST_F(OutOfReach, WhatWasRemovedIsRefusedWhereNo404IsDeclared) {
  EXPECT_EQ(status("GET", "/lines/a"), 0);
  EXPECT_EQ(status("POST", "/lines"), 201);
  EXPECT_EQ(status("GET", "/lines/a"), 200);
  EXPECT_EQ(status("DELETE", "/lines/a"), 204);
  EXPECT_EQ(status("GET", "/lines/a"), 422);
  EXPECT_EQ(status("DELETE", "/lines/a"), 0) << "it need not be refused";
  EXPECT_EQ(status("POST", "/lines"), 201);
  EXPECT_EQ(status("GET", "/lines/a"), 200);
}

TEST_F(OutOfReach, WhatWasRemovedIsNotFoundWhereNoErrorIsDeclared) {
  EXPECT_EQ(status("GET", "/notes/a"), 0);
  EXPECT_EQ(status("POST", "/notes"), 201);
  EXPECT_EQ(status("DELETE", "/notes/a"), 204);
  EXPECT_EQ(status("GET", "/notes/a"), 404);
  EXPECT_EQ(status("DELETE", "/notes/a"), 0) << "gone is what the contract's 204 says";
  EXPECT_EQ(status("GET", "/notes/b"), 0) << "never there: left to the contract";
}

}  // namespace
}  // namespace squall::harness
