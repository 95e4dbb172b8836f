// Every style and explode, read off the wire and written to it (OAS 3.0.4, section 4.7.12.3; RFC 6570).

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "contracts/match/parameter_reader.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/match/request_assembly.h"
#include "contracts/match/router.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Document;
using contracts::Value;

ContractPointer with_parameter(const std::string& parameter) {
  const bool path = parameter.find("in: path") != std::string::npos;
  return contract_of("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a" + std::string(path ? "/{p}" : "") +
                     ":\n    get:\n      parameters: [{" + parameter +
                     "}]\n      responses: {'200': {description: ok}}\n");
}

#define INTEGER "schema: {type: integer}"
#define STRING "schema: {type: string}"
#define INTEGERS "schema: {type: array, items: {type: integer}}"
#define STRINGS "schema: {type: array, items: {type: string}}"
#define OBJECT "schema: {type: object, properties: {a: {type: integer}, b: {type: string}}}"
#define INTEGERS_OR_ALL "schema: {anyOf: [{type: array, items: {type: integer}}, {type: string, enum: [all]}]}"
#define ONE_OR_MANY \
  "schema: {oneOf: [{type: string, maxLength: 3}, {type: array, items: {type: string, maxLength: 3}}]}"
#define PATH "name: p, in: path, required: true, "
#define QUERY "name: p, in: query, "
#define HEADER "name: p, in: header, "
#define COOKIE "name: p, in: cookie, "

struct Row {
  const char* name;
  const char* parameter;
  const char* wire;   // target, or "header: value"
  const char* value;  // JSON; "absent", or "problem"
  bool write_back = true;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

contracts::http::Request request_of(const Row& row) {
  contracts::http::Request request;
  const std::string wire = row.wire;
  const auto colon = wire.find(": ");
  if (colon == std::string::npos) {
    request.target = wire;
  } else {
    request.target = "/a";
    request.headers.add(wire.substr(0, colon), wire.substr(colon + 2));
  }
  return request;
}

class Read : public testing::TestWithParam<Row> {};
class Written : public testing::TestWithParam<Row> {};

TEST_P(Read, AsTheValue) {
  const Row& row = GetParam();
  const auto contract = with_parameter(row.parameter);
  const Router router(contract);
  const auto request = request_of(row);
  const auto route = router.route("GET", request.target);
  ASSERT_NE(route.operation, nullptr);
  const Reading reading = RequestParts(*route.operation, route, request).read(route.operation->parameters.at(0));
  if (std::string(row.value) == "absent") {
    EXPECT_FALSE(reading.value);
    EXPECT_EQ(reading.problem, "");
  } else if (std::string(row.value) == "problem") {
    EXPECT_NE(reading.problem, "");
  } else {
    ASSERT_TRUE(reading.value) << reading.problem;
    EXPECT_EQ(to_json(*reading.value), row.value);
  }
}

TEST_P(Written, AsOnTheWire) {
  const Row& row = GetParam();
  const auto contract = with_parameter(row.parameter);
  const auto& operation = contract->operations.at(0);
  RequestValues values;
  const auto document = Document::parse_json(row.value);
  ASSERT_TRUE(document);
  values.parameters.emplace_back(&operation.parameters.at(0), Value(document->root()));
  const auto request = assemble(*contract, operation, values);
  ASSERT_TRUE(request);
  EXPECT_EQ(*request, request_of(row));
}

// Whatever the schema allows and the style can say reads as the value it was.
TEST_P(Written, ReadsBackWhateverItIs) {
  const auto contract = with_parameter(GetParam().parameter);
  const Router router(contract);
  const auto& operation = contract->operations.at(0);
  const auto& parameter = operation.parameters.at(0);
  const auto& schema = parameter.content ? parameter.content->schema : parameter.schema;
  std::size_t carried = 0;
  for (const auto& variant : contracts::schema::variants(*schema, contracts::Random(1, "round trip"))) {
    RequestValues values;
    values.parameters.emplace_back(&parameter, variant.instance);
    const auto request = assemble(*contract, operation, values);
    if (!request) continue;
    const auto route = router.route("GET", request->target);
    ASSERT_NE(route.operation, nullptr) << request->target;
    const Reading reading = RequestParts(operation, route, *request).read(parameter);
    ASSERT_TRUE(reading.value) << to_json(variant.instance) << " became " << request->target;
    const bool either = parameter.wire && parameter.wire->allows(contracts::Kind::string) &&
                        parameter.wire->allows(contracts::Kind::number);  // text cannot tell 7 from "7"
    if (!either || scalar_text(variant.instance).empty()) {
      EXPECT_EQ(to_json(*reading.value), to_json(variant.instance)) << request->target;
    } else {
      EXPECT_EQ(scalar_text(*reading.value), scalar_text(variant.instance)) << request->target;
    }
    ++carried;
  }
  EXPECT_GT(carried, 0u);
}

const std::vector<Row> rows = {
    Row{"simple", PATH INTEGER, "/a/5", "5"},
    Row{"simple_text", PATH STRING, "/a/5", "\"5\""},
    Row{"simple_encoded", PATH STRING, "/a/x%2Fy%20z", "\"x/y z\""},
    Row{"simple_not_a_number", PATH INTEGER, "/a/five", "\"five\""},
    Row{"simple_array", PATH INTEGERS, "/a/3,4,5", "[3,4,5]"},
    Row{"simple_array_comma_inside", PATH STRINGS, "/a/x%2Cy,z", R"(["x,y","z"])"},
    Row{"simple_object", PATH OBJECT, "/a/a,1,b,x", R"({"a":1,"b":"x"})"},
    Row{"simple_object_odd", PATH OBJECT, "/a/a,1,b", "problem", false},
    Row{"simple_object_exploded", PATH "explode: true, " OBJECT, "/a/a=1,b=x", R"({"a":1,"b":"x"})"},
    Row{"label", PATH "style: label, " INTEGER, "/a/.5", "5"},
    Row{"label_without_dot", PATH "style: label, " INTEGER, "/a/5", "problem", false},
    Row{"label_array", PATH "style: label, " INTEGERS, "/a/.3,4", "[3,4]"},
    Row{"label_array_exploded", PATH "style: label, explode: true, " INTEGERS, "/a/.3.4", "[3,4]"},
    Row{"label_object", PATH "style: label, " OBJECT, "/a/.a,1,b,x", R"({"a":1,"b":"x"})"},
    Row{"label_object_exploded", PATH "style: label, explode: true, " OBJECT, "/a/.a=1.b=x", R"({"a":1,"b":"x"})"},
    Row{"matrix", PATH "style: matrix, " INTEGER, "/a/;p=5", "5"},
    Row{"matrix_other_name", PATH "style: matrix, " INTEGER, "/a/;q=5", "problem", false},
    Row{"matrix_array", PATH "style: matrix, " INTEGERS, "/a/;p=3,4", "[3,4]"},
    Row{"matrix_array_exploded", PATH "style: matrix, explode: true, " INTEGERS, "/a/;p=3;p=4", "[3,4]"},
    Row{"matrix_object", PATH "style: matrix, " OBJECT, "/a/;p=a,1,b,x", R"({"a":1,"b":"x"})"},
    Row{"matrix_object_exploded", PATH "style: matrix, explode: true, " OBJECT, "/a/;a=1;b=x", R"({"a":1,"b":"x"})"},
    Row{"form", QUERY INTEGER, "/a?p=5", "5"},
    Row{"form_absent", QUERY INTEGER, "/a?q=5", "absent", false},
    Row{"form_plus", QUERY STRING, "/a?p=x+y", "\"x y\"", false},
    Row{"form_no_value", QUERY STRING, "/a?p", "\"\"", false},
    Row{"form_encoded_name", QUERY INTEGER, "/a?%70=5", "5", false},
    Row{"form_boolean", QUERY "schema: {type: boolean}", "/a?p=true", "true"},
    Row{"form_big_number", QUERY INTEGER, "/a?p=9007199254740993", "9007199254740993"},
    Row{"form_leading_zero", QUERY INTEGER, "/a?p=007", "\"007\"", false},
    Row{"form_array", QUERY INTEGERS, "/a?p=3&p=4", "[3,4]"},
    Row{"form_array_one", QUERY INTEGERS, "/a?p=3", "[3]"},
    Row{"form_array_joined", QUERY "explode: false, " INTEGERS, "/a?p=3,4", "[3,4]"},
    Row{"form_array_joined_encoded", QUERY "explode: false, " STRINGS, "/a?p=x%2Cy,z", R"(["x,y","z"])"},
    Row{"form_object", QUERY OBJECT, "/a?a=1&b=x", R"({"a":1,"b":"x"})"},
    Row{"form_object_with_a_list",
        QUERY "schema: {type: object, properties: {a: {type: array, items: {type: integer}}}}", "/a?a=1&a=2",
        R"({"a":[1,2]})"},
    Row{"form_object_absent", QUERY OBJECT, "/a?c=1", "absent", false},
    Row{"form_object_joined", QUERY "explode: false, " OBJECT, "/a?p=a,1,b,x", R"({"a":1,"b":"x"})"},
    Row{"space", QUERY "style: spaceDelimited, explode: false, " INTEGERS, "/a?p=3%204", "[3,4]"},
    Row{"space_as_plus", QUERY "style: spaceDelimited, explode: false, " INTEGERS, "/a?p=3+4", "[3,4]", false},
    Row{"pipe", QUERY "style: pipeDelimited, explode: false, " INTEGERS, "/a?p=3|4", "[3,4]"},
    Row{"pipe_object", QUERY "style: pipeDelimited, explode: false, " OBJECT, "/a?p=a|1|b|x", R"({"a":1,"b":"x"})"},
    Row{"space_object", QUERY "style: spaceDelimited, explode: false, " OBJECT, "/a?p=a%201%20b%20x",
        R"({"a":1,"b":"x"})"},
    Row{"reserved", QUERY "allowReserved: true, " STRING, "/a?p=/x?y:z%26", "\"/x?y:z&\""},
    Row{"pipe_encoded", QUERY "style: pipeDelimited, explode: false, " INTEGERS, "/a?p=3%7C4", "[3,4]", false},
    Row{"deep_object", QUERY "style: deepObject, explode: true, " OBJECT, "/a?p%5Ba%5D=1&p%5Bb%5D=x",
        R"({"a":1,"b":"x"})"},
    Row{"deep_object_plain_brackets", QUERY "style: deepObject, " OBJECT, "/a?p[a]=1&p[b]=x", R"({"a":1,"b":"x"})",
        false},
    Row{"deep_object_absent", QUERY "style: deepObject, " OBJECT, "/a?p=1", "absent", false},
    Row{"deep_object_nested",
        QUERY "style: deepObject, schema: {type: object, properties: {a: {type: object, properties: {b: "
              "{type: integer}}}}}",
        "/a?p%5Ba%5D%5Bb%5D=1", R"({"a":{"b":1}})"},
    Row{"deep_object_list",
        QUERY "style: deepObject, schema: {type: object, properties: {a: {type: array, items: {type: "
              "integer}}}}",
        "/a?p%5Ba%5D=1&p%5Ba%5D=2", R"({"a":[1,2]})"},
    Row{"deep_object_indexed",
        QUERY "style: deepObject, schema: {type: object, properties: {a: {type: array, items: {type: "
              "integer}}}}",
        "/a?p[a][0]=1&p[a][]=2", R"({"a":[1,2]})", false},
    Row{"free_form_object", QUERY "required: true, schema: {type: object, minProperties: 1}", "/a?x=3&y=z",
        R"({"x":"3","y":"z"})", false},
    Row{"deep_object_list_of_objects",
        QUERY "style: deepObject, schema: {type: object, properties: {a: {type: array, items: {type: object, "
              "properties: {n: {type: integer}, t: {type: string}}}}}}",
        "/a?p[a][0][n]=1&p[a][1][n]=2&p[a][0][t]=x", R"({"a":[{"n":1,"t":"x"},{"n":2}]})", false},
    Row{"deep_object_list_of_lists",
        QUERY "style: deepObject, schema: {type: object, properties: {a: {type: array, items: {type: array, "
              "items: {type: integer}}}}}",
        "/a?p[a][0][]=1&p[a][0][]=2&p[a][1][]=3", R"({"a":[[1,2],[3]]})", false},
    Row{"content", QUERY "content: {application/json: {schema: {type: object}}}", "/a?p=%7B%22a%22%3A1%7D",
        R"({"a":1})"},
    Row{"content_broken", QUERY "content: {application/json: {schema: {type: object}}}", "/a?p=%7B", "problem", false},
    Row{"header", HEADER INTEGER, "p: 5", "5"},
    Row{"header_case", HEADER INTEGER, "P: 5", "5", false},
    Row{"header_array", HEADER INTEGERS, "p: 3,4", "[3,4]"},
    Row{"header_array_spaces", HEADER INTEGERS, "p: 3, 4", "[3,4]", false},
    Row{"header_not_decoded", HEADER STRING, "p: a%20b", "\"a%20b\""},
    Row{"header_object", HEADER OBJECT, "p: a,1,b,x", R"({"a":1,"b":"x"})"},
    Row{"header_object_exploded", HEADER "explode: true, " OBJECT, "p: a=1,b=x", R"({"a":1,"b":"x"})"},
    Row{"cookie", COOKIE INTEGER, "Cookie: p=5", "5"},
    Row{"cookie_among_others", COOKIE INTEGER, "Cookie: x=1; p=5; y=2", "5", false},
    Row{"cookie_absent", COOKIE INTEGER, "Cookie: q=5", "absent", false},
    Row{"cookie_array_joined", COOKIE "explode: false, " INTEGERS, "Cookie: p=3,4", "[3,4]"},
    Row{"nullable_text", QUERY "schema: {type: integer, nullable: true}", "/a?p=", "null", false},
    Row{"either", QUERY "schema: {oneOf: [{type: integer}, {type: string}]}", "/a?p=7", "7"},
    Row{"enumeration_without_type", QUERY "schema: {enum: ['7', '8']}", "/a?p=7", "\"7\""},
    Row{"no_schema", QUERY "schema: {}", "/a?p=7", "7"},
    Row{"no_schema_twice", QUERY "schema: {}", "/a?p=7&p=x", R"(["7","x"])", false},

    Row{"union_word", QUERY INTEGERS_OR_ALL, "/a?p=all", "\"all\"", false},
    Row{"union_list_of_one", QUERY INTEGERS_OR_ALL, "/a?p=1", "[1]", false},
    Row{"union_list", QUERY INTEGERS_OR_ALL, "/a?p=1&p=2", "[1,2]", false},
    Row{"union_neither", QUERY INTEGERS_OR_ALL, "/a?p=x", "\"x\"", false},
    Row{"union_joined", QUERY "explode: false, " INTEGERS_OR_ALL, "/a?p=1,2", "[1,2]", false},
    Row{"union_joined_word", QUERY "explode: false, " INTEGERS_OR_ALL, "/a?p=all", "\"all\"", false},
    Row{"union_twice_is_a_list", QUERY ONE_OR_MANY, "/a?p=a&p=bbbb", R"(["a","bbbb"])", false},
    Row{"union_in_a_path", PATH INTEGERS_OR_ALL, "/a/3,4", "[3,4]", false},
    Row{"union_label", PATH "style: label, explode: true, " INTEGERS_OR_ALL, "/a/.3.4", "[3,4]", false},
    Row{"union_matrix", PATH "style: matrix, explode: true, " INTEGERS_OR_ALL, "/a/;p=3;p=4", "[3,4]", false},
    Row{"union_header", HEADER INTEGERS_OR_ALL, "p: 3, 4", "[3,4]", false},
    Row{"union_header_word", HEADER INTEGERS_OR_ALL, "p: all", "\"all\"", false},
    Row{"union_cookie", COOKIE "explode: false, " INTEGERS_OR_ALL, "Cookie: p=3,4", "[3,4]", false},
    Row{"union_object", QUERY "schema: {oneOf: [{type: string}, {type: object, properties: {a: {type: integer}}}]}",
        "/a?a=1", R"({"a":1})", false},
    Row{"union_object_word",
        QUERY "schema: {oneOf: [{type: string}, {type: object, properties: {a: {type: integer}}}]}", "/a?p=1", "\"1\"",
        false},
    Row{"union_object_or_list",
        QUERY "explode: false, schema: {oneOf: [{type: object, required: [a], properties: {a: "
              "{type: integer}}}, {type: array, items: {type: integer}}]}",
        "/a?p=3,4", "[3,4]", false},
    Row{"union_member",
        QUERY "schema: {type: object, properties: {a: {oneOf: [{type: array, items: {type: integer}}, {type: string, "
              "enum: [all]}]}}}",
        "/a?a=1", R"({"a":[1]})", false},
    Row{"union_deep_member",
        QUERY "style: deepObject, schema: {type: object, properties: {a: {oneOf: [{type: array, items: {type: "
              "integer}}, {type: string, enum: [all]}]}}}",
        "/a?p[a]=1", R"({"a":[1]})", false},
    Row{"union_deep_item",
        QUERY "style: deepObject, schema: {type: object, properties: {a: {oneOf: [{type: array, items: {type: "
              "integer}}, {type: string, enum: [all]}]}}}",
        "/a?p[a][0]=1&p[a][]=2", R"({"a":[1,2]})", false},
    Row{"union_of_scalars", QUERY "schema: {anyOf: [{type: integer, maximum: 5}, {type: string, pattern: '^9'}]}",
        "/a?p=9", "\"9\"", false},
    Row{"union_of_lists",
        QUERY "schema: {oneOf: [{type: array, items: {type: string, enum: [a]}}, {type: array, items: {type: "
              "boolean}}]}",
        "/a?p=true", "[true]", false},
    Row{"union_of_members",
        QUERY "schema: {oneOf: [{type: object, properties: {a: {type: integer}}}, {type: object, properties: {a: "
              "{type: boolean}}}]}",
        "/a?a=true", R"({"a":true})", false},

    Row{"scalar_twice", QUERY "schema: {type: boolean}", "/a?p=true&p=xyz", "problem", false},
    Row{"scalar_twice_the_same", QUERY INTEGER, "/a?p=1&p=1", "problem", false},
    Row{"joined_list_twice", QUERY "explode: false, " INTEGERS, "/a?p=1&p=x", "problem", false},
    Row{"pipes_twice", QUERY "style: pipeDelimited, explode: false, " INTEGERS, "/a?p=1|2&p=3", "problem", false},
    Row{"joined_object_twice", QUERY "explode: false, " OBJECT, "/a?p=a,1&p=a,x", "problem", false},
    Row{"content_twice", QUERY "content: {application/json: {schema: {type: object}}}", "/a?p=1&p=x", "problem", false},
    Row{"matrix_twice", PATH "style: matrix, " INTEGER, "/a/;p=3;p=4", "problem", false},
    Row{"member_twice", QUERY OBJECT, "/a?a=1&a=x", R"({"a":["1","x"]})", false},
    Row{"deep_member_twice", QUERY "style: deepObject, " OBJECT, "/a?p[a]=1&p[a]=x", R"({"a":[1,"x"]})", false},
    Row{"cookies_of_two_paths", COOKIE INTEGER, "Cookie: p=1; p=2", "2", false},
    Row{"cookies_are_each_right", COOKIE INTEGER, "Cookie: p=x; p=1", "\"x\"", false}};

std::vector<Row> writable() {
  std::vector<Row> some;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(some), [](const Row& row) { return row.write_back; });
  return some;
}

INSTANTIATE_TEST_SUITE_P(All, Read, testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });
INSTANTIATE_TEST_SUITE_P(All, Written, testing::ValuesIn(writable()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Unwritable, ValuesAreRefusedRatherThanBent) {
  const auto refuses = [](const std::string& parameter, const std::string& json) {
    const auto contract = with_parameter(parameter);
    RequestValues values;
    values.parameters.emplace_back(&contract->operations.at(0).parameters.at(0),
                                   Value(Document::parse_json(json)->root()));
    return !assemble(*contract, contract->operations.at(0), values).has_value();
  };
  EXPECT_TRUE(refuses(PATH STRING, "\"\""));
  EXPECT_TRUE(refuses(PATH STRING, "\"..\""));
  EXPECT_TRUE(refuses(QUERY INTEGERS, "[]"));
  EXPECT_TRUE(refuses(QUERY INTEGERS, "[[1]]"));
  EXPECT_TRUE(refuses(QUERY INTEGER, "null"));
  EXPECT_TRUE(refuses(HEADER STRING, "\"a\\nb\""));
  EXPECT_TRUE(refuses(HEADER STRING, "\" a\""));
}

}  // namespace
}  // namespace squall::tests
