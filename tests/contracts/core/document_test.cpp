#include "contracts/core/document.h"

#include <gtest/gtest.h>

#include "contracts/core/value.h"

namespace squall::contracts {
namespace {

struct Reading {
  std::string name;
  Syntax syntax;
  std::string text;
  std::string expected;  // compact JSON, or the error as text
};
void PrintTo(const Reading& reading, std::ostream* out) {
  *out << reading.name;
}

class DocumentReads : public testing::TestWithParam<Reading> {};

TEST_P(DocumentReads, AsExpected) {
  const Reading& reading = GetParam();
  const auto document = Document::parse(reading.text, "f", reading.syntax);
  EXPECT_EQ(document ? to_json(document->root()) : to_string(document.error()), reading.expected);
}

const Reading kJson[] = {
    {"scalars", Syntax::json, R"([null,true,false,"a",-1.50e+2])", R"([null,true,false,"a",-1.50e+2])"},
    {"bom", Syntax::json, "\xEF\xBB\xBF{}", "{}"},
    {"empty_containers", Syntax::json, " { \"a\" : [ ] , \"b\":{} }\r\n", R"({"a":[],"b":{}})"},
    {"escapes", Syntax::json, R"("\u0041\n\"\\\/\u00e9\uD83D\uDE00 plain after")", "\"A\\n\\\"\\\\/é😀 plain after\""},
    {"numbers_keep_digits", Syntax::json, "[1e400,0.10,9007199254740993]", "[1e400,0.10,9007199254740993]"},
    {"empty", Syntax::json, "", "f:1:1: expected a JSON value, found the end of the text"},
    {"duplicate", Syntax::json, "{\"a\":1,\n \"a\":2}", "f:2:2: key 'a' stands twice in one object"},
    {"trailing_comma", Syntax::json, "[1,]", "f:1:4: expected a JSON value, found ']'"},
    {"two_values", Syntax::json, "1 2", "f:1:3: expected the end of the document, found '2'"},
    {"leading_zero", Syntax::json, "[01]", "f:1:2: a number must not start with 0"},
    {"lone_surrogate", Syntax::json, R"(["\uD800x"])", "f:1:3: half a surrogate pair"},
    {"lone_low_surrogate", Syntax::json, R"(["\uDC00"])", "f:1:3: half a surrogate pair"},
    {"encoded_surrogate", Syntax::json, "[\"\xED\xA0\x80\"]", "f:1:3: not well-formed UTF-8"},
    {"overlong", Syntax::json, "[\"\xC0\xAF\"]", "f:1:3: not well-formed UTF-8"},
    {"control_character", Syntax::json, "[\"a\tb\"]", "f:1:4: a control character in a string must be escaped"},
    {"open_string", Syntax::json, "[\"abcdefghijk",
     "f:1:14: expected '\"' to end the string, found the end of the text"},
    {"zero_byte", Syntax::json, std::string("[1,\0]", 5), "f:1:4: expected a JSON value, found byte 0"},
    {"zero_byte_in_string", Syntax::json, std::string("\"a\0b\"", 5),
     "f:1:3: a control character in a string must be escaped"},
    {"open_object", Syntax::json, "{\"a\":1", "f:1:7: expected ',' or '}' after a member, found the end of the text"},
    {"nan", Syntax::json, "NaN", "f:1:1: expected a JSON value, found 'N'"},
};

const Reading kYaml[] = {
    {"core_schema", Syntax::yaml,
     "[no, yes, on, ~, null, True, 'true', 0777, 0o17, 0x1F, +1, .5, 5., 1e3, 12:30, 2001-01-01, 0b1]",
     R"(["no","yes","on",null,null,true,"true",777,15,31,1,0.5,5,1e3,"12:30","2001-01-01","0b1"])"},
    {"quoted_stays_text", Syntax::yaml, "{a: '1', b: \"null\", c: !!str 1, d: !!int '7'}",
     R"({"a":"1","b":"null","c":"1","d":7})"},
    {"keys_are_text", Syntax::yaml, "200: {no: 1}\n", R"({"200":{"no":1}})"},
    {"huge_hex", Syntax::yaml, "0xFFFFFFFFFFFFFFFFFF", "4722366482869645213695"},
    {"block", Syntax::yaml, "a: |\n  x\n  y\nb: >-\n  p\n  q\n", R"({"a":"x\ny\n","b":"p q"})"},
    {"alias", Syntax::yaml, "a: &x {k: [1]}\nb: *x\n", R"({"a":{"k":[1]},"b":{"k":[1]}})"},
    {"merge", Syntax::yaml, "base: &b {x: 1, y: 2}\nc: {<<: *b, y: 3}\n",
     R"({"base":{"x":1,"y":2},"c":{"x":1,"y":3}})"},
    {"merge_list", Syntax::yaml, "- &a {x: 1}\n- &b {x: 2, y: 2}\n- {z: 0, <<: [*a, *b]}\n",
     R"([{"x":1},{"x":2,"y":2},{"z":0,"x":1,"y":2}])"},
    {"quoted_merge_is_a_key", Syntax::yaml, "{'<<': 1}", R"({"<<":1})"},
    {"empty", Syntax::yaml, "# nothing\n", "null"},
    {"json", Syntax::yaml, R"({"a": [1.50, "x"]})", R"({"a":[1.50,"x"]})"},
    {"bom", Syntax::yaml,
     "\xEF\xBB\xBF"
     "a: {x: 1}\nb: 2\n",
     R"({"a":{"x":1},"b":2})"},
    {"bom_and_more", Syntax::yaml,
     "\xEF\xBB\xBF"
     "a: \xC3\xA9\nb: [*x]\n",
     "f:2:5: no anchor 'x' before this alias"},
    {"bom_and_json", Syntax::yaml, "\xEF\xBB\xBF{a: *x}", "f:1:8: no anchor 'x' before this alias"},
    {"duplicate", Syntax::yaml, "a: 1\nb: 2\na: 3\n", "f:3:1: key 'a' stands twice in one mapping"},
    {"empty_keys", Syntax::yaml, "?\n?\n", "f:2:2: key '' stands twice in one mapping"},
    {"second_document", Syntax::yaml, "a: 1\n---\nb: 2\n",
     "f:2:1: expected one document, found a second; keep each document in a file of its own"},
    {"infinity", Syntax::yaml, "a: .inf",
     "f:1:4: '.inf' is a number that JSON does not have; quote it if text is meant"},
    {"unknown_anchor", Syntax::yaml, "a: *x", "f:1:4: no anchor 'x' before this alias"},
    {"cycle", Syntax::yaml, "a: &x [*x]", "f:1:8: no anchor 'x' before this alias"},
    {"complex_key", Syntax::yaml, "{[1]: 2}", "f:1:2: a key must be a scalar; quote the key if it starts with { or ["},
    {"unknown_tag", Syntax::yaml, "a: !thing 1", "f:1:4: tag '!thing' is not of the YAML core schema; remove the tag"},
    {"wrong_tag", Syntax::yaml, "a: !!int x", "f:1:4: 'x' is not what its tag !!int says"},
    {"tab_indent", Syntax::yaml, "a:\n\t- b\n",
     "f:2:1: while scanning for the next token: found character that cannot start any token"},
};

INSTANTIATE_TEST_SUITE_P(Json, DocumentReads, testing::ValuesIn(kJson), [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(Yaml, DocumentReads, testing::ValuesIn(kYaml), [](const auto& row) { return row.param.name; });

std::string nested(std::size_t depth, char open, char close) {
  return std::string(depth, open) + std::string(depth, close);
}

TEST(Document, RefusesDeepNesting) {
  EXPECT_TRUE(Document::parse_json(nested(512, '[', ']')));
  for (const Syntax syntax : {Syntax::json, Syntax::yaml}) {
    const auto document = Document::parse(nested(513, '[', ']'), "f", syntax);
    ASSERT_FALSE(document);
    EXPECT_EQ(to_string(document.error()), "f:1:513: nested deeper than 512 levels");
  }
  EXPECT_FALSE(Document::parse_json(std::string(10'000'000, '[')));  // NOLINT(bugprone-string-constructor): meant
  EXPECT_FALSE(Document::parse(std::string(100'000, '['), "f", Syntax::yaml));
}

TEST(Document, AliasesCostWhatTheyExpandTo) {
  std::string laughs = "- &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    laughs += "- &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) laughs += (j != 0 ? ", *a" : "*a") + std::to_string(i - 1);
    laughs += "]\n";
  }
  const auto document = Document::parse(laughs, "f", Syntax::yaml);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().message, "more than 20000000 values after aliases are expanded");

  std::string deep = "- &a0 [x]\n";
  for (int i = 1; i < 600; ++i) {
    deep += "- &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  }
  const auto chain = Document::parse(deep, "f", Syntax::yaml);
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().message, "nested deeper than 512 levels");
}

TEST(Document, LocatesEveryNode) {
  const std::string text = "a: é\nb:\n  - {x/y: 1}\n  - two\n";
  const auto document = Document::parse(text, "f.yaml", Syntax::yaml);
  ASSERT_TRUE(document);
  const Node* two = document->root().resolve("/b/1");
  ASSERT_NE(two, nullptr);
  EXPECT_EQ(document->locate(*two), (Location{"f.yaml", 4, 5, "/b/1"}));
  const Node* one = document->root().resolve("/b/0/x~1y");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(document->locate(*one), (Location{"f.yaml", 3, 11, "/b/0/x~1y"}));
  EXPECT_EQ(document->locate(document->root()), (Location{"f.yaml", 1, 1, ""}));
  EXPECT_EQ(document->locate_key(document->root(), "b"), (Location{"f.yaml", 2, 1, "/b"}));
}

TEST(Document, LocatesAliasesAndMergedMembers) {
  const auto document = Document::parse("a: &x {k: [1]}\nb: *x\nc: {<<: *x}\n", "f", Syntax::yaml);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->locate(*document->root().resolve("/b")), (Location{"f", 2, 4, "/b"}));
  EXPECT_EQ(document->locate(*document->root().resolve("/b/k")), (Location{"f", 1, 11, "/a/k"}));
  EXPECT_EQ(document->locate(*document->root().resolve("/c/k")), (Location{"f", 3, 9, "/c/k"}));
}

TEST(Document, LocatesBuiltNodesByPointerOnly) {
  const auto document = Document::of(Value(Object{{"a", Array{1, 2}}}));
  EXPECT_EQ(document.locate(*document.root().resolve("/a/1")), (Location{"", 0, 0, "/a/1"}));
}

TEST(Document, FindsMembersOfLargeObjects) {
  Object members;
  for (int i = 0; i < 1000; ++i) members.emplace_back("key" + std::to_string(i), i);
  const auto document = Document::parse_json(to_json(Value(members)));
  ASSERT_TRUE(document);
  for (int i = 0; i < 1000; ++i) {
    const Node* found = document->root().find("key" + std::to_string(i));
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->text(), std::to_string(i));
  }
  EXPECT_EQ(document->root().find("key1000"), nullptr);
  EXPECT_FALSE(Document::parse_json(to_json(Value(members)).insert(1, "\"key500\":0,")));
}

TEST(Document, SaysWhyAFileCannotBeRead) {
  const auto missing = Document::load("/nowhere/at/all.yaml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(to_string(missing.error()), "/nowhere/at/all.yaml: cannot read the file: No such file or directory");
  EXPECT_EQ(missing.error().kind, ErrorKind::io);
}

TEST(Node, EqualsByJsonSchemaRules) {
  const struct {
    const char *a, *b;
    bool equal;
  } rows[] = {{"1", "1.0", true},
              {"1e2", "100", true},
              {"0", "-0.0", true},
              {"1", "\"1\"", false},
              {"true", "1", false},
              {R"({"a":1,"b":2})", R"({"b":2.0,"a":1})", true},
              {"[1,2]", "[2,1]", false},
              {"{}", "[]", false},
              {"9007199254740993", "9007199254740992", false},
              {R"({"a":1})", R"({"b":1})", false}};
  for (const auto& row : rows) {
    const auto a = Document::parse_json(row.a);
    const auto b = Document::parse_json(row.b);
    EXPECT_EQ(equal(a->root(), b->root()), row.equal) << row.a << " and " << row.b;
  }
}

TEST(Node, ResolvesPointers) {
  // RFC 6901, section 5.
  const auto document = Document::parse_json(R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8," ":7})");
  ASSERT_TRUE(document);
  const Node& root = document->root();
  EXPECT_EQ(root.resolve(""), &root);
  EXPECT_EQ(root.resolve("/foo/0")->text(), "bar");
  EXPECT_EQ(root.resolve("/")->text(), "0");
  EXPECT_EQ(root.resolve("/a~1b")->text(), "1");
  EXPECT_EQ(root.resolve("/m~0n")->text(), "8");
  EXPECT_EQ(root.resolve("/ ")->text(), "7");
  for (const char* nowhere : {"/foo/2", "/foo/01", "/foo/-", "/nope", "foo", "/foo/0/x"}) {
    EXPECT_EQ(root.resolve(nowhere), nullptr) << nowhere;
  }
}

TEST(Value, IsChangedAndWrittenInOrder) {
  Value value;
  value.set("b", 1);
  value.set("a", Array{true, nullptr, "x\ty", 1.5, Lexeme{"1.50"}});
  value.set("b", std::int64_t{-2});
  EXPECT_EQ(to_json(value), R"({"b":-2,"a":[true,null,"x\ty",1.5,1.50]})");
  ASSERT_NE(value.resolve("/a/2"), nullptr);
  *value.resolve("/a/2") = "z";
  EXPECT_TRUE(value.erase("b"));
  EXPECT_FALSE(value.erase("b"));
  const auto document = Document::of(value);
  EXPECT_EQ(to_json(document.root()), R"({"a":[true,null,"z",1.5,1.50]})");
  EXPECT_EQ(Value(document.root()), value);
}

}  // namespace
}  // namespace squall::contracts
