#include "contracts/match/changed_answer.h"

#include <gtest/gtest.h>

#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::contracts::match {
namespace {

using schema::Change;

const char* const kContract = R"(
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /things:
    get:
      responses:
        '200':
          description: ok
          headers: {X-Total: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: {id: {type: integer}, secret: {type: string, writeOnly: true}, note: {type: string}}
        '404': {description: none}
        5XX: {description: broken}
    post: {responses: {'200': {description: ok, content: {text/plain: {}}}, default: {description: any}}}
    put: {responses: {'204': {description: ok}, '400': {description: no}, '500': {description: no}, default: {description: any}}}
)";

class ChangedAnswers : public testing::Test {
 protected:
  const openapi::Operation& operation(const char* method) const { return *contract->find(method, "/things"); }
  std::optional<ChangedAnswer> flawed(const char* method, Flaw flaw, const FlawOptions& options = {}) const {
    return flawed_answer(*contract, operation(method), given, flaw, Random(1, "test"), options);
  }
  std::string rules(const ChangedAnswer& changed) const {
    std::string text;
    for (const auto& violation : validate_response(*contract, operation("GET"), "GET", changed.response))
      text += violation.rule + " ";
    return text;
  }

  const tests::ContractPointer contract = tests::contract_of(kContract);
  http::Response given{
      200, "", {{"Content-Type", "application/json"}, {"X-Total", "1"}, {"ETag", "e"}}, R"({"id":1,"note":"n"})"};
};

TEST_F(ChangedAnswers, StayInContract) {
  const auto changed = allowed_answer(*contract, operation("GET"), given, Change::fewer_members, Random(1, "test"));
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->response.body, R"({"id":1})");
  EXPECT_FALSE(changed->response.headers.contains("ETag"));
  EXPECT_EQ(rules(*changed), "");
}

TEST_F(ChangedAnswers, AreNotMadeOfWhatIsWrongAlready) {
  given.body = R"({"note":"n"})";
  EXPECT_FALSE(allowed_answer(*contract, operation("GET"), given, Change::fewer_members, Random(1, "test")));
  EXPECT_FALSE(flawed("GET", Flaw::body));
  EXPECT_FALSE(flawed("GET", Flaw::status));
}

TEST_F(ChangedAnswers, HaveOneThingWrong) {
  const std::pair<Flaw, const char*> rows[] = {{Flaw::body, "response.body.schema "},
                                               {Flaw::status, "response.status.undeclared "},
                                               {Flaw::media_type, "response.media-type.undeclared "},
                                               {Flaw::header, "response.header.required "}};
  for (const auto& [flaw, rule] : rows) {
    const auto changed = flawed("GET", flaw);
    ASSERT_TRUE(changed) << rule;
    EXPECT_EQ(rules(*changed), rule) << changed->what;
    EXPECT_NE(changed->what, "");
  }
}

TEST_F(ChangedAnswers, CanBeAskedFor) {
  EXPECT_EQ(flawed("GET", Flaw::status, {"", 418})->response.status, 418);
  EXPECT_FALSE(flawed("GET", Flaw::status, {"", 502}));  // a declared range
  EXPECT_EQ(flawed("GET", Flaw::body, {"required", std::nullopt})->response.body, R"({"note":"n"})");
  EXPECT_FALSE(flawed("GET", Flaw::body, {"maximum", std::nullopt}));
}

TEST_F(ChangedAnswers, AreNotMadeWhereTheContractSaysNothing) {
  EXPECT_FALSE(flawed("POST", Flaw::status));  // default
  EXPECT_FALSE(flawed("POST", Flaw::header));
  given = {200, "", {{"Content-Type", "text/plain"}}, "t"};
  EXPECT_FALSE(flawed("POST", Flaw::body));
  given = {204, "", {}, ""};
  EXPECT_FALSE(flawed("PUT", Flaw::media_type));
  EXPECT_FALSE(allowed_answer(*contract, operation("PUT"), given, Change::nulls, Random(1, "test")));
}

TEST_F(ChangedAnswers, ListWhatErrorsAreDeclared) {
  EXPECT_EQ(declared_errors(operation("GET")), (std::vector{404, 500}));
  EXPECT_EQ(declared_errors(operation("POST")), (std::vector{500}));
  EXPECT_EQ(declared_errors(operation("PUT")), (std::vector{400, 500}));
}

}  // namespace
}  // namespace squall::contracts::match
