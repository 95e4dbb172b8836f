#include "contracts/schema/change.h"

#include <gtest/gtest.h>

#include "tests/contracts/schema/compiled.h"

namespace squall::contracts::schema {
namespace {
using tests::compiled;

Value json(const std::string& text) {
  return Value(Document::parse_json(text)->root());
}

struct Row {
  const char* name;
  Change change;
  const char* schema;
  const char* valid;
  const char* expected;  // "" when there is nothing to change
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Changes : public testing::TestWithParam<Row> {};

TEST_P(Changes, AreAsTheSchemaAllows) {
  const auto& row = GetParam();
  const Schema schema = compiled(row.schema);
  const auto found = changed(schema, json(row.valid), row.change, Random(1, "test"));
  EXPECT_EQ(found ? to_json(*found) : "", row.expected);
  if (found) {
    EXPECT_TRUE(schema.valid(Document::of(*found).root()));
  }
}

const char* const kOrder = R"({"type":"object","required":["id","lines"],"properties":{
  "id":{"type":"integer"},
  "note":{"type":["string","null"]},
  "state":{"enum":["open","paid"]},
  "lines":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"object","required":["sku"],
    "properties":{"sku":{"const":"x"},"gift":{"type":"boolean"}}}}}})";
const char* const kGiven =
    R"({"id":1,"note":"n","state":"open","lines":[{"sku":"x","gift":true},{"sku":"x"}],"unnamed":0})";

const Row kRows[] = {
    {"fewer_members_at_every_depth", Change::fewer_members, kOrder, kGiven,
     R"({"id":1,"lines":[{"sku":"x"},{"sku":"x"}],"unnamed":0})"},
    {"fewer_members_where_none_is_optional", Change::fewer_members, R"({"required":["a"],"properties":{"a":{}}})",
     R"({"a":1,"b":2})", ""},
    {"fewer_members_as_many_as_may_go", Change::fewer_members,
     R"({"properties":{"a":{},"b":{},"c":{}},"minProperties":2})", R"({"a":1,"b":2,"c":3})", R"({"b":2,"c":3})"},
    {"fewer_members_that_depend", Change::fewer_members,
     R"({"required":["a"],"properties":{"a":{},"b":{},"c":{}},"dependentRequired":{"a":["c"]}})",
     R"({"a":1,"b":2,"c":3})", R"({"a":1,"c":3})"},
    {"more_members", Change::more_members, kOrder, kGiven,
     R"({"id":1,"note":"n","state":"open","lines":[{"sku":"x","gift":true,"addedLater":"new"},{"sku":"x","addedLater":"new"}],"unnamed":0,"addedLater":"new"})"},
    {"more_members_where_none_is_allowed", Change::more_members,
     R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", ""},
    {"more_members_where_some_are_allowed", Change::more_members,
     R"({"properties":{"a":{"properties":{},"additionalProperties":false}}})", R"({"a":{}})",
     R"({"a":{},"addedLater":"new"})"},
    {"more_members_of_a_map", Change::more_members, R"({"additionalProperties":{"const":5}})", R"({"a":5})",
     R"({"a":5,"addedLater":5})"},
    {"nulls", Change::nulls, kOrder, kGiven,
     R"({"id":1,"note":null,"state":"open","lines":[{"sku":"x","gift":true},{"sku":"x"}],"unnamed":0})"},
    {"nulls_by_an_alternative", Change::nulls, R"({"properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}}})",
     R"({"a":"b"})", R"({"a":null})"},
    {"nulls_not_of_the_whole", Change::nulls, R"({"type":["object","null"]})", R"({"a":"b"})", ""},
    {"other_values", Change::other_values, kOrder, kGiven,
     R"({"id":1,"note":"n","state":"paid","lines":[{"sku":"x","gift":true},{"sku":"x"}],"unnamed":0})"},
    {"other_values_of_a_single_one", Change::other_values, R"({"properties":{"a":{"enum":[1]}}})", R"({"a":1})", ""},
    {"fewest_items", Change::fewest_items, kOrder, kGiven,
     R"({"id":1,"note":"n","state":"open","lines":[{"sku":"x","gift":true}],"unnamed":0})"},
    {"fewest_items_is_none", Change::fewest_items, R"({"type":"array"})", "[1,2]", "[]"},
    {"fewest_items_that_must_be_contained", Change::fewest_items,
     R"({"properties":{"a":{"contains":{"const":2}},"b":{"type":"array"}}})", R"({"a":[1,2],"b":[3]})",
     R"({"a":[1,2],"b":[]})"},
    {"fewest_items_already", Change::fewest_items, R"({"type":"array","minItems":2})", "[1,2]", ""},
    {"most_items", Change::most_items, R"({"type":"array","maxItems":4,"items":{"const":7}})", "[7]", "[7,7,7,7]"},
    {"most_items_that_are_unique", Change::most_items,
     R"({"type":"array","uniqueItems":true,"maxItems":9,"items":{"enum":[1]}})", "[1]", ""},
    {"most_items_already", Change::most_items, R"({"type":"array","maxItems":1})", "[1]", ""},
};

INSTANTIATE_TEST_SUITE_P(Schema, Changes, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(Change, IsBounded) {
  const Schema schema = compiled(R"({"type":"array","items":{"type":"string"}})");
  ChangeOptions options;
  options.most_items = 12;
  const auto found = changed(schema, json("[]"), Change::most_items, Random(1, "test"), options);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->items().size(), 12u);
}

TEST(Change, StrikesByChanceAndIsTheSameForASeed) {
  const Schema schema = compiled(R"({"type":"array","items":{"properties":{"a":{}}}})");
  Array items(200, json(R"({"a":1})"));
  ChangeOptions options;
  options.chance = 0.5;
  const auto found = changed(schema, Value(items), Change::fewer_members, Random(1, "test"), options);
  ASSERT_TRUE(found);
  const auto kept = std::count(found->items().begin(), found->items().end(), items.front());
  EXPECT_GT(kept, 60);
  EXPECT_LT(kept, 140);
  EXPECT_EQ(found, changed(schema, Value(items), Change::fewer_members, Random(1, "test"), options));
}

TEST(Violating, BreaksOneKeywordOfTheGivenInstance) {
  const Schema schema = compiled(kOrder);
  std::set<std::string> keywords;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto found = violating(schema, json(kGiven), Random(seed, "test"), Direction::response);
    ASSERT_TRUE(found);
    const auto violations = schema.validate(Document::of(found->instance).root());
    ASSERT_FALSE(violations.empty());
    for (const auto& violation : violations) EXPECT_EQ(violation.keyword, found->keyword) << to_json(found->instance);
    keywords.insert(found->keyword);
  }
  for (const char* expected : {"type", "required", "enum", "maxItems", "minItems", "const"})
    EXPECT_EQ(keywords.count(expected), 1u) << expected;
}

TEST(Violating, BreaksTheKeywordThatIsAskedFor) {
  const Schema schema = compiled(kOrder);
  const auto found = violating(schema, json(kGiven), Random(1, "test"), Direction::response, "enum");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pointer, "/state");
  EXPECT_FALSE(violating(schema, json(kGiven), Random(1, "test"), Direction::response, "maximum"));
  EXPECT_FALSE(violating(compiled("{}"), json(kGiven), Random(1, "test"), Direction::response));
}

}  // namespace
}  // namespace squall::contracts::schema
