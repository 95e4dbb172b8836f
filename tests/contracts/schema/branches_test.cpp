#include "contracts/schema/branches.h"

#include <gtest/gtest.h>

#include "contracts/core/document.h"

namespace squall::contracts::schema {
namespace {

Schema compiled(const std::string& text, Dialect dialect) {
  SchemaSet set(dialect);
  set.add("file:///s", std::make_shared<Document>(*Document::parse(text, "s", Syntax::json)));
  return *compile(set, "file:///s", "/schema", dialect);
}

struct Row {
  const char* name;
  std::string schema;
  std::vector<std::string> instances;
  std::size_t seen, total;
  std::vector<std::string> unseen;
  Direction direction = Direction::none;
  Dialect dialect = Dialect::draft2020_12;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class BranchRows : public testing::TestWithParam<Row> {};

TEST_P(BranchRows, AreCountedAndSeen) {
  const Row& row = GetParam();
  const Schema schema = compiled(R"({"schema":)" + row.schema + "}", row.dialect);
  Branches seen;
  ValidateOptions options;
  options.direction = row.direction;
  options.branches = &seen;
  for (const std::string& text : row.instances) {
    const auto instance = Document::parse_json(text);
    ValidateOptions unobserved = options;
    unobserved.branches = nullptr;
    EXPECT_EQ(schema.valid(instance->root(), options), schema.valid(instance->root(), unobserved)) << text;
  }
  EXPECT_EQ(count_branches(schema, row.direction, seen, 100), (BranchCount{row.seen, row.total, row.unseen}));
}

const std::string kOptional = R"({"type":"object","required":["a"],"properties":{"a":{},"b":{"type":"integer"}}})";
const std::string kEither = R"({"oneOf":[{"$ref":"#/schema/$defs/Card"},{"type":"string","title":"code"}],)"
                            R"("$defs":{"Card":{"type":"object","properties":{"kind":{"enum":["debit","credit"]}}}}})";
const std::string kTree = R"({"type":"object","properties":{"left":{"$ref":"#/schema"},"right":{"$ref":"#/schema"}}})";
const std::string kSides =
    R"({"if":{"required":["a"]},"then":{"required":["b"]},"else":{"properties":{"c":{"type":["string","null"]}}}})";
const std::string kPets =
    R"({"type":"object","required":["pet"],"properties":{"pet":{"type":"string"}},"discriminator":{"propertyName":"pet",)"
    R"("mapping":{"cat":"#/components/schemas/Cat","kitten":"#/components/schemas/Cat","dog":"#/components/schemas/Dog"}}})";

const Row kRows[] = {
    {"a property that is not required is there or not", kOptional, {}, 0, 2, {"/b: present", "/b: absent"}},
    {"each alone", kOptional, {R"({"a":1})"}, 1, 2, {"/b: present"}},
    {"both", kOptional, {R"({"a":1})", R"({"a":1,"b":2})"}, 2, 2, {}},
    {"an instance that is not valid takes nothing",
     kOptional,
     {R"({"a":1,"b":"x"})"},
     0,
     2,
     {"/b: present", "/b: absent"}},
    {"what applies beside it may require it",
     R"({"allOf":[{"properties":{"a":{},"b":{}}},{"required":["a"]}]})",
     {R"({"a":1,"b":1})"},
     1,
     2,
     {"/b: absent"}},
    {"required of one alternative only",
     R"({"properties":{"a":{},"b":{}},"oneOf":[{"required":["a"]},{"required":["b"]}]})",
     {R"({"a":1})"},
     3,
     6,
     {"/a: absent", "/b: present", ": oneOf/1"}},
    {"a property that cannot be is no branch", R"({"properties":{"a":false,"b":true}})", {"{}"}, 1, 2, {"/b: present"}},
    {"values of an enum", R"({"enum":["a",1,null]})", {"1", "\"b\"", "1.0"}, 1, 3, {": \"a\"", ": null"}},
    {"values of another type are none", R"({"type":"string","enum":["a","b",7]})", {}, 0, 2, {": \"a\"", ": \"b\""}},
    {"a single value leaves no choice",
     R"({"properties":{"a":{"enum":["x"]},"b":{"const":1}},"required":["a","b"]})",
     {},
     0,
     0,
     {}},
    {"alternatives by name, and what is inside the one that is taken",
     kEither,
     {R"({"kind":"debit"})"},
     3,
     6,
     {": oneOf/1 (code)", "/kind: absent", "/kind: \"credit\""}},
    {"every alternative of anyOf that holds",
     R"({"anyOf":[{"type":"string"},{"enum":["a","b"]}]})",
     {"\"a\""},
     3,
     4,
     {": \"b\""}},
    {"what an alternative took that did not hold is taken back",
     R"({"anyOf":[{"properties":{"a":{"enum":[1,2]}},"required":["z"]},{"type":"object"}]})",
     {R"({"a":1})"},
     1,
     6,
     {": anyOf/0", "/a: present", "/a: absent", "/a: 1", "/a: 2"}},
    {"the sides of a condition", kSides, {R"({"c":null})"}, 3, 6, {": then", "/c: absent", "/c: string"}},
    {"what is only asked takes nothing",
     R"({"not":{"properties":{"a":{"enum":[1,2]}},"required":["a"]},"contains":{"enum":[1,2]},"propertyNames":{"enum":["b","c"]}})",
     {R"({"b":1})", "[1]"},
     0,
     0,
     {}},
    {"types of a list",
     R"({"items":{"type":["integer","number","string"]}})",
     {"[1.5]"},
     1,
     3,
     {"/*: integer", "/*: string"}},
    {"a recursive schema counts once", kTree, {R"({"left":{"left":{}}})"}, 3, 4, {"/right: present"}},
    {"members by pattern and any others",
     R"({"patternProperties":{"^x":{"enum":[1,2]}},"additionalProperties":{"enum":[3,4]}})",
     {R"({"x":1,"y":4})"},
     2,
     4,
     {"/*: 2", "/*: 3"}},
    {"keys are escaped", R"({"properties":{"a/b":{}}})", {"{}"}, 1, 2, {"/a~1b: present"}},
    {"in a request what is read-only is no branch",
     R"({"properties":{"id":{"readOnly":true,"enum":[1,2]},"pin":{"writeOnly":true}}})",
     {"{}"},
     1,
     2,
     {"/pin: present"},
     Direction::request},
    {"in a response what is write-only is no branch",
     R"({"properties":{"id":{"readOnly":true},"pin":{"writeOnly":true,"enum":[1,2]}}})",
     {"{}"},
     1,
     2,
     {"/id: present"},
     Direction::response},
    {"nullable, its enum's null included",
     R"({"type":"string","nullable":true,"enum":["a","b",null]})",
     {"null", "\"b\""},
     3,
     4,
     {": \"a\""},
     Direction::none,
     Dialect::openapi30},
    {"no schema", "true", {"1"}, 0, 0, {}},
};

std::string row_name(const testing::TestParamInfo<Row>& info) {
  std::string name;
  for (const char* c = info.param.name; *c != 0; ++c)
    name += std::isalnum(static_cast<unsigned char>(*c)) != 0 ? *c : '_';
  return name;
}
INSTANTIATE_TEST_SUITE_P(Rows, BranchRows, testing::ValuesIn(kRows), row_name);

TEST(BranchesOfDiscriminators, AreTheSchemasThatExtend) {
  SchemaSet set(Dialect::openapi30);
  set.add("file:///s", std::make_shared<Document>(*Document::parse(
                           R"({"components":{"schemas":{"Pet":)" + kPets +
                               R"(,"Cat":{"allOf":[{"$ref":"#/components/schemas/Pet"},{"properties":{"claws":{}}}]},)"
                               R"("Dog":{"allOf":[{"$ref":"#/components/schemas/Pet"}]}}}})",
                           "s", Syntax::json)));
  const Schema pet = *compile(set, "file:///s", "/components/schemas/Pet", Dialect::openapi30);
  const Schema cat = *compile(set, "file:///s", "/components/schemas/Cat", Dialect::openapi30);
  Branches seen;
  ValidateOptions options;
  options.branches = &seen;
  EXPECT_TRUE(pet.valid(Document::parse_json(R"({"pet":"kitten"})")->root(), options));
  EXPECT_EQ(count_branches(pet, Direction::none, seen, 9), (BranchCount{2, 4, {"/claws: present", "/pet: dog"}}));
  EXPECT_EQ(count_branches(cat, Direction::none, seen, 9), (BranchCount{1, 2, {"/claws: present"}}));
}

TEST(BranchesOfLargeSchemas, AreTheOnesNearestToTheRoot) {
  std::string properties;
  for (int i = 0; i < 400; ++i) properties += (i == 0 ? "\"p" : ",\"p") + std::to_string(i) + "\":{}";
  const Schema schema = compiled(R"({"schema":{"properties":{)" + properties + "}}}", Dialect::draft2020_12);
  const BranchCount count = count_branches(schema, Direction::none, {}, 3);
  EXPECT_EQ(count, (BranchCount{0, kMostBranches, {"/p0: present", "/p0: absent", "/p1: present"}}));
}

TEST(BranchesOfLargeInstances, AreKeptOnce) {
  const Schema schema = compiled(R"({"schema":{"items":{"properties":{"a":{},"b":{}}}}})", Dialect::draft2020_12);
  std::string text = "[{}";
  for (int i = 0; i < 10'000; ++i) text += R"(,{"a":1})";
  Branches seen;
  ValidateOptions options;
  options.branches = &seen;
  EXPECT_TRUE(schema.valid(Document::parse_json(text + "]")->root(), options));
  EXPECT_EQ(seen.size(), 3u);
}

TEST(BranchesSeen, AreCompleteWhenNoneIsMissing) {
  const Schema schema = compiled(R"({"schema":)" + kOptional + "}", Dialect::draft2020_12);
  Branches seen;
  ValidateOptions options;
  options.branches = &seen;
  EXPECT_FALSE(seen.complete(schema, Direction::none));
  EXPECT_TRUE(schema.valid(Document::parse_json(R"({"a":1})")->root(), options));
  EXPECT_FALSE(seen.complete(schema, Direction::none));
  EXPECT_TRUE(schema.valid(Document::parse_json(R"({"a":1,"b":1})")->root(), options));
  EXPECT_TRUE(seen.complete(schema, Direction::none));
  Branches none;
  EXPECT_TRUE(none.complete(compiled(R"({"schema":true})", Dialect::draft2020_12), Direction::none));
}

TEST(BranchesSeen, AreASet) {
  const Branch one{nullptr, Branch::Kind::present, 1};
  const Branch two{nullptr, Branch::Kind::absent, 1};
  Branches some;
  some.add(one);
  some.add(one);
  Branches more;
  more.add(two);
  more.add(some);
  EXPECT_EQ(more.size(), 2u);
  more.take_back(1);
  EXPECT_FALSE(more.has(one));
  EXPECT_TRUE(more.has(two));
  EXPECT_TRUE(some.has(one));
}

}  // namespace
}  // namespace squall::contracts::schema
