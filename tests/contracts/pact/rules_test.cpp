// What each matcher asks of a JSON body, by rules of version 3 and 4.

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "contracts/pact/match.h"
#include "contracts/pact/read.h"

namespace squall::tests {
namespace {

using namespace contracts;

struct Row {
  const char* name;
  const char* example;
  const char* rules;  // of the body
  const char* actual;
  const char* mismatch;  // "" when it matches; else how the first one begins: pointer, then ": ", then the message
};

std::string first_mismatch(const Row& row) {
  const std::string text =
      std::string(R"({"status": 200, "body": )") + row.example + R"(, "matchingRules": {"body": )" + row.rules + "}}";
  auto document = Document::parse_json(text);
  if (!document) return to_string(document.error());
  pact::Pact pact;
  pact.document = std::make_shared<const Document>(std::move(*document));
  const auto expected = pact::read_response(*pact.document, pact.document->root(), pact::Version::v3);
  if (!expected) return "unreadable: " + expected.error().front().message;
  const http::Response actual{200, "", {{"Content-Type", "application/json"}}, row.actual};
  const auto violations = pact::match_response(pact, *expected, actual);
  if (violations.empty()) return "";
  return violations.front().pointer + ": " + violations.front().message;
}

constexpr Row kRows[] = {
    {"equality over a cascading type", R"({"a": {"b": 1, "c": 1}})",
     R"({"$.a": {"matchers": [{"match": "type"}]}, "$.a.c": {"matchers": [{"match": "equality"}]}})",
     R"({"a": {"b": 2, "c": 2}})", "/a/c: must be 1, is 2"},
    {"equality of an object refuses more", R"({"a": {"b": 1}})", R"({"$.a": {"matchers": [{"match": "equality"}]}})",
     R"({"a": {"b": 1, "c": 1}})", "/a: must not have 'c'"},
    {"equal numbers, written differently", R"({"a": 1.0})", "{}", R"({"a": 1})", ""},
    {"regex matches the whole", R"({"a": "x1"})", R"({"$.a": {"matchers": [{"match": "regex", "regex": "[a-z]\\d"}]}})",
     R"({"a": "x12"})", "/a: must match"},
    {"regex of a number", R"({"a": 12})", R"({"$.a": {"matchers": [{"match": "regex", "regex": "\\d+"}]}})",
     R"({"a": 7})", ""},
    {"regex that nobody can tell", R"({"a": "a"})",
     R"({"$.a": {"matchers": [{"match": "regex", "regex": "(a|a|aa)+$"}]}})",
     R"({"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"})", "/a: must match (a|a|aa)+$"},
    {"type of null", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "type"}]}})", R"({"a": null})",
     "/a: must be of the type number"},
    {"type or null", R"({"a": [1]})",
     R"({"$.a": {"combine": "OR", "matchers": [{"match": "type"}, {"match": "null"}]}})", R"({"a": null})", ""},
    {"type and regex", R"({"a": "x"})",
     R"({"$.a": {"matchers": [{"match": "type"}, {"match": "regex", "regex": "y"}]}})", R"({"a": "x"})",
     "/a: must match y"},
    {"at least", R"([1])", R"({"$": {"matchers": [{"match": "type", "min": 2}]}})", R"([1])",
     ": must have at least 2 items, has 1"},
    {"at most", R"([1])", R"({"$": {"matchers": [{"match": "type", "max": 1}]}})", R"([1, 2])",
     ": must have at most 1 items, has 2"},
    {"counts do not cascade", R"({"a": [[1]]})", R"({"$.a": {"matchers": [{"match": "type", "min": 2}]}})",
     R"({"a": [[1], [2]]})", ""},
    {"an empty list of many", R"([1])", R"({"$": {"matchers": [{"match": "type"}]}})", "[]", ""},
    {"each item as the first", R"([{"a": 1}])", R"({"$": {"matchers": [{"match": "type"}]}})",
     R"([{"a": 2}, {"b": 2}])", "/1: must have 'a', which is absent"},
    {"include", R"({"a": "x"})", R"({"$.a": {"matchers": [{"match": "include", "value": "zz"}]}})", R"({"a": "pizza"})",
     ""},
    {"not included", R"({"a": "x"})", R"({"$.a": {"matchers": [{"match": "include", "value": "zz"}]}})",
     R"({"a": "pasta"})", "/a: must contain \"zz\""},
    {"integer", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "integer"}]}})", R"({"a": 10})", ""},
    {"no integer", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "integer"}]}})", R"({"a": 10.0})",
     "/a: must be an integer"},
    {"no integer in quotes", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "integer"}]}})", R"({"a": "10"})",
     "/a: must be an integer"},
    {"decimal", R"({"a": 1.5})", R"({"$.a": {"matchers": [{"match": "decimal"}]}})", R"({"a": 10.0})", ""},
    {"no decimal", R"({"a": 1.5})", R"({"$.a": {"matchers": [{"match": "decimal"}]}})", R"({"a": 10})",
     "/a: must be a decimal number"},
    {"number", R"({"a": 1.5})", R"({"$.a": {"matchers": [{"match": "number"}]}})", R"({"a": 10})", ""},
    {"boolean", R"({"a": true})", R"({"$.a": {"matchers": [{"match": "boolean"}]}})", R"({"a": "false"})", ""},
    {"no boolean", R"({"a": true})", R"({"$.a": {"matchers": [{"match": "boolean"}]}})", R"({"a": "no"})",
     "/a: must be true or false"},
    {"null", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "null"}]}})", R"({"a": 1})", "/a: must be null"},
    {"timestamp", R"({"a": "x"})", R"({"$.a": {"matchers": [{"match": "timestamp", "format": "yyyy"}]}})",
     R"({"a": "2024"})", ""},
    {"a timestamp as version 2 named it", R"({"a": "x"})",
     R"({"$.a": {"matchers": [{"match": "timestamp", "timestamp": "yyyy"}]}})", R"({"a": "24"})",
     "/a: must be written as yyyy"},
    {"date without a format", R"({"a": "x"})", R"({"$.a": {"matchers": [{"match": "date"}]}})",
     R"({"a": "2024-12-32"})", "/a: must be written"},
    {"not empty", R"({"a": [1]})", R"({"$.a": {"matchers": [{"match": "notEmpty"}]}})", R"({"a": []})",
     "/a: must not be empty"},
    {"semver", R"({"a": "1.0.0"})", R"({"$.a": {"matchers": [{"match": "semver"}]}})", R"({"a": "1.2.3-rc.1+build.7"})",
     ""},
    {"no semver", R"({"a": "1.0.0"})", R"({"$.a": {"matchers": [{"match": "semver"}]}})", R"({"a": "1.02.3"})",
     "/a: must be a version"},
    {"values, whatever the names", R"({"a": {"x": 1}})",
     R"({"$.a": {"matchers": [{"match": "values"}]}, "$.a.*": {"matchers": [{"match": "type"}]}})",
     R"({"a": {"y": 2, "z": "3"}})", "/a/z: must be of the type number"},
    {"values alone: as the example", R"({"a": {"k": "s"}})", R"({"$.a": {"matchers": [{"match": "values"}]}})",
     R"({"a": {"z": "s"}})", ""},
    {"values alone: another", R"({"a": {"k": "s"}})", R"({"$.a": {"matchers": [{"match": "values"}]}})",
     R"({"a": {"z": 5}})", "/a/z: must be \"s\", is 5"},
    {"values alone: another kind", R"({"a": {"k": "s"}})", R"({"$.a": {"matchers": [{"match": "values"}]}})",
     R"({"a": {"z": [1]}})", "/a/z: must be \"s\", is [1]"},
    {"values alone: another of the same name", R"({"a": {"k": "s"}})",
     R"({"$.a": {"matchers": [{"match": "values"}]}})", R"({"a": {"k": 5}})", "/a/k: must be \"s\", is 5"},
    {"values alone: further down", R"({"a": {"k": {"n": "s"}}})", R"({"$.a": {"matchers": [{"match": "values"}]}})",
     R"({"a": {"z": {"n": 5}}})", "/a/z/n: must be \"s\", is 5"},
    {"values in a type", R"({"a": {"k": {"n": "s"}}})",
     R"({"$": {"matchers": [{"match": "type"}]}, "$.a": {"matchers": [{"match": "values"}]}})",
     R"({"a": {"z": {"n": "t"}}})", "/a/z/n: must be \"s\", is \"t\""},
    {"values of what has none", R"({"a": "s"})", R"({"$.a": {"matchers": [{"match": "values"}]}})", R"({"a": "t"})",
     "/a: must be \"s\""},
    {"values or null", R"({"a": {"k": 1}})",
     R"({"$.a": {"combine": "OR", "matchers": [{"match": "values"}, {"match": "null"}]}})", R"({"a": {"z": 1}})", ""},
    {"each value", R"({"a": {"x": "1"}})",
     R"({"$.a": {"matchers": [{"match": "eachValue", "rules": [{"match": "regex", "regex": "\\d"}]}]}})",
     R"({"a": {"y": "2", "z": "zz"}})", "/a/z: must match"},
    {"each value of a list", R"(["1"])",
     R"({"$": {"matchers": [{"match": "eachValue", "rules": [{"match": "regex", "regex": "\\d"}]}]}})",
     R"(["1", "2", "x"])", "/2: must match"},
    {"each key", R"({"a": {"x1": 1}})",
     R"({"$.a": {"matchers": [{"match": "eachKey", "rules": [{"match": "regex", "regex": "x\\d"}]}]}})",
     R"({"a": {"x2": 2, "y": 2}})", "/a: its key must match"},
    {"array contains", R"([{"k": "a", "v": 1}, {"k": "b"}])",
     R"({"$": {"matchers": [{"match": "arrayContains", "variants": [
        {"index": 0, "rules": {"$.v": {"matchers": [{"match": "integer"}]}}}, {"index": 1, "rules": {}}]}]}})",
     R"([{"k": "c"}, {"k": "b"}, {"k": "a", "v": 7}])", ""},
    {"array contains not", R"([{"k": "a"}])",
     R"({"$": {"matchers": [{"match": "arrayContains", "variants": [{"index": 0, "rules": {}}]}]}})", R"([{"k": "c"}])",
     R"(: must contain an item as {"k":"a"})"},
    {"array contains every item of its example", R"([1, 2])",
     R"({"$": {"matchers": [{"match": "arrayContains", "variants": []}]}})", R"([3, 2])",
     ": must contain an item as 1"},
    {"a list where an object was", R"({"a": {"b": 1}})", R"({"$.a": {"matchers": [{"match": "type"}]}})",
     R"({"a": [1]})", "/a: must be of the type object"},
    {"a matcher nobody knows", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "tpye"}]}})", "{}",
     "unreadable: the matcher 'tpye' is not known"},
    {"a regex that is none", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "regex", "regex": "("}]}})", "{}",
     "unreadable: the regex '('"},
    {"a regex that is one only with brackets around", R"({"a": 1})",
     R"x({"$.a": {"matchers": [{"match": "regex", "regex": "a)(b"}]}})x", "{}", "unreadable: the regex 'a)(b'"},
    {"a regex that is not there", R"({"a": 1})", R"({"$.a": {"matchers": [{"match": "regex"}]}})", "{}",
     "unreadable: the matcher 'regex' needs"},
    {"a path that is none", R"({"a": 1})", R"({"$.": {"matchers": [{"match": "type"}]}})", "{}",
     "unreadable: '$.' is no path"},
};

class BodyRule : public testing::TestWithParam<Row> {};

TEST_P(BodyRule, Decides) {
  const Row& row = GetParam();
  const std::string found = first_mismatch(row);
  if (*row.mismatch == '\0') {
    EXPECT_EQ(found, "");
  } else {
    EXPECT_TRUE(found.starts_with(row.mismatch)) << "found '" << found << "', not '" << row.mismatch << "'";
  }
}

std::string row_name(const testing::TestParamInfo<Row>& info) {
  std::string name = info.param.name;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rows, BodyRule, testing::ValuesIn(kRows), row_name);

TEST(BodyRules, NestedArrayContainsEnds) {
  std::string example = "1", actual = "2", rules = "{}";
  for (int level = 0; level < 8; ++level) {
    example = "[" + example + "]";
    actual = "[" + actual + "]";
    std::string variants;
    for (int i = 0; i < 4; ++i) variants += std::string(i == 0 ? "" : ",") + R"({"index": 0, "rules": )" + rules + "}";
    rules = R"({"$": {"matchers": [{"match": "arrayContains", "variants": [)" + variants + "]}]}}";
  }
  const Row row{"", example.c_str(), rules.c_str(), actual.c_str(), ""};
  EXPECT_NE(first_mismatch(row), "");
}

TEST(BodyRules, EveryMatcherHasARow) {
  std::string all;
  for (const Row& row : kRows) all += row.rules;
  for (const pact::MatcherType& type : pact::matcher_types()) {
    static const std::set<std::string_view> elsewhere = {"statusCode", "contentType"};
    static const std::set<std::string_view> other_names = {"content-type", "array-contains", "real", "datetime",
                                                           "time"};
    if (elsewhere.contains(type.name) || other_names.contains(type.name)) continue;
    EXPECT_NE(all.find("\"" + std::string(type.name) + "\""), std::string::npos) << type.name << " has no row";
  }
}

}  // namespace
}  // namespace squall::tests
