// Samples: every member that can be made is shown, whatever cannot be made beside it, and the whole is valid.

#include <gtest/gtest.h>

#include "contracts/schema/generate.h"
#include "tests/contracts/schema/compiled.h"

namespace squall::contracts::schema {
namespace {
using tests::compiled;

struct Row {
  const char* name;
  const char* member;  // the schema of `it`, which stands beside `name` and `price`
  const char* shown;   // "" for whatever is valid
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::optional<Value> sample(const Schema& schema, std::uint64_t seed = 1) {
  GenerateOptions options;
  options.flavour = Flavour::sample;
  options.direction = Direction::response;
  return generate(schema, Random(seed, "test"), options);
}

class ShowsMember : public testing::TestWithParam<Row> {};

TEST_P(ShowsMember, AndItsSiblings) {
  for (const bool required : {false, true}) {
    const Schema schema = compiled(std::string(R"({"type":"object",)") + (required ? R"("required":["it"],)" : "") +
                                   R"("properties":{"name":{"type":"string"},"it":)" + GetParam().member +
                                   R"(,"price":{"type":"number"}}})");
    const auto value = sample(schema);
    ASSERT_TRUE(value);
    EXPECT_TRUE(schema.valid(Document::of(*value).root())) << to_json(*value);
    EXPECT_EQ(value, sample(schema)) << "the same again";
    ASSERT_NE(value->find("it"), nullptr) << to_json(*value);
    EXPECT_NE(value->find("name"), nullptr) << to_json(*value);
    EXPECT_NE(value->find("price"), nullptr) << to_json(*value);
    if (*GetParam().shown != '\0') {
      EXPECT_EQ(to_json(*value->find("it")), GetParam().shown);
    }
  }
}

const Row kMembers[] = {
    {"unique_texts", R"({"type":"array","minItems":2,"uniqueItems":true,"items":{"type":"string"}})",
     R"(["string","string1"])"},
    {"unique_numbers", R"({"type":"array","minItems":3,"uniqueItems":true,"items":{"type":"integer"}})", "[0,1,2]"},
    {"unique_choices", R"({"type":"array","minItems":3,"uniqueItems":true,"items":{"enum":["a","b","c"]}})",
     R"(["a","b","c"])"},
    {"unique_objects",
     R"({"type":"array","minItems":2,"uniqueItems":true,"items":{"type":"object","properties":{"id":{"type":"integer"},"ok":{"type":"boolean"}}}})",
     R"([{"id":0,"ok":true},{"id":1,"ok":false}])"},
    {"many_unique_texts", R"({"type":"array","minItems":40,"uniqueItems":true,"items":{"type":"string"}})", ""},
    {"not_a_constant", R"({"type":"integer","not":{"const":0}})", "1"},
    {"not_a_choice", R"({"type":"integer","not":{"enum":[0,1,2]}})", "3"},
    {"not_the_plain_text", R"({"type":"string","not":{"const":"string"}})", R"("string1")"},
    {"overlapping_branches", R"({"oneOf":[{"type":"integer","multipleOf":3},{"type":"integer","multipleOf":5}]})", "3"},
    {"number_in_number", R"({"oneOf":[{"type":"integer"},{"type":"number"}]})", ""},
    {"either_required",
     R"({"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"}},"oneOf":[{"required":["a"]},{"required":["b"]}]})",
     R"({"a":0,"c":0})"},
    {"not_both",
     R"({"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"}},"not":{"required":["a","b"]}})",
     R"({"a":0,"c":0})"},
    {"dependent_and_few",
     R"({"type":"object","properties":{"a":{},"b":{"type":"integer"},"c":{"type":"integer"}},"dependentRequired":{"a":["b"]},"maxProperties":1})",
     ""},
    {"branches_with_optional_members",
     R"({"oneOf":[{"type":"object","properties":{"id":{"type":"integer"},"login":{"type":"string"}}},{"type":"object","properties":{"id":{"type":"integer"},"company":{"type":"string"}}}]})",
     ""},
    {"three_branches_with_optional_members",
     R"({"oneOf":[{"type":"object","properties":{"a":{"type":"string"}}},{"type":"object","properties":{"b":{"type":"string"}}},{"type":"object","properties":{"c":{"type":"string"}}}]})",
     ""},
    {"one_closed_branch",
     R"({"oneOf":[{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false},{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}]})",
     R"({"a":"string","b":"string"})"},
    {"names", R"({"type":"object","propertyNames":{"pattern":"^k"},"minProperties":3})", ""},
    {"names_and_properties",
     R"({"type":"object","properties":{"other":{},"key":{"type":"integer"}},"propertyNames":{"pattern":"^k"}})",
     R"({"key":0})"},
    {"names_by_pattern",
     R"({"type":"object","patternProperties":{"^k":{"type":"integer"}},"additionalProperties":false,"minProperties":3})",
     ""},
    {"deep",
     R"({"type":"object","required":["in"],"properties":{"in":{"type":"object","required":["n"],"properties":{"n":{"type":"integer","not":{"const":0}},"m":{"type":"integer"}}}}})",
     R"({"in":{"n":1,"m":0}})"},
    {"in_a_list", R"({"type":"array","minItems":1,"items":{"type":"integer","not":{"const":0}}})", "[1]"},
    {"email_and_length", R"({"type":"string","format":"email","maxLength":10})", R"("a@b.co")"},
    {"long_email", R"({"type":"string","format":"email","minLength":120,"maxLength":121})", ""},
    {"uri_and_length", R"({"type":"string","format":"uri","maxLength":12})", R"("http://a.co")"},
    {"hostname_of_length", R"({"type":"string","format":"hostname","minLength":200,"maxLength":200})", ""},
    {"ipv4_and_pattern", R"({"type":"string","format":"ipv4","pattern":"^10\\."})", R"("10.0.0.1")"},
    {"date_time_and_pattern", R"({"type":"string","format":"date-time","pattern":"^20[3-9]"})", ""},
    {"date_time_of_length", R"({"type":"string","format":"date-time","minLength":27})", ""},
    {"uri_and_end", R"({"type":"string","format":"uri","pattern":"\\.pdf$"})", ""},
    {"uri_and_beginning", R"({"type":"string","format":"uri","pattern":"^https://","minLength":60})", ""},
    {"uuid_and_pattern", R"({"type":"string","format":"uuid","pattern":"^dead"})", ""},
    {"bytes_of_length", R"({"type":"string","format":"byte","minLength":21,"maxLength":30})", ""},
    {"regex_of_length", R"({"type":"string","format":"regex","minLength":20})", ""},
    {"pointer_of_length", R"({"type":"string","format":"json-pointer","minLength":20,"maxLength":20})", ""},
};
INSTANTIATE_TEST_SUITE_P(Rows, ShowsMember, testing::ValuesIn(kMembers),
                         [](const auto& row) { return row.param.name; });

class IsMadeInEveryFlavour : public testing::TestWithParam<Row> {};
TEST_P(IsMadeInEveryFlavour, AndValid) {
  const Schema schema = compiled(GetParam().member);
  for (const Flavour flavour : {Flavour::minimal, Flavour::typical, Flavour::maximal, Flavour::sample}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      GenerateOptions options;
      options.flavour = flavour;
      const auto value = generate(schema, Random(seed, "test"), options);
      ASSERT_TRUE(value) << "seed " << seed;
      EXPECT_TRUE(schema.valid(Document::of(*value).root())) << to_json(*value);
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Rows, IsMadeInEveryFlavour, testing::ValuesIn(kMembers),
                         [](const auto& row) { return row.param.name; });

TEST(Sample, LeavesOutWhatCannotBeMade) {
  const auto value = sample(compiled(
      R"({"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer","minimum":5,"maximum":4},"c":{"type":"object","required":["b"],"properties":{"b":{"type":"array","minItems":3,"uniqueItems":true,"items":{"enum":[1,2]}}}},"d":{"type":"string"}}})"));
  ASSERT_TRUE(value);
  EXPECT_EQ(to_json(*value), R"({"a":0,"d":"string"})");
}

TEST(Sample, ShowsOtherExamplesWhereOneIsNotEnough) {
  const Schema schema =
      compiled(R"({"type":"array","minItems":3,"uniqueItems":true,"items":{"type":"string","examples":["a","b"]}})");
  GenerateOptions options;
  options.flavour = Flavour::sample;
  options.prefer_examples = true;
  const auto value = generate(schema, Random(1, "test"), options);
  ASSERT_TRUE(value);
  EXPECT_EQ(to_json(*value), R"(["a","b","string2"])");
}

// Whatever is hopeless is given up within bounds, however often it is asked for.
TEST(Sample, GivesUp) {
  std::string schema =
      R"({"type":"object","required":["n"],"properties":{"n":{"type":"integer","minimum":2,"maximum":1}}})";
  for (int i = 0; i < 4; ++i) {
    schema = R"({"type":"object","required":["a","b"],"properties":{"a":{"oneOf":[)" + schema + "," + schema +
             R"(]},"b":{"not":{}},"c":{"type":"array","items":)" + schema + "}}}";
  }
  EXPECT_EQ(sample(compiled(schema)), std::nullopt);
}

}  // namespace
}  // namespace squall::contracts::schema
