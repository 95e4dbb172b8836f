// Valid instances with one thing special each: what is expected is there, everything is valid, nothing is there twice.

#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "contracts/schema/decimal_step.h"
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
  std::set<std::string> expected;  // instances that must be among them
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Variants : public testing::TestWithParam<Row> {};

TEST_P(Variants, HaveWhatIsSpecial) {
  const Schema schema = compiled(GetParam().schema);
  std::set<std::string> found;
  for (const Variant& variant : variants(schema, Random(1, "test"))) {
    const std::string text = to_json(variant.instance);
    EXPECT_TRUE(schema.valid(Document::of(variant.instance).root())) << text;
    EXPECT_TRUE(found.insert(text).second) << text << " is there twice";
    EXPECT_NE(variant.summary, "");
  }
  for (const std::string& expected : GetParam().expected) {
    EXPECT_TRUE(found.contains(expected)) << expected << " is not among " << testing::PrintToString(found);
  }
}

const Row kRows[] = {
    {"integer", R"({"type":"integer","minimum":1,"maximum":10})", {"1", "2", "9", "10"}},
    {"exclusive", R"({"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":10})", {"2", "3", "8", "9"}},
    {"number_bounds", R"({"type":"number","minimum":0.5,"exclusiveMaximum":1})", {"0.5", "0.51", "0.99"}},
    {"multiples", R"({"type":"number","minimum":1,"maximum":2,"multipleOf":0.25})", {"1", "1.25", "1.75", "2"}},
    {"odd_multiples", R"({"type":"integer","minimum":1,"maximum":100,"multipleOf":7})", {"7", "14", "98", "91"}},
    {"no_bounds", R"({"type":"integer"})", {"0", "-1", "2147483647", "2147483648", "-2147483648"}},
    {"int32", R"({"type":"integer","format":"int32","minimum":0})", {"0", "1", "2147483647"}},
    {"int64", R"({"type":"integer","format":"int64"})", {"9223372036854775807", "-9223372036854775808"}},
    {"text_lengths",
     R"({"type":"string","minLength":2,"maxLength":5})",
     {"\"bbb\"", "\"bbbb\"", "\"\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\"", "\"e\u0301e\u0301e\""}},
    {"free_text",
     R"({"type":"string"})",
     {"\"\"", "\"0\"", "\"null\"", "\"a\\nb\\tc\"", "\"Zo\u00eb \u65e5\u672c \U0001F600\""}},
    {"date", R"({"type":"string","format":"date"})", {"\"2024-02-29\""}},
    {"enumeration", R"({"enum":["a","b",3,null]})", {"\"a\"", "\"b\"", "3", "null"}},
    {"constant", R"({"const":{"a":1}})", {R"({"a":1})"}},
    {"boolean", R"({"type":"boolean"})", {"true", "false"}},
    {"kinds", R"({"type":["boolean","null"]})", {"true", "false", "null"}},
    {"properties",
     R"({"type":"object","required":["a"],"properties":{"a":{"const":1},"b":{"const":2},"c":{"const":3}}})",
     {R"({"a":1})", R"({"a":1,"b":2})", R"({"a":1,"c":3})", R"({"a":1,"b":2,"c":3})"}},
    {"additional",
     R"({"type":"object","additionalProperties":{"const":1}})",
     {"{}", R"({"property1":1,"property2":1,"squallExtra":1})"}},
    {"array", R"({"type":"array","items":{"const":1},"maxItems":4})", {"[]", "[1]", "[1,1,1]", "[1,1,1,1]"}},
    {"branches",
     R"({"oneOf":[{"type":"object","required":["a"],"properties":{"a":{"const":1}}},{"const":"b"},{"type":"null"}]})",
     {R"({"a":1})", "\"b\"", "null"}},
    {"nested_branches",
     R"({"type":"object","properties":{"x":{"anyOf":[{"const":1},{"const":"b"}]}},"required":["x"]})",
     {R"({"x":1})", R"({"x":"b"})"}},
    {"recursive", R"({"type":"object","properties":{"next":{"$ref":"#"},"n":{"const":1}}})", {"{}", R"({"n":1})"}},
    {"impossible", R"({"allOf":[{"type":"string"},{"type":"integer"}]})", {}},
};
INSTANTIATE_TEST_SUITE_P(Rows, Variants, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(VariantsOf, PatternsAreShortLongAndUnusual) {
  const Schema schema = compiled(R"({"type":"string","pattern":"^[^/]{1,40}$","maxLength":30})");
  std::size_t shortest = 1000;
  std::size_t longest = 0;
  bool unusual = false;
  for (const Variant& variant : variants(schema, Random(1, "test"))) {
    shortest = std::min(shortest, variant.instance.text().size());
    longest = std::max(longest, variant.instance.text().size());
    for (const char c : variant.instance.text()) unusual = unusual || static_cast<unsigned char>(c) >= 0x80;
  }
  EXPECT_EQ(shortest, 1u);
  EXPECT_GE(longest, 20u);
  EXPECT_TRUE(unusual);
}

TEST(VariantsOf, UnboundedTextAreLongToo) {
  std::size_t longest = 0;
  for (const Variant& variant : variants(compiled(R"({"type":"string"})"), Random(1, "test")))
    longest = std::max(longest, variant.instance.text().size());
  EXPECT_EQ(longest, 10'000u);
}

TEST(VariantsOf, ADirectionLeaveOutWhatDoesNotTravel) {
  const Schema schema =
      compiled(R"({"type":"object","properties":{"id":{"const":1,"readOnly":true},"n":{"const":2}}})");
  VariantOptions options;
  options.direction = Direction::request;
  for (const Variant& variant : variants(schema, Random(1, "test"), options)) {
    EXPECT_EQ(variant.instance.find("id"), nullptr);
  }
}

TEST(VariantsOf, RealSchemasAreValidAndBounded) {
  SQUALL_CORPUS(folder, "openapi-real");
  const tests::RealSchemas all = tests::load_real_schemas((folder / "twilio").string());
  std::size_t made = 0;
  VariantOptions options;
  options.most = 100;
  for (const auto& [name, schema] : all.compiled) {
    const auto some = variants(schema, Random(1, "test", name), options);
    EXPECT_LE(some.size(), 100u);
    made += some.size();
    for (const Variant& variant : some) EXPECT_TRUE(schema.valid(Document::of(variant.instance).root())) << name;
  }
  std::cout << "twilio: " << all.compiled.size() << " schemas, " << made << " variants\n";
  EXPECT_GT(made, all.compiled.size() * 4);
}

TEST(DecimalStep, IsExact) {
  EXPECT_EQ(stepped("0.1", 2, "0.1"), "0.3");
  EXPECT_EQ(stepped("-1", 1, "0.01"), "-0.99");
  EXPECT_EQ(stepped("100", -1, "1"), "99");
  EXPECT_EQ(stepped("1e3", 1, "1"), std::nullopt);
  EXPECT_EQ(stepped("999999999999999999999", 1, "1"), std::nullopt);
  EXPECT_EQ(rounded("1", "7", false), "7");
  EXPECT_EQ(rounded("-1", "7", true), "-7");
  EXPECT_EQ(rounded("0.55", "0.25", true), "0.5");
  EXPECT_EQ(finest_unit({"1.5", "0.25"}), "0.01");
  EXPECT_EQ(finest_unit({"10"}), "1");
}

}  // namespace
}  // namespace squall::contracts::schema
