// The whole query as one parameter (OAS 3.2.0, `in: querystring`).

#include <gtest/gtest.h>

#include "contracts/match/message_generator.h"
#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Random;

ContractPointer with_query(const std::string& required, const std::string& content) {
  return contract_of(
      "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      parameters: [{name: "
      "q, in: querystring, required: " +
      required + ", content: {" + content + "}}]\n      responses: {'200': {description: ok}}\n");
}

constexpr const char* form =
    "application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: integer}, l: "
    "{type: array, items: {type: string}}}}}";
constexpr const char* json = "application/json: {schema: {type: object, required: [n]}}";
constexpr const char* text = "text/plain: {schema: {type: string, maxLength: 4}}";

struct Row {
  const char* name;
  const char* content;
  const char* target;
  const char* expected;  // "rule where pointer keyword"
  const char* required = "true";
};
std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class QueryStrings : public testing::TestWithParam<Row> {};

TEST_P(QueryStrings, AreJudged) {
  const Row& row = GetParam();
  const Router router(with_query(row.required, row.content));
  contracts::http::Request request;
  request.target = row.target;
  std::string found;
  for (const auto& violation : validate_request(router, request))
    found += violation.rule + " " + violation.where + violation.pointer + " " + violation.keyword;
  EXPECT_EQ(found, row.expected);
}

const Row kRows[] = {
    {"form", form, "/a?a=1&l=x&l=y", ""},
    {"form_type", form, "/a?a=x", "request.query.schema query.q/a type"},
    {"form_required", form, "/a?l=1", "request.query.schema query.q required"},
    {"form_twice", form, "/a?a=1&a=2", "request.query.schema query.q/a type"},
    {"none", form, "/a", "request.query.required query.q required"},
    {"none_is_needed", form, "/a", "", "false"},
    {"json", json, "/a?%7B%22n%22%3A1%7D", ""},
    {"json_required", json, "/a?%7B%7D", "request.query.schema query.q required"},
    {"json_broken", json, "/a?%7B", "request.query.malformed query.q "},
    {"text", text, "/a?a%3Db", ""},
    {"text_long", text, "/a?a%3Dbcd", "request.query.schema query.q maxLength"},
};
INSTANTIATE_TEST_SUITE_P(All, QueryStrings, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(QueryString, IsWrittenAsItIsRead) {
  for (const char* content : {form, json, text}) {
    const auto contract = with_query("true", content);
    const Router router(contract);
    const auto& operation = contract->operations.at(0);
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const auto made = valid_request(*contract, operation, Random(seed, "query string"));
      ASSERT_TRUE(made) << to_string(made.error());
      EXPECT_NE(contracts::http::query_of(made->request.target), "");
      EXPECT_TRUE(validate_request(router, made->request).empty()) << made->request.target;
    }
    EXPECT_FALSE(negative_requests(*contract, operation, Random(1, "negatives")).empty());
    EXPECT_FALSE(coverage_requests(*contract, operation, Random(1, "coverage")).empty());
    EXPECT_TRUE(duplicate_requests(*contract, operation, Random(1, "duplicates")).empty());
  }
}

TEST(QueryString, TakesItsExamples) {
  const auto contract = with_query("true", std::string(form).substr(0, std::string(form).size() - 1) +
                                               ", examples: {two: {value: {a: 1, l: [x, y]}}}}");
  const auto cases = example_requests(*contract, contract->operations.at(0), Random(1, "examples"));
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases[0].request.target, "/a?a=1&l=x&l=y");
}

}  // namespace
}  // namespace squall::tests
