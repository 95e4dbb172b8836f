// JSONPath: the examples of RFC 9535, and what it refuses.

#include "contracts/openapi/json_path.h"

#include <gtest/gtest.h>

#include "contracts/core/document.h"

namespace squall::tests {
namespace {
using contracts::Document;
using contracts::openapi::JsonPath;

constexpr const char* store = R"({"store":{"book":[
 {"category":"reference","author":"Nigel Rees","title":"Sayings","price":8.95},
 {"category":"fiction","author":"Evelyn Waugh","title":"Sword","price":12.99},
 {"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99},
 {"category":"fiction","author":"J. R. R. Tolkien","title":"Rings","isbn":"0-395-19395-8","price":22.99}],
 "bicycle":{"color":"red","price":399}},
 "a":[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}],
 "o":{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}},"e":"f","null":null,"k.k":{"'":{"@":2}},"x":[[1,[2]],{"d":[3]}]})";

struct Row {
  const char* name;
  const char* path;
  const char* expected;  // pointers, or "error"
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class JsonPaths : public testing::TestWithParam<Row> {};

TEST_P(JsonPaths, Select) {
  const auto document = Document::parse_json(store);
  ASSERT_TRUE(document) << to_string(document.error());
  const auto path = JsonPath::parse(GetParam().path);
  if (!path) {
    EXPECT_STREQ(GetParam().expected, "error") << path.error().message;
    return;
  }
  const auto found = path->select(document->root());
  ASSERT_TRUE(found);
  std::string pointers;
  for (const auto& match : *found) {
    pointers += (pointers.empty() ? "" : " ") + match.pointer;
    EXPECT_EQ(document->root().resolve(match.pointer), match.node);
  }
  EXPECT_EQ(pointers, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, JsonPaths,
    testing::Values(
        Row{"root", "$", ""}, Row{"name", "$.store.bicycle", "/store/bicycle"},
        Row{"quoted", "$['k.k'][\"'\"]['@']", "/k.k/'/@"}, Row{"escaped", R"($['k.k']['\u0027'])", "/k.k/'"},
        Row{"missing", "$.nothing.at.all", ""}, Row{"wildcard", "$.o.*", "/o/p /o/q /o/r /o/s /o/t"},
        Row{"several", "$.o['q','p','q']", "/o/q /o/p /o/q"},
        Row{"blanks", "$ . store [ 'bicycle' , 'book' ]", "error"},
        Row{"allowed_blanks", "$ .store [ 'bicycle' ]", "/store/bicycle"}, Row{"index", "$.a[1]", "/a/1"},
        Row{"from_the_end", "$.a[-2]", "/a/8"}, Row{"outside", "$.a[99]", ""}, Row{"slice", "$.a[1:3]", "/a/1 /a/2"},
        Row{"open_slice", "$.a[8:]", "/a/8 /a/9"}, Row{"stepped", "$.a[1:6:2]", "/a/1 /a/3 /a/5"},
        Row{"backwards", "$.a[3:0:-2]", "/a/3 /a/1"}, Row{"reversed", "$.a[::-4]", "/a/9 /a/5 /a/1"},
        Row{"no_step", "$.a[::0]", ""},
        Row{"descendants", "$..author",
            "/store/book/0/author /store/book/1/author "
            "/store/book/2/author /store/book/3/author"},
        Row{"descendant_indexes", "$.x..[0]", "/x/0 /x/0/0 /x/0/1/0 /x/1/d/0"},
        Row{"descendant_wildcard", "$.x[1]..*", "/x/1/d /x/1/d/0"},
        Row{"less", "$..book[?@.price<10].title", "/store/book/0/title /store/book/2/title"},
        Row{"exists", "$..book[?@.isbn]", "/store/book/2 /store/book/3"},
        Row{"not", "$..book[?!@.isbn].title", "/store/book/0/title /store/book/1/title"},
        Row{"and_or", "$..book[?@.category=='fiction' && (@.price>20 || !@.isbn)].title",
            "/store/book/1/title /store/book/3/title"},
        Row{"equal", "$.a[?@.b == 'kilo']", "/a/9"}, Row{"not_equal", "$.a[?@.b != 'k'].b", "/a/6/b /a/8/b /a/9/b"},
        Row{"greater", "$.a[?@>3.5]", "/a/1 /a/4 /a/5"}, Row{"between", "$.o[?@>1 && @<4]", "/o/q /o/r"},
        Row{"nothing_is_nothing", "$.o[?@.x == $.absent]", "/o/p /o/q /o/r /o/s /o/t"},
        Row{"null_is_something", "$[?@ == null]", "/null"}, Row{"absolute", "$.a[?@ == $.o.p]", "/a/2"},
        Row{"objects", "$.a[?@.b == $.a[8].b]", "/a/8"}, Row{"two_filters", "$.o[?@<3, ?@<3]", "/o/p /o/q /o/p /o/q"},
        Row{"nested", "$[?@[?@.b == 'k']]", "/a"},
        Row{"length", "$..book[?length(@.title) == 5]", "/store/book/1 /store/book/3"},
        Row{"count", "$[?count(@.*) == 2]", "/store /x"}, Row{"match", "$.a[?match(@.b, '[jk]')]", "/a/6 /a/7"},
        Row{"search", "$.a[?search(@.b, '[jk]')]", "/a/6 /a/7 /a/9"}, Row{"value", "$.a[?value(@..b) == 'j']", "/a/6"},
        Row{"bad_pattern", "$.a[?match(@.b, '[')]", ""}, Row{"no_dollar", "store", "error"},
        Row{"empty_name", "$.", "error"}, Row{"empty_brackets", "$[]", "error"}, Row{"leading_zero", "$[01]", "error"},
        Row{"minus_zero", "$[-0]", "error"}, Row{"too_large", "$[9007199254740992]", "error"},
        Row{"open_string", "$['a]", "error"}, Row{"half_a_pair", R"($['\uD800'])", "error"},
        Row{"trailing", "$.a ", "error"}, Row{"several_compared", "$[?@.* == 1]", "error"},
        Row{"test_compared", "$[?match(@.a,'b') == true]", "error"}, Row{"value_as_test", "$[?length(@.a)]", "error"},
        Row{"literal_as_test", "$[?true]", "error"}, Row{"count_of_a_value", "$[?count(1) == 1]", "error"},
        Row{"unknown_function", "$[?size(@) == 1]", "error"}, Row{"arguments", "$[?length(@.a, @.b) == 1]", "error"},
        Row{"double_not", "$[?!!@.a]", "error"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(JsonPaths, AreBounded) {
  std::string deep = "$[?";
  for (int i = 0; i < 1000; ++i) deep += "(";
  EXPECT_FALSE(JsonPath::parse(deep + "@.a"));
  std::string nested = "1";
  for (int i = 0; i < 200; ++i) nested = "[" + nested + "," + nested.substr(0, 40) + "]";
  const auto document = Document::parse_json("[[[[[[[[[[1,1,1],1,1],1,1],1,1],1,1],1,1],1,1],1,1],1,1],1,1]");
  std::string path = "$";
  for (int i = 0; i < 30; ++i) path += "..*";
  const auto bounded = JsonPath::parse(path);
  ASSERT_TRUE(bounded);
  const auto found = bounded->select(document->root());
  EXPECT_TRUE(found ? found->empty() : found.error().message.find("more than") != std::string::npos);
}

TEST(JsonPaths, HoldNoMoreThanTheirShare) {
  const auto document = Document::parse_json(R"({"a":{"a":{"a":{"a":1}}}})");
  std::string names = "['a'";
  for (int i = 1; i < 100; ++i) names += ",'a'";
  names += "]";
  const auto path = JsonPath::parse("$" + names + names + names + names);
  ASSERT_TRUE(path);
  const auto found = path->select(document->root());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "the JSONPath selects more than 128 MiB of pointers");
}

}  // namespace
}  // namespace squall::tests
