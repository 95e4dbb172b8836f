// What is generated conforms, what is meant to be wrong is wrong, and the same seed makes the same.

#include "contracts/match/message_generator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Random;
using contracts::http::Request;
using contracts::schema::Flavour;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: t, version: '1'}
servers: [{url: /api}]
paths:
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, minLength: 1, maxLength: 12}}]
    put:
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer, minimum: 1, maximum: 100}}
        - {name: tags, in: query, explode: false, schema: {type: array, minItems: 1, items: {type: string, enum: [a, b]}}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, required: [state], properties: {state: {type: string, enum: [open]}}}}
        - {name: X-Mode, in: header, schema: {type: string, enum: [fast, slow]}}
        - {name: session, in: cookie, schema: {type: integer}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Order'}
            examples:
              small: {value: {sku: abc, quantity: 1}}
              large: {value: {sku: xyz, quantity: 99}}
              wrong: {value: {sku: 5}}
      responses:
        '200':
          description: ok
          headers: {X-Left: {required: true, schema: {type: integer, minimum: 0}}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Order'}}
            text/plain: {schema: {type: string, enum: [fine]}}
        '404': {description: none, content: {application/json: {example: {reason: gone}, schema: {type: object, required: [reason]}}}}
        '204': {description: nothing}
        default: {description: other}
components:
  schemas:
    Order:
      type: object
      required: [sku, quantity]
      additionalProperties: false
      properties:
        sku: {type: string, minLength: 3, maxLength: 10}
        quantity: {type: integer, minimum: 1, maximum: 99}
        note: {type: string, nullable: true}
)";

class Generated : public testing::Test {
 protected:
  ContractPointer contract_ = contract_of(yaml);
  Router router_{contract_};
  const contracts::openapi::Operation& operation_ = contract_->operations.at(0);

  static Random random(std::uint64_t index) { return Random(7, "test", "", index); }
};

std::string problems(const std::vector<contracts::Violation>& violations) {
  std::string text;
  for (const auto& violation : violations)
    text += violation.rule + " " + violation.where + violation.pointer + ": " + violation.message + "\n";
  return text;
}

TEST_F(Generated, RequestsAreValidInEveryFlavour) {
  for (const Flavour flavour : {Flavour::minimal, Flavour::typical, Flavour::maximal}) {
    for (std::uint64_t i = 0; i < 40; ++i) {
      const auto made = valid_request(*contract_, operation_, random(i), flavour);
      ASSERT_TRUE(made) << to_string(made.error());
      EXPECT_EQ(made->request.method, "PUT");
      EXPECT_EQ(made->request.target.rfind("/api/orders/", 0), 0u) << made->request.target;
      EXPECT_EQ(router_.route("PUT", made->request.target).operation, &operation_) << made->request.target;
      EXPECT_EQ(problems(validate_request(router_, made->request)), "") << made->request.target << "\n"
                                                                        << made->request.body;
    }
  }
}

TEST_F(Generated, MaximalRequestsHaveEverything) {
  const auto made = valid_request(*contract_, operation_, random(0), Flavour::maximal);
  ASSERT_TRUE(made);
  EXPECT_THAT(made->parameters, testing::UnorderedElementsAre("path.id", "query.limit", "query.tags", "query.filter",
                                                              "header.X-Mode", "cookie.session"));
  EXPECT_TRUE(made->request.headers.contains("Cookie"));
}

TEST_F(Generated, KnownValuesAreUsed) {
  const auto made =
      valid_request(*contract_, operation_, random(0), Flavour::minimal, {{"id", contracts::Value("order-9")}});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->request.target.rfind("/api/orders/order-9?", 0), 0u) << made->request.target;
}

TEST_F(Generated, KnownValuesAreUsedInQueriesAndBodies) {
  const contracts::match::KnownValues known = {{"query.limit", contracts::Value(42)},
                                               {"/sku", contracts::Value("known")},
                                               {"/note", contracts::Value("noted")},
                                               {"/elsewhere", contracts::Value("x")}};
  const auto made = valid_request(*contract_, operation_, random(0), Flavour::minimal, known);
  ASSERT_TRUE(made);
  EXPECT_THAT(made->request.target, testing::HasSubstr("limit=42"));
  EXPECT_THAT(made->request.body,
              testing::AllOf(testing::HasSubstr("\"sku\":\"known\""), testing::HasSubstr("\"note\":\"noted\"")));
  EXPECT_EQ(problems(validate_request(router_, made->request)), "");
  for (const RequestCase& negative : negative_requests(*contract_, operation_, random(0), known)) {
    if (negative.where != "body" || negative.pointer != "/quantity") continue;
    EXPECT_THAT(negative.request.body, testing::HasSubstr("\"sku\":\"known\""));
  }
}

TEST_F(Generated, KnownValuesThatAreNotValidAreLeftOut) {
  const auto made =
      valid_request(*contract_, operation_, random(0), Flavour::minimal, {{"/quantity", contracts::Value("many")}});
  ASSERT_TRUE(made);
  EXPECT_EQ(problems(validate_request(router_, made->request)), "");
}

TEST_F(Generated, NegativesAreOfTheWaysInWhichProvidersGoWrong) {
  std::set<std::string> bodies;
  std::set<std::string> targets;
  for (const RequestCase& made : negative_requests(*contract_, operation_, random(0))) {
    bodies.insert(made.request.body);
    if (made.where == "header.X-Mode") targets.insert(made.request.headers.get("X-Mode").data());
  }
  const auto has = [&bodies](const char* text) {
    return std::any_of(bodies.begin(), bodies.end(),
                       [text](const auto& body) { return body.find(text) != std::string::npos; });
  };
  EXPECT_TRUE(has("\"quantity\":\""));  // a number as text
  EXPECT_TRUE(has("\"quantity\":null"));
  EXPECT_TRUE(has("\"sku\":\"\xc3\xa9\xc3\xa9\""));  // too few characters, enough bytes
  EXPECT_TRUE(targets.contains("FAST") || targets.contains("SLOW"));
}

TEST_F(Generated, IsTheSameForTheSameSeed) {
  for (std::uint64_t i = 0; i < 5; ++i) {
    EXPECT_EQ(valid_request(*contract_, operation_, random(i))->request,
              valid_request(*contract_, operation_, random(i))->request);
  }
  EXPECT_NE(valid_request(*contract_, operation_, random(0))->request,
            valid_request(*contract_, operation_, random(1))->request);
}

TEST_F(Generated, NegativesAreWrongInTheirPartOnly) {
  const auto cases = negative_requests(*contract_, operation_, random(0));
  std::set<std::string> kinds;
  for (const RequestCase& made : cases) {
    const auto violations = validate_request(router_, made.request);
    ASSERT_FALSE(violations.empty()) << made.summary << "\n" << made.request.target << "\n" << made.request.body;
    for (const auto& violation : violations) EXPECT_EQ(violation.where, made.where) << made.summary;
    kinds.insert(made.where + made.pointer + " " + made.keyword);
  }
  for (const char* expected :
       {"query.limit required", "query.limit type", "query.limit minimum", "query.limit maximum", "header.X-Mode enum",
        "cookie.session type", "body required", "body malformed", "body/sku minLength", "body/sku maxLength",
        "body/quantity minimum", "body/quantity maximum", "body/quantity type",
        "body/squallUndeclared additionalProperties"}) {
    EXPECT_EQ(kinds.count(expected), 1u) << expected << " is not among " << testing::PrintToString(kinds);
  }
}

TEST_F(Generated, ANumberWhereTextIsWantedIsNoNegativeOnTheWire) {
  for (const RequestCase& made : negative_requests(*contract_, operation_, random(0))) {
    EXPECT_FALSE(made.where == "path.id" && made.keyword == "type") << made.request.target;
  }
}

TEST_F(Generated, ExamplesBecomeRequestsUnlessTheyAreWrong) {
  const auto cases = example_requests(*contract_, operation_, random(0));
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].summary, "example 'small'");
  EXPECT_EQ(cases[0].request.body, R"({"sku":"abc","quantity":1})");
  EXPECT_EQ(cases[1].request.body, R"({"sku":"xyz","quantity":99})");
  for (const RequestCase& made : cases) EXPECT_EQ(problems(validate_request(router_, made.request)), "");
}

TEST_F(Generated, ResponsesAreValid) {
  for (const int status : {0, 200, 204, 404, 418}) {
    for (std::uint64_t i = 0; i < 20; ++i) {
      const auto made = make_response(*contract_, operation_, status, random(i));
      ASSERT_TRUE(made) << to_string(made.error());
      EXPECT_EQ(made->status, status == 0 ? 200 : status);
      EXPECT_EQ(problems(validate_response(*contract_, operation_, "PUT", *made)), "") << made->body;
    }
  }
  EXPECT_EQ(make_response(*contract_, operation_, 404, random(0))->body, R"({"reason":"gone"})");
}

TEST_F(Generated, ResponsesFollowAccept) {
  EXPECT_EQ(make_response(*contract_, operation_, 200, random(0), "text/plain")->body, "fine");
  EXPECT_EQ(make_response(*contract_, operation_, 200, random(0), "application/json;q=0.5, text/*")->body, "fine");
  EXPECT_EQ(make_response(*contract_, operation_, 200, random(0), "*/*")->headers.get("Content-Type"),
            "application/json");
  EXPECT_FALSE(make_response(*contract_, operation_, 200, random(0), "image/png"));
}

TEST(Curl, IsQuotedForTheShell) {
  Request request;
  request.method = "POST";
  request.target = "/a?b=1&c='";
  request.headers = {{"Authorization", "Bearer secret"}, {"X-Empty", ""}, {"X-Quote", "it's"}};
  request.body = "{\"a\": 'b'}";
  EXPECT_EQ(to_curl(request, "http://127.0.0.1:80/", {{"Authorization", "${env.TOKEN}"}}),
            "curl -i -X POST 'http://127.0.0.1:80/a?b=1&c='\\''' -H \"Authorization: ${env.TOKEN}\" -H 'X-Empty;' "
            "-H 'X-Quote: it'\\''s' --data-raw '{\"a\": '\\''b'\\''}'");
  request = Request{};
  request.body = "a\x01'\\";
  EXPECT_EQ(to_curl(request, "http://h"), "curl -i -X GET 'http://h/' --data-raw $'a\\x01\\'\\\\'");
}

TEST(ValidRequest, SaysTheLengthThatItsBodyHas) {
  const auto contract = contract_of(R"(
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /files:
    put:
      parameters: [{name: Content-Length, in: header, required: true, schema: {type: number, minimum: 1, maximum: 99}}]
      requestBody: {required: true, content: {text/plain: {schema: {type: string, minLength: 5}}}}
      responses: {"200": {description: ok}}
)");
  const auto made = valid_request(*contract, contract->operations.front(), contracts::Random(1, "test"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->request.headers.get("Content-Length"), std::to_string(made->request.body.size()));
}

}  // namespace
}  // namespace squall::tests
