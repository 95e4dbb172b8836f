// Requests with one thing special each, and what they shrink to.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "contracts/match/message_generator.h"
#include "contracts/match/simpler_value.h"
#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Document;
using contracts::Random;
using contracts::Value;
using testing::Contains;
using testing::HasSubstr;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1, maximum: 500}}]
    put:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
        - {name: mode, in: query, required: true, schema: {type: string, enum: [fast, slow]}}
        - {name: tags, in: query, schema: {type: array, items: {type: string, enum: [a]}}}
        - {name: X-Note, in: header, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties:
                sku: {type: string, minLength: 3, maxLength: 10}
                quantity: {type: integer, minimum: 1, maximum: 99}
                note: {type: string, nullable: true}
                lines: {type: array, maxItems: 3, items: {type: object, properties: {n: {type: integer}}}}
          application/x-www-form-urlencoded:
            schema: {type: object, required: [sku], properties: {sku: {type: string}}}
      responses: {'200': {description: ok}}
)";

class CoverageOfRequests : public testing::Test {
 protected:
  ContractPointer contract_ = contract_of(yaml);
  Router router_{contract_};
  const contracts::openapi::Operation& operation_ = contract_->operations.at(0);
  Random random_{7, "test"};
};

TEST_F(CoverageOfRequests, NamesWhatIsSpecialAndIsValid) {
  std::set<std::string> summaries;
  std::set<std::string> wire;
  for (const RequestCase& made : coverage_requests(*contract_, operation_, random_)) {
    EXPECT_TRUE(validate_request(router_, made.request).empty()) << made.summary;
    std::string text = made.request.target + made.request.body;
    for (const auto& header : made.request.headers) text += header.name + header.value;
    EXPECT_TRUE(wire.insert(text).second) << made.summary;
    summaries.insert(made.summary);
  }
  for (const char* expected :
       {"only what is required", "everything", "path.id is 500, its maximum", "query.limit is 100, its maximum",
        "query.limit is 99, next to its maximum", "query.limit is there alone", "query.limit is absent alone",
        "query.mode is \"slow\"", "query.tags has several items",
        "body as application/json /quantity is 99, its maximum", "body as application/json /note is null",
        "body as application/json lacks 'note'", "body as application/json has 'note' alone",
        "body as application/json /lines is empty", "body as application/json /lines has its maxItems"}) {
    EXPECT_THAT(summaries, Contains(expected));
  }
  EXPECT_THAT(summaries, Contains(HasSubstr("body as application/x-www-form-urlencoded")));
}

TEST_F(CoverageOfRequests, KeepsToItsBoundAndLeavesNoPartOut) {
  std::set<std::string> parts;
  const auto cases = coverage_requests(*contract_, operation_, random_, {}, 14);
  EXPECT_EQ(cases.size(), 14u);
  for (const RequestCase& made : cases) parts.insert(made.where);
  EXPECT_THAT(parts, testing::IsSupersetOf({"", "path.id", "query.limit", "query.mode", "query.tags", "body"}));
}

TEST_F(CoverageOfRequests, DuplicatesGiveEachSingleValueTwice) {
  std::set<std::string> where;
  for (const RequestCase& made : duplicate_requests(*contract_, operation_, random_)) {
    where.insert(made.where);
    if (made.where != "query.limit") continue;
    const auto first = made.request.target.find("limit=");
    EXPECT_NE(made.request.target.find("limit=", first + 1), std::string::npos) << made.request.target;
  }
  EXPECT_EQ(where, (std::set<std::string>{"query.limit", "query.mode", "header.X-Note"}));
}

// Delta debugging as a phase does it: the first simpler case that still shows the failure.
template <class Fails>
RequestCase shrunk(RequestCase made, const Fails& fails) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (RequestCase& simple : simpler(made)) {
      if (!fails(simple)) continue;
      made = std::move(simple);
      smaller = true;
      break;
    }
  }
  return made;
}

TEST_F(CoverageOfRequests, ShrinkToWhatFails) {
  auto everything = valid_request(*contract_, operation_, random_, contracts::schema::Flavour::maximal);
  ASSERT_TRUE(everything);
  const auto fails = [](const RequestCase& made) { return made.request.body.find("\"n\"") != std::string::npos; };
  ASSERT_TRUE(fails(*everything)) << everything->request.body;
  const RequestCase least = shrunk(*everything, fails);
  EXPECT_EQ(least.request.body, R"({"sku":"aaa","lines":[{"n":0}]})");
  EXPECT_EQ(least.request.target, "/orders/1?mode=fast");
  EXPECT_TRUE(validate_request(router_, least.request).empty());
}

TEST_F(CoverageOfRequests, ShrunkNegativesKeepTheirFault) {
  for (const RequestCase& made : negative_requests(*contract_, operation_, random_)) {
    for (const RequestCase& simple : simpler(made)) {
      const auto violations = validate_request(router_, simple.request);
      ASSERT_FALSE(violations.empty()) << made.summary << "\n" << simple.request.target << "\n" << simple.request.body;
      for (const auto& violation : violations) EXPECT_EQ(violation.where, made.where);
      EXPECT_LE(simple.request.target.size() + simple.request.body.size(),
                made.request.target.size() + made.request.body.size() + 40);
    }
  }
}

TEST_F(CoverageOfRequests, KnownValuesStayWhileTheRestShrinks) {
  const auto made =
      valid_request(*contract_, operation_, random_, contracts::schema::Flavour::maximal, {{"id", Value(417)}});
  ASSERT_TRUE(made);
  const RequestCase least = shrunk(*made, [](const RequestCase&) { return true; });
  EXPECT_EQ(least.request.target, "/orders/417?mode=fast");
  EXPECT_EQ(least.request.body, "");
}

TEST(SimplerValues, AreSimplerEverywhere) {
  const Value value(Document::parse_json(R"({"a":[10,"xyz"],"b":true})")->root());
  std::set<std::string> found;
  for (const Value& simple : simpler_values(value, 200)) found.insert(to_json(simple));
  for (const char* expected :
       {"{}", R"({"a":[10,"xyz"]})", R"({"b":true})", R"({"a":[],"b":true})", R"({"a":[0,"xyz"],"b":true})",
        R"({"a":[10,""],"b":true})", R"({"a":[10,"xyz"],"b":false})"}) {
    EXPECT_TRUE(found.contains(expected)) << expected;
  }
  EXPECT_EQ(simpler_values(value, 3).size(), 3u);
}

}  // namespace
}  // namespace squall::tests
