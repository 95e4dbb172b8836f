#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "contracts/schema/generate.h"
#include "tests/contracts/schema/compiled.h"
#include "tests/contracts/schema/real_schemas.h"
#include "tests/support/corpora.h"

namespace squall::contracts::schema {
namespace {
using tests::compiled;

struct Row {
  const char* name;
  const char* schema;
  std::set<std::string> expected;  // "pointer keyword"
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Negatives : public testing::TestWithParam<Row> {};

TEST_P(Negatives, BreakEachKeywordAlone) {
  const Schema schema = compiled(GetParam().schema);
  std::set<std::string> found;
  for (const Negative& negative : negatives(schema, Random(1, "test"))) {
    found.insert(negative.pointer + " " + negative.keyword);
    const auto violations = schema.validate(Document::of(negative.instance).root());
    ASSERT_FALSE(violations.empty());
    for (const SchemaViolation& violation : violations) EXPECT_EQ(violation.keyword, negative.keyword);
    EXPECT_NE(negative.summary, "");
  }
  EXPECT_EQ(found, GetParam().expected);
}

const Row kRows[] = {
    {"integer",
     R"({"type":"integer","minimum":1,"maximum":10,"multipleOf":2})",
     {" type", " minimum", " maximum", " multipleOf"}},
    {"text",
     R"({"type":"string","minLength":2,"maxLength":5,"pattern":"^[a-z]+$"})",
     {" type", " minLength", " maxLength", " pattern"}},
    {"enum", R"({"type":"string","enum":["a","b"]})", {" enum"}},
    {"format", R"({"type":"string","format":"uuid"})", {" type", " format"}},
    {"array",
     R"({"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3,"uniqueItems":true})",
     {" type", " minItems", " maxItems", " uniqueItems", "/0 type"}},
    {"object",
     R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"},"b":{"maxLength":3}},"additionalProperties":false})",
     {" type", " required", "/squallUndeclared additionalProperties", "/a type", "/b maxLength"}},
    {"reference",
     R"({"$ref":"#/$defs/x","$defs":{"x":{"type":"object","properties":{"n":{"$ref":"#/$defs/y"}}},"y":{"exclusiveMinimum":0}}})",
     {" type", "/n exclusiveMinimum"}},
    {"alternatives", R"({"properties":{"n":{"anyOf":[{"type":"string"},{"type":"null"}]}}})", {"/n anyOf"}},
    {"nothing_to_break", "{}", {}},
};
INSTANTIATE_TEST_SUITE_P(Rows, Negatives, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(NegativesOfRealSchemas, AreInvalidAndMany) {
  SQUALL_CORPUS(folder, "openapi-real");
  const tests::RealSchemas all = tests::load_real_schemas((folder / "twilio").string());
  std::map<std::string, int> by_keyword;
  for (const auto& [name, schema] : all.compiled) {
    for (const Negative& negative : negatives(schema, Random(1, "test", name))) {
      ++by_keyword[negative.keyword];
      EXPECT_FALSE(schema.valid(Document::of(negative.instance).root())) << name;
    }
  }
  std::cout << "twilio: " << all.compiled.size() << " schemas, negatives by keyword:";
  for (const auto& [keyword, count] : by_keyword) std::cout << ' ' << keyword << ' ' << count;
  std::cout << '\n';
  EXPECT_GT(by_keyword["type"], 1000);
  EXPECT_GT(by_keyword["pattern"], 100);
}

}  // namespace
}  // namespace squall::contracts::schema
