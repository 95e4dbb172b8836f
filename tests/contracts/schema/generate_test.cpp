#include "contracts/schema/generate.h"

#include <gtest/gtest.h>

#include <iostream>

#include "tests/contracts/schema/compiled.h"
#include "tests/contracts/schema/real_schemas.h"
#include "tests/support/corpora.h"

namespace squall::contracts::schema {
namespace {
using tests::compiled;

struct Row {
  const char* name;
  const char* schema;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Generates : public testing::TestWithParam<Row> {};

TEST_P(Generates, InEveryFlavourAndTheSameAgain) {
  const Schema schema = compiled(GetParam().schema);
  for (const Flavour flavour : {Flavour::minimal, Flavour::typical, Flavour::maximal}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      GenerateOptions options;
      options.flavour = flavour;
      const auto value = generate(schema, Random(seed, "test"), options);
      ASSERT_TRUE(value) << "seed " << seed;
      EXPECT_TRUE(schema.valid(Document::of(*value).root()));
      EXPECT_EQ(generate(schema, Random(seed, "test"), options), value);
    }
  }
}

const Row kRows[] = {
    {"anything", "{}"},
    {"integer", R"({"type":"integer","minimum":10,"exclusiveMaximum":12})"},
    {"decimal", R"({"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.01})"},
    {"multiple", R"({"type":"number","multipleOf":0.05,"minimum":1,"maximum":1.2})"},
    {"two_multiples", R"({"type":"integer","multipleOf":6,"allOf":[{"multipleOf":4}],"minimum":1})"},
    {"huge", R"({"type":"integer","minimum":9007199254740993})"},
    {"negative", R"({"type":"integer","maximum":-5})"},
    {"lengths", R"({"type":"string","minLength":30,"maxLength":31})"},
    {"pattern", R"({"type":"string","pattern":"^[A-Z]{2}[0-9]{2}(-[a-z]+)?$"})"},
    {"pattern_and_length", R"({"type":"string","pattern":"^[a-z]+$","minLength":12,"maxLength":14})"},
    {"unicode_pattern", R"({"type":"string","pattern":"^\\p{Lu}\\u00e4[^a-z]$"})"},
    {"formats",
     R"({"type":"array","prefixItems":[{"format":"date-time"},{"format":"uuid"},{"format":"ipv6"},{"format":"duration"}],"minItems":4,"items":false})"},
    {"unique", R"({"type":"array","items":{"enum":[1,2,3]},"uniqueItems":true,"minItems":3})"},
    {"contains", R"({"type":"array","items":{"type":"integer"},"contains":{"minimum":1000},"minContains":2})"},
    {"required",
     R"({"required":["a","b"],"properties":{"a":{"type":"string"}},"additionalProperties":{"type":"integer"}})"},
    {"all_of",
     R"({"allOf":[{"properties":{"a":{"minimum":3}},"required":["a"]},{"properties":{"a":{"type":"integer","maximum":3}}}]})"},
    {"one_of", R"({"oneOf":[{"type":"integer","multipleOf":3},{"type":"integer","multipleOf":5}]})"},
    {"conditional",
     R"({"properties":{"k":{"enum":["a","b"]}},"required":["k"],"if":{"properties":{"k":{"const":"a"}}},"then":{"required":["x"]},"else":{"required":["y"]}})"},
    {"dependent",
     R"({"type":"object","properties":{"a":{},"b":{}},"dependentRequired":{"a":["c"]},"dependentSchemas":{"b":{"required":["d"]}}})"},
    {"map",
     R"({"type":"object","patternProperties":{"^x-[a-z]+$":{"type":"integer"}},"additionalProperties":false,"minProperties":2})"},
    {"names", R"({"type":"object","propertyNames":{"pattern":"^[a-c]{3}$"},"minProperties":2})"},
    {"recursion", R"({"type":"object","properties":{"next":{"$ref":"#"},"v":{"type":"integer"}},"required":["v"]})"},
    {"list_of_itself",
     R"({"type":"object","properties":{"c":{"type":"array","items":{"$ref":"#"}}},"required":["c"]})"},
    {"negation", R"({"type":"integer","minimum":0,"maximum":3,"not":{"enum":[0,1]}})"},
};
INSTANTIATE_TEST_SUITE_P(Rows, Generates, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(Generate, SaysWhenThereIsNoInstance) {
  EXPECT_EQ(generate(compiled("false"), Random(1, "test")), std::nullopt);
  EXPECT_EQ(
      generate(compiled(R"({"type":"object","properties":{"n":{"$ref":"#"}},"required":["n"]})"), Random(1, "test")),
      std::nullopt);
  EXPECT_EQ(generate(compiled(R"({"type":"integer","minimum":5,"maximum":4})"), Random(1, "test")), std::nullopt);
  EXPECT_EQ(generate(compiled(R"({"type":"string","pattern":"^[A-Z]+$B"})"), Random(1, "test")), std::nullopt);
}

TEST(Generate, LeavesOutWhatNoTextCanBe) {
  const Schema schema = compiled(
      R"({"type":"object","properties":{"a":{"type":"string","pattern":"^[A-Z]+$B"},"b":{"type":"string"}},"required":["b"]})");
  GenerateOptions options;
  options.flavour = Flavour::maximal;
  const auto value = generate(schema, Random(1, "test"), options);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->find("a"), nullptr);
  EXPECT_NE(value->find("b"), nullptr);
}

TEST(Generate, PrefersExamplesWhenAsked) {
  const Schema schema =
      compiled(R"({"type":"object","properties":{"a":{"type":"string","example":"given"}},"required":["a"]})");
  GenerateOptions options;
  options.prefer_examples = true;
  EXPECT_EQ(generate(schema, Random(1, "test"), options), Value(Object{{"a", "given"}}));
}

TEST(Generate, MindsTheDirection) {
  const Schema schema = compiled(
      R"({"type":"object","required":["id","pw"],"properties":{"id":{"type":"integer","readOnly":true},"pw":{"type":"string","writeOnly":true}}})");
  GenerateOptions options;
  options.direction = Direction::request;
  const auto request = generate(schema, Random(1, "test"), options);
  options.direction = Direction::response;
  const auto response = generate(schema, Random(1, "test"), options);
  ASSERT_TRUE(request && response);
  EXPECT_EQ(request->find("id"), nullptr);
  EXPECT_NE(request->find("pw"), nullptr);
  EXPECT_NE(response->find("id"), nullptr);
  EXPECT_EQ(response->find("pw"), nullptr);
}

TEST(Generate, RealSchemas) {
  SQUALL_CORPUS(folder, "openapi-real");
  const tests::RealSchemas all = tests::load_real_schemas(folder.string());
  for (const std::string& error : all.refused) std::cout << "  refused: " << error << '\n';
  int made = 0;
  int tried = 0;
  for (const auto& [name, schema] : all.compiled) {
    for (const Direction direction : {Direction::request, Direction::response}) {
      GenerateOptions options;
      options.direction = direction;
      options.flavour = static_cast<Flavour>(tried / 2 % 3);
      ++tried;
      if (generate(schema, Random(1, "test", name), options)) {
        ++made;
      } else {
        std::cout << "  no instance: " << name << '\n';
      }
    }
  }
  std::cout << "openapi-real: " << all.documents << " documents, " << all.compiled.size() << " schemas compiled, "
            << all.refused.size() << " refused; instances found for " << made << " of " << tried << '\n';
  EXPECT_GT(all.compiled.size(), 1000u);
  EXPECT_GE(made * 1000, tried * 998);
}

}  // namespace
}  // namespace squall::contracts::schema
