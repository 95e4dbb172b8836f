#include "contracts/schema/schema.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "contracts/core/value.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

Result<Schema> compiled(const std::string& text, Dialect dialect, Syntax syntax = Syntax::json) {
  SchemaSet set(dialect);
  auto document = Document::parse(text, "s", syntax);
  if (!document) return fail(document.error());
  set.add("file:///s", std::make_shared<Document>(std::move(*document)));
  return compile(set, "file:///s");
}

struct Row {
  std::string name;
  Dialect dialect;
  std::string schema;
  std::string instance;
  std::string expected;  // "pointer keyword: message" of each violation, joined by " | "; empty when it holds
  Direction direction = Direction::none;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Validates : public testing::TestWithParam<Row> {};

TEST_P(Validates, AsExpected) {
  const Row& row = GetParam();
  const auto schema = compiled(row.schema, row.dialect);
  ASSERT_TRUE(schema) << to_string(schema.error());
  const auto instance = Document::parse_json(row.instance);
  ASSERT_TRUE(instance);
  ValidateOptions options;
  options.direction = row.direction;
  std::string found;
  for (const SchemaViolation& violation : schema->validate(instance->root(), options)) {
    if (!found.empty()) found += " | ";
    found += violation.instance_pointer + " " + violation.keyword + ": " + violation.message;
  }
  EXPECT_EQ(found, row.expected);
  EXPECT_EQ(schema->valid(instance->root(), options), row.expected.empty());
}

constexpr Dialect kNew = Dialect::draft2020_12;
constexpr Dialect kOas = Dialect::openapi30;

const Row kMessages[] = {
    {"type", kNew, R"({"type":["integer","null"]})", "1.5", " type: must be integer or null, is number 1.5"},
    {"integer_with_fraction", kNew, R"({"type":"integer"})", "1.0", ""},
    {"bounds", kNew, R"({"maximum":100,"multipleOf":7})", "250",
     " maximum: must be <= 100, is 250 |  multipleOf: must be a multiple of 7, is 250"},
    {"exact_numbers", kNew, R"({"maximum":9007199254740992})", "9007199254740993",
     " maximum: must be <= 9007199254740992, is 9007199254740993"},
    {"lengths_count_code_points", kNew, R"({"maxLength":2})", R"("😀😀😀")",
     " maxLength: must have at most 2 characters, has 3"},
    {"enum", kNew, R"({"enum":["a","b"]})", R"("c")", R"( enum: must be one of "a", "b", is "c")"},
    {"required", kNew, R"({"required":["name"]})", R"({"nmae":1})",
     " required: property 'name' is required; found 'nmae'"},
    {"additional", kNew, R"({"properties":{"color":{}},"additionalProperties":false})", R"({"colour":1})",
     "/colour additionalProperties: property 'colour' is not declared; did you mean 'color'?"},
    {"format", kNew, R"({"format":"date"})", R"("2023-02-29")",
     R"( format: must be a date (RFC 3339) such as 2024-05-01, is "2023-02-29")"},
    {"int32", kNew, R"({"type":"integer","format":"int32"})", "2147483648",
     " format: must be a whole number of 32 bits, is 2147483648"},
    {"unique", kNew, R"({"uniqueItems":true})", "[1,2,1.0]", " uniqueItems: elements must differ, 0 and 2 are both 1"},
    {"nested", kNew, R"({"properties":{"a":{"items":{"type":"string"}}}})", R"({"a":["x",1]})",
     "/a/1 type: must be string, is number 1"},
    {"closest_branch", kNew,
     R"({"oneOf":[{"type":"string"},{"type":"object","required":["x"],"properties":{"x":{"type":"integer"}}}]})",
     R"({"x":"1"})",
     R"( oneOf: matches none of 2 alternatives; closest is the 2nd: /x must be integer, is string "1")"},
    {"closest_by_constant", kNew,
     R"({"anyOf":[{"properties":{"t":{"const":"a"},"n":{"type":"integer"},"m":{"type":"integer"}}},{"properties":{"t":{"const":"b"}}}]})",
     R"({"t":"a","n":"x","m":"y"})",
     R"( anyOf: matches none of 2 alternatives; closest is the 1st: /n must be integer, is string "x"; /m must be integer, is string "y")"},
    {"one_of_two", kNew, R"({"oneOf":[{"minimum":1},{"maximum":5}]})", "3",
     " oneOf: must match exactly one of 2 alternatives, matches the 1st and the 2nd"},
    {"closest_in_nested_arrays", kNew,
     R"({"items":{"oneOf":[{"type":"string"},{"type":"object","required":["k"],"properties":{"k":{"const":"list"},
     "of":{"type":"array","items":{"oneOf":[{"type":"integer"},{"type":"object","required":["v"],"properties":{"v":{"type":"boolean"}}}]}}}},
     {"type":"object","required":["k"],"properties":{"k":{"const":"leaf"}}}]}})",
     R"(["a",{"k":"list","of":[1,{"v":true},{"v":"no"}]}])",
     "/1 oneOf: matches none of 3 alternatives; closest is the 2nd: /of/2 matches none of 2 alternatives; closest is "
     R"(the 2nd: /v must be boolean, is string "no")"},
    {"closest_by_enumeration", kNew,
     R"({"oneOf":[{"required":["kind","a","b","c"],"properties":{"kind":{"enum":["x","y"]}}},
     {"required":["kind"],"properties":{"kind":{"enum":["z"]},"n":{"type":"integer"}}}]})",
     R"({"kind":"x","n":1})",
     " oneOf: matches none of 2 alternatives; closest is the 1st: property 'a' is required; property 'b' is required"},
    {"closest_by_type", kNew, R"({"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"integer"}]})", "[1,2,3]",
     " anyOf: matches none of 2 alternatives; closest is the 1st: /0 must be string, is number 1; /1 must be string, "
     "is "
     "number 2"},
    {"closest_by_deep_constant", kNew,
     R"({"anyOf":[{"properties":{"meta":{"properties":{"v":{"const":1}}},"a":{"type":"string"},"b":{"type":"string"}}},
     {"properties":{"meta":{"properties":{"v":{"const":2}}}}}]})",
     R"({"meta":{"v":1},"a":1,"b":2})",
     " anyOf: matches none of 2 alternatives; closest is the 1st: /a must be string, is number 1; /b must be string, "
     "is "
     "number 2"},
    {"one_of_two_not_the_first", kNew, R"({"oneOf":[{"type":"string"},{"minimum":1},{"maximum":5}]})", "3",
     " oneOf: must match exactly one of 3 alternatives, matches the 2nd and the 3rd"},
    {"reference_siblings_count", kNew,
     R"({"properties":{"a":{"$ref":"#/$defs/s","maxLength":1}},"$defs":{"s":{"type":"string"}}})", R"({"a":"xyz"})",
     "/a maxLength: must have at most 1 character, has 3"},
    {"reference_siblings_do_not_in_draft7", Dialect::draft7,
     R"({"properties":{"a":{"$ref":"#/definitions/s","maxLength":1}},"definitions":{"s":{"type":"string"}}})",
     R"({"a":"xyz"})", ""},
    {"beyond_double_const", kNew, R"({"const":1e400})", "1e401", " const: must be 1e400, is 1e401"},
    {"beyond_double_const_equal", kNew, R"({"const":1e400})", "10e399", ""},
    {"beyond_double_enum", kNew, R"({"enum":[9007199254740993]})", "9007199254740992",
     " enum: must be one of 9007199254740993, is 9007199254740992"},
    {"beyond_double_unique", kNew, R"({"uniqueItems":true})", "[1e400,2e400,0.1,0.10000000000000000001]", ""},
    {"beyond_double_not_unique", kNew, R"({"uniqueItems":true})", "[1e400,0.1,10e399]",
     " uniqueItems: elements must differ, 0 and 2 are both 1e400"},
    {"beyond_double_bounds", kNew, R"({"exclusiveMinimum":1e400})", "1e400",
     " exclusiveMinimum: must be > 1e400, is 1e400"},
    {"beyond_double_multiple", kNew, R"({"multipleOf":1e-400})", "1e400", ""},
    {"tenths", kNew, R"({"multipleOf":0.1,"maximum":0.3})", "0.30000000000000000001",
     " maximum: must be <= 0.3, is 0.30000000000000000001 |  multipleOf: must be a multiple of 0.1, is "
     "0.30000000000000000001"},
    {"whole_beyond_double", kNew, R"({"type":"integer"})", "1e400", ""},
    {"fraction_beyond_double", kNew, R"({"type":"integer"})", "9007199254740993.5",
     " type: must be integer, is number 9007199254740993.5"},
    {"count_beyond_double", kNew, R"({"maxItems":1e400})", "[1]", ""},
    {"unevaluated", kNew, R"({"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false})", R"({"a":1,"b":2})",
     "/b unevaluatedProperties: property 'b' is not declared"},
    {"pattern_is_searched", kNew, R"({"pattern":"b+$"})", R"("abb")", ""},
    {"pattern_end_is_the_end", kNew, R"({"pattern":"^a$"})", R"("a\n")",
     R"( pattern: must match pattern ^a$, is "a\n")"},
    {"infinite_recursion_holds", kNew, R"({"$ref":"#"})", "1", ""},
    {"recursion", kNew, R"({"properties":{"n":{"$ref":"#"}},"required":["v"]})", R"({"v":1,"n":{"n":{"v":1}}})",
     "/n required: property 'v' is required"},
};

const Row kOpenApi[] = {
    {"nullable", kOas, R"({"type":"string","nullable":true})", "null", ""},
    {"nullable_enum", kOas, R"({"type":"string","nullable":true,"enum":["a"]})", "null", ""},
    {"not_nullable", kOas, R"({"type":"string"})", "null", " type: must be string, is null"},
    {"exclusive", kOas, R"({"maximum":5,"exclusiveMaximum":true})", "5", " maximum: must be < 5, is 5"},
    {"reference_siblings_are_ignored", kOas,
     R"({"properties":{"a":{"$ref":"#/definitions/s","maxLength":1}},"definitions":{"s":{"type":"string"}}})",
     R"({"a":"xyz"})", ""},
    {"read_only_not_required_in_requests", kOas, R"({"required":["id"],"properties":{"id":{"readOnly":true}}})", "{}",
     "", Direction::request},
    {"read_only_required_in_responses", kOas, R"({"required":["id"],"properties":{"id":{"readOnly":true}}})", "{}",
     " required: property 'id' is required", Direction::response},
    {"read_only_declared_elsewhere", kOas, R"({"allOf":[{"properties":{"id":{"readOnly":true}}},{"required":["id"]}]})",
     "{}", "", Direction::request},
    {"read_only_sent", kOas, R"({"properties":{"id":{"readOnly":true}}})", R"({"id":1})",
     "/id readOnly: property 'id' is read-only: it does not belong in a request", Direction::request},
    {"write_only_received", kOas, R"({"properties":{"pw":{"writeOnly":true}}})", R"({"pw":"x"})",
     "/pw writeOnly: property 'pw' is write-only: it does not belong in a response", Direction::response},
    {"read_only_in_elements", kOas,
     R"({"properties":{"list":{"type":"array","items":{"required":["id"],"properties":{"id":{"readOnly":true},"in":{"properties":{"at":{"readOnly":true}}}}}}}})",
     R"({"list":[{},{"id":1},{"in":{"at":2}}]})",
     "/list/1/id readOnly: property 'id' is read-only: it does not belong in a request | /list/2/in/at readOnly: "
     "property "
     "'at' is read-only: it does not belong in a request",
     Direction::request},
    {"write_only_in_elements", kOas,
     R"({"items":{"items":{"properties":{"pw":{"writeOnly":true}},"required":["pw"]}}})", R"([[{},{"pw":1}]])",
     "/0/1/pw writeOnly: property 'pw' is write-only: it does not belong in a response", Direction::response},
    {"read_only_behind_references", kOas,
     R"({"items":{"$ref":"#/d/a"},"d":{"a":{"allOf":[{"$ref":"#/d/b"},{"required":["id"]}]},"b":{"properties":{"id":{"$ref":"#/d/id"}}},"id":{"readOnly":true}}})",
     R"([{},{"id":1}])", "/1/id readOnly: property 'id' is read-only: it does not belong in a request",
     Direction::request},
    {"nullable_is_no_keyword_of_2020", kNew, R"({"type":"string","nullable":true})", "null",
     " type: must be string, is null"},
    {"nullable_beside_a_reference_is_ignored", kOas,
     R"({"properties":{"a":{"$ref":"#/d/s","nullable":true}},"d":{"s":{"type":"string"}}})", R"({"a":null})",
     "/a type: must be string, is null"},
    {"null_in_a_list_of_types", kNew, R"({"type":["string","null"],"enum":["a",null]})", "null", ""},
    {"write_only_sent", kOas, R"({"properties":{"pw":{"writeOnly":true}}})", R"({"pw":"x"})", "", Direction::request},
};

INSTANTIATE_TEST_SUITE_P(Messages, Validates, testing::ValuesIn(kMessages),
                         [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(OpenApi, Validates, testing::ValuesIn(kOpenApi),
                         [](const auto& row) { return row.param.name; });

TEST(Content, IsAssertedWhenAsked) {
  const auto schema = compiled(
      R"({"contentEncoding":"base64","contentMediaType":"application/json","contentSchema":{"required":["a"]}})", kNew);
  ASSERT_TRUE(schema) << to_string(schema.error());
  const struct {
    const char *instance, *expected;
  } rows[] = {
      {"eyJhIjoxfQ==", ""},
      {"eyJh",
       "contentMediaType: must hold application/json: expected '\"' to end the string, found the end of the text "
       "at line 1, column 4"},
      {"%", "contentEncoding: must be base64, is \"%\""},
      {"e30=", "contentSchema: what it holds: property 'a' is required"},
  };
  for (const auto& row : rows) {
    const Document instance = Document::of(Value(row.instance));
    EXPECT_TRUE(schema->valid(instance.root()));
    ValidateOptions options;
    options.assert_content = true;
    const auto violations = schema->validate(instance.root(), options);
    EXPECT_EQ(violations.empty() ? "" : violations[0].keyword + ": " + violations[0].message, row.expected);
  }
}

TEST(Schema, LocatesTheKeyword) {
  const auto schema =
      compiled("properties:\n  a:\n    anyOf:\n      - type: integer\n      - minLength: 3\n", kNew, Syntax::yaml);
  ASSERT_TRUE(schema);
  const auto violations = schema->validate(Document::parse_json(R"({"a":"x"})")->root());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].instance_pointer, "/a");
  EXPECT_EQ(violations[0].schema_pointer, "/properties/a/anyOf");
  EXPECT_EQ(to_string(violations[0].schema), "s:4:7");
}

TEST(Schema, ExplainsNestedAlternativesInBoundedTime) {
  const auto schema = compiled(
      R"({"oneOf":[{"type":"integer"},{"type":"array","items":{"$ref":"#"},"maxItems":1},{"type":"object"}]})", kNew);
  ASSERT_TRUE(schema);
  const auto instance = Document::parse_json(std::string(300, '[') + "\"x\"" + std::string(300, ']'));
  ASSERT_TRUE(instance);
  const auto violations = schema->validate(instance->root());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_NE(violations[0].message.find("closest is the 2nd"), std::string::npos) << violations[0].message;
  EXPECT_LT(violations[0].message.size(), 1000u);
}

TEST(Schema, BoundsTheTimeOfPatternsThatExplode) {
  const auto schema = compiled(R"({"items":{"pattern":"^(a+)+$"}})", kNew);
  ASSERT_TRUE(schema);
  Array items(20'000, Value(std::string(40, 'a') + "b"));
  EXPECT_TRUE(schema->valid(Document::of(Value(std::move(items))).root()));
}

TEST(Compile, SaysWhatIsWrongAndWhere) {
  const struct {
    const char *schema, *error;
  } rows[] = {
      {"type: strng", "s:1:7: 'strng' is not a type of JSON Schema; did you mean 'string'?"},
      {"properties:\n  a: {$ref: '#/$defs/Ordr'}\n$defs: {Order: {}}",
       "s:2:13: reference '#/$defs/Ordr' leads nowhere; did you mean 'Order'?"},
      {"$ref: other.yaml", "s:1:7: reference 'other.yaml' leads nowhere: no document 'file:///other.yaml' is known"},
      {"required: yes", "s:1:11: 'required' must be a list of property names, found string"},
      {"maximum: '5'", "s:1:10: 'maximum' must be a number, found string"},
      {"pattern: '(a'", "s:1:10: pattern '(a': not a regular expression of ECMA-262: missing closing parenthesis"},
      {"items: 3", "s:1:8: a schema must be an object or a boolean, found number"},
      {"anyOf: []", "s:1:8: 'anyOf' must be a list of at least one schema, found array"},
  };
  for (const auto& row : rows) {
    const auto schema = compiled(row.schema, kNew, Syntax::yaml);
    ASSERT_FALSE(schema) << row.schema;
    EXPECT_EQ(to_string(schema.error()), row.error);
  }
}

TEST(Compile, KnowsTheMetaschemas) {
  const std::string uris[] = {"http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#",
                              "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema",
                              "https://json-schema.org/draft/2020-12/schema"};
  const auto sound = Document::parse_json(R"({"properties": {"a": {"minLength": 1}}})");
  const auto wrong = Document::parse_json(R"({"properties": {"a": {"minLength": -1}}})");
  for (const std::string& uri : uris) {
    const auto schema = compiled(R"({"$ref": ")" + uri + "\"}", Dialect::draft2020_12);
    ASSERT_TRUE(schema) << uri << ": " << to_string(schema.error());
    EXPECT_TRUE(schema->valid(sound->root())) << uri;
    EXPECT_FALSE(schema->valid(wrong->root())) << uri;
  }
}

TEST(Formats, AreThoseOfTheDialect) {
  const auto moved = Document::parse_json(R"("0+1/a")");
  const std::string text = R"({"format": "relative-json-pointer"})";
  EXPECT_TRUE(compiled(text, Dialect::draft2020_12)->valid(moved->root()));
  for (const Dialect older : {Dialect::draft7, Dialect::draft2019_09})
    EXPECT_FALSE(compiled(text, older)->valid(moved->root()));
}

TEST(Compile, AnErrorLeavesTheSetUsable) {
  SchemaSet set(kNew);
  set.add(
      "file:///s",
      std::make_shared<Document>(*Document::parse_json(
          R"({"$defs":{"bad":{"items":{"$ref":"#/$defs/good"},"allOf":[{"$ref":"#/none"}]},"good":{"type":"string"}}})")));
  EXPECT_FALSE(compile(set, "file:///s", "/$defs/bad", kNew));
  EXPECT_FALSE(compile(set, "file:///s", "/$defs/bad", kNew));
  EXPECT_FALSE(compile(set, "file:///s", "/$defs/absent", kNew));
  const auto good = compile(set, "file:///s", "/$defs/good", kNew);
  ASSERT_TRUE(good);
  EXPECT_FALSE(good->valid(Document::of(Value(1)).root()));
}

TEST(Schema, OutlivesItsSet) {
  const auto schema = compiled(R"({"items":{"$ref":"#/$defs/s"},"$defs":{"s":{"type":"string"}}})", kNew);
  ASSERT_TRUE(schema);
  const auto violations = schema->validate(Document::of(Value(Array{"x", 1})).root());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].schema_pointer, "/items/$ref/type");
  EXPECT_EQ(violations[0].schema.pointer, "/$defs/s/type");
  EXPECT_EQ(violations[0].schema.line, 1u);
}

TEST(Schema, GivesUpOnWhatWouldNeverEnd) {
  // Two alternatives at each of 60 levels, all of which fail at the bottom.
  const auto schema = compiled(
      R"({"anyOf":[{"items":{"$ref":"#"},"type":"array"},{"items":{"$ref":"#"},"minItems":1,"type":"array"}]})", kNew);
  ASSERT_TRUE(schema);
  const auto instance = Document::parse_json(std::string(60, '[') + "1" + std::string(60, ']'));
  ASSERT_TRUE(instance);
  EXPECT_FALSE(schema->valid(instance->root()));
}

TEST(Schema, StopsAtTheViolationsAskedFor) {
  const auto schema = compiled(R"({"items":{"type":"string"}})", kNew);
  const auto instance = Document::of(Value(Array{1, 2, 3, 4}));
  ValidateOptions options;
  EXPECT_EQ(schema->validate(instance.root(), options).size(), 4u);
  options.max_violations = 2;
  EXPECT_EQ(schema->validate(instance.root(), options).size(), 2u);
}

TEST(Formats, AreSortedByName) {
  EXPECT_TRUE(std::is_sorted(formats().begin(), formats().end(),
                             [](const Format& a, const Format& b) { return a.name < b.name; }));
  for (const Format& format : formats()) EXPECT_EQ(find_format(format.name), &format);
  EXPECT_EQ(find_format("no-such-format"), nullptr);
}

}  // namespace
}  // namespace squall::contracts::schema
