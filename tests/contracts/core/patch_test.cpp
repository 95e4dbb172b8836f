#include "contracts/core/patch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/document.h"

namespace squall::contracts {
namespace {

Value value_of(const std::string& json) {
  auto document = Document::parse_json(json);
  EXPECT_TRUE(document) << json;
  return document ? Value(document->root()) : Value();
}

struct Merge {
  const char *target, *patch, *result;
};

// RFC 7396, appendix A.
TEST(MergePatch, DoesWhatTheRfcShows) {
  for (const Merge& row :
       {Merge{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        Merge{R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"}, Merge{R"({"a":"b"})", R"({"a":null})", "{}"},
        Merge{R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        Merge{R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        Merge{R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
        Merge{R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
        Merge{R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        Merge{R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"}, Merge{R"({"a":"b"})", R"(["c"])", R"(["c"])"},
        Merge{R"({"a":"foo"})", "null", "null"}, Merge{R"({"a":"foo"})", R"("bar")", R"("bar")"},
        Merge{R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
        Merge{R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
        Merge{"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"}}) {
    EXPECT_EQ(to_json(merge_patch(value_of(row.target), value_of(row.patch))), row.result) << row.target << row.patch;
  }
}

struct Row {
  const char *name, *target, *patch;
  const char* result;  // or, after "!", what the error says, "pointer: message"
};

class JsonPatch : public testing::TestWithParam<Row> {};

TEST_P(JsonPatch, DoesAllOrNothing) {
  const Row& row = GetParam();
  const auto patched = apply_patch(value_of(row.target), value_of(row.patch));
  if (row.result[0] == '!') {
    ASSERT_FALSE(patched);
    EXPECT_THAT(patched.error().location.pointer + ": " + patched.error().message, testing::StartsWith(row.result + 1));
  } else {
    ASSERT_TRUE(patched) << to_string(patched.error());
    EXPECT_EQ(to_json(*patched), row.result);
  }
}

// The first ones are those of RFC 6902, appendix A.
INSTANTIATE_TEST_SUITE_P(
    Patch, JsonPatch,
    testing::Values(
        Row{"add_a_member", R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])",
            R"({"foo":"bar","baz":"qux"})"},
        Row{"add_an_item", R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])",
            R"({"foo":["bar","qux","baz"]})"},
        Row{"add_at_the_end", R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc"]}])",
            R"({"foo":["bar",["abc"]]})"},
        Row{"remove_a_member", R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])",
            R"({"foo":"bar"})"},
        Row{"remove_an_item", R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])",
            R"({"foo":["bar","baz"]})"},
        Row{"replace", R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])",
            R"({"baz":"boo","foo":"bar"})"},
        Row{"move_a_member", R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
            R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])",
            R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})"},
        Row{"move_an_item", R"({"foo":["all","grass","cows","eat"]})",
            R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])", R"({"foo":["all","cows","eat","grass"]})"},
        Row{"test_holds", R"({"baz":"qux","n":[1.0]})",
            R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/n/0","value":1}])",
            R"({"baz":"qux","n":[1.0]})"},
        Row{"test_fails", R"({"baz":"qux"})", R"([{"op":"test","path":"/baz","value":"bar"}])",
            "!/0: the test of /baz fails"},
        Row{"add_to_nothing", R"({"foo":"bar"})", R"([{"op":"add","path":"/baz/bat","value":"qux"}])",
            "!/0/path: there is nothing at /baz/bat"},
        Row{"unknown_members_are_ignored", R"({"foo":"bar"})",
            R"([{"op":"add","path":"/baz","value":"qux","xyz":123}])", R"({"foo":"bar","baz":"qux"})"},
        Row{"copy", R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/c"},{"op":"remove","path":"/a/b"}])",
            R"({"a":{},"c":{"b":1}})"},
        Row{"escapes", R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}])",
            R"({"~1":10})"},
        Row{"the_whole", R"({"a":1})", R"([{"op":"replace","path":"","value":[]},{"op":"add","path":"/0","value":2}])",
            "[2]"},
        Row{"index_beyond", R"([1])", R"([{"op":"add","path":"/2","value":2}])", "!/0/path: there is nothing at /2"},
        Row{"index_with_zero", R"([1,2])", R"([{"op":"replace","path":"/01","value":2}])",
            "!/0/path: there is nothing"},
        Row{"into_itself", R"({"a":{}})", R"([{"op":"move","from":"/a","path":"/a/b"}])",
            "!/0/path: /a cannot be moved"},
        Row{"second_fails", R"({"a":1})", R"([{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}])",
            "!/1/path: there is nothing at /a"},
        Row{"no_value", R"({})", R"([{"op":"add","path":"/a"}])", "!/0: 'value' is missing"},
        Row{"no_operation", R"({})", R"([{"op":"spam","path":"/a"}])", "!/0/op: 'spam' is no operation"},
        Row{"no_array", R"({})", R"({"a":1})", "!: a JSON Patch is an array"},
        Row{"no_pointer", R"({})", R"([{"op":"remove","path":"a"}])", "!/0/path: 'a' is no JSON Pointer"}),
    [](const auto& row) { return row.param.name; });

Value copying(const std::string& from, const std::string& path) {
  return Value(Object{{"op", Value("copy")}, {"from", Value(from)}, {"path", Value(path)}});
}

TEST(JsonPatch, IsBoundedWhereCopiesDouble) {
  Value operations{Array{}};
  for (int i = 0; i < 40; ++i) operations.items().push_back(copying("", "/a" + std::to_string(i)));
  const auto patched = apply_patch(value_of("{}"), operations);
  ASSERT_FALSE(patched);
  EXPECT_THAT(patched.error().message, testing::HasSubstr("too large"));
}

TEST(JsonPatch, IsBoundedWhereCopiesGoDeep) {
  Value operations{Array{}};
  std::string deepest = "/a";
  for (int i = 0; i < 17; ++i) {
    operations.items().push_back(copying("/a", deepest + "/a"));
    deepest += deepest;
  }
  const auto patched = apply_patch(value_of(R"({"a":{}})"), operations);
  ASSERT_FALSE(patched);
  EXPECT_THAT(patched.error().message, testing::HasSubstr("too deep"));
  EXPECT_EQ(patched.error().location.pointer, "/8/path");
}

TEST(JsonPatch, IsBoundedWhereManyOperationsMeetALargeDocument) {
  const Value large{Array(300'000, Value(1))};
  Value operations{Array{}};
  for (int i = 0; i < 1'000; ++i)
    operations.items().push_back(Value(Object{{"op", Value("test")}, {"path", Value("/0")}, {"value", Value(1)}}));
  const auto patched = apply_patch(large, operations);
  ASSERT_FALSE(patched);
  EXPECT_THAT(patched.error().message, testing::HasSubstr("too many operations"));
}

}  // namespace
}  // namespace squall::contracts
