// Bodies of every media type: what is written reads as the value it was, and what is wrong is told.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/xml.h"
#include "contracts/match/body_reader.h"
#include "contracts/match/body_writer.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Document;
using contracts::Value;
using testing::HasSubstr;

struct Row {
  const char* name;
  const char* media;                   // "type: {schema ...}" of the request body
  const char* value;                   // JSON
  const char* wire;                    // how it is written; "" when it cannot be
  const char* content_type = nullptr;  // when it is not the declared one
};
std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

ContractPointer with_body(const std::string& media, const std::string& version = "3.2.0") {
  return contract_of("openapi: " + version +
                     "\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n      requestBody: {content: {" +
                     media +
                     "}}\n      responses: {'200': {description: ok}}\n"
                     "components: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}\n");
}

const MediaTypeObject& media_of(const ContractPointer& contract) {
  return contract->operations.at(0).request_body->content.at(0);
}

class Bodies : public testing::TestWithParam<Row> {};

TEST_P(Bodies, AreWrittenAndReadBack) {
  const Row& row = GetParam();
  const auto contract = with_body(row.media);
  const MediaTypeObject& media = media_of(contract);
  const auto value = Document::parse_json(row.value);
  ASSERT_TRUE(value);
  const auto written = write_body(media, Value(value->root()));
  if (std::string(row.wire).empty()) {
    EXPECT_FALSE(written) << written->text;
    return;
  }
  ASSERT_TRUE(written);
  EXPECT_EQ(written->text, row.wire);
  if (row.content_type != nullptr) {
    EXPECT_EQ(written->content_type, row.content_type);
  }
  const auto type = contracts::http::parse_media_type(written->content_type);
  ASSERT_TRUE(type);
  const auto reading = read_body(written->text, *type, media);
  ASSERT_TRUE(reading.instance) << reading.problem;
  EXPECT_EQ(to_json(reading.instance->root()), row.value);
}

#define FORM(rest) "application/x-www-form-urlencoded: {schema: {type: object, properties: {" rest
#define XML(schema) "application/xml: {schema: " schema "}"
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

const Row kRows[] = {
    {"json", "application/json: {schema: {type: object}}", R"({"a":1})", R"({"a":1})"},
    {"plus_json", "application/vnd.x+json: {schema: {type: object}}", R"({"a":1})", R"({"a":1})"},
    {"form", FORM("a: {type: integer}, b: {type: string}}}}"), R"({"a":1,"b":"x y&="})", "a=1&b=x%20y%26%3D"},
    {"form_list", FORM("a: {type: array, items: {type: integer}}}}}"), R"({"a":[1,2]})", "a=1&a=2"},
    {"form_empty_list", FORM("a: {type: array, items: {type: integer}}}}}"), R"({"a":[]})", ""},
    {"form_joined", FORM("a: {type: array, items: {type: string}}}}, encoding: {a: {explode: false}}}"),
     R"({"a":["x,y","z"]})", "a=x%2Cy,z"},
    {"form_spaces",
     FORM("a: {type: array, items: {type: string}}}}, encoding: {a: {style: spaceDelimited, explode: false}}}"),
     R"({"a":["x","y"]})", "a=x%20y"},
    {"form_pipes",
     FORM("a: {type: array, items: {type: string}}}}, encoding: {a: {style: pipeDelimited, explode: false}}}"),
     R"({"a":["x","y"]})", "a=x%7Cy"},
    {"form_pipes_inside",
     FORM("a: {type: array, items: {type: string}}}}, encoding: {a: {style: pipeDelimited, explode: false}}}"),
     R"({"a":["x|y","z"]})", ""},
    {"form_object", FORM("a: {type: object, properties: {n: {type: integer}}}}}}"), R"({"a":{"n":1}})",
     "a=%7B%22n%22%3A1%7D"},
    {"form_json_list",
     FORM("a: {type: array, items: {type: integer}}}}, encoding: {a: {contentType: application/json}}}"),
     R"({"a":[1,2]})", "a=%5B1%2C2%5D"},
    {"form_deep", FORM("a: {type: object, properties: {n: {type: integer}}}}}, encoding: {a: {style: deepObject}}}"),
     R"({"a":{"n":1}})", "a%5Bn%5D=1"},
    {"form_reserved", FORM("a: {type: string}}}, encoding: {a: {allowReserved: true}}}"), R"({"a":"/x?y:z&"})",
     "a=/x?y:z%26"},
    {"multipart",
     "multipart/form-data: {schema: {type: object, properties: {a: {type: integer}, b: {type: object, properties: "
     "{n: {type: integer}}}}}}",
     R"({"a":1,"b":{"n":2}})",
     "--squall-13502656089225741513\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
     "--squall-13502656089225741513\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Type: "
     "application/json\r\n\r\n{\"n\":2}\r\n--squall-13502656089225741513--\r\n"},
    {"text", "text/plain: {schema: {type: string}}", "\"hello\"", "hello"},
    {"text_number", "text/plain: {schema: {type: integer}}", "7", "7"},
    {"octets", "application/octet-stream: {schema: {type: string}}", "\"abc\"", "abc"},
    {"image_range", "image/*: {schema: {type: string}}", "\"abc\"", "abc", "image/png"},
    {"any_range", "'*/*': {schema: {type: object}}", R"({"a":1})", R"({"a":1})", "application/json"},
    {"json_lines", "application/jsonl: {schema: {type: array}, itemSchema: {type: object}}", R"([{"a":1},{"a":2}])",
     "{\"a\":1}\n{\"a\":2}\n"},
    {"json_sequence", "application/json-seq: {schema: {type: array}}", "[1,2]",
     "\x1e"
     "1\n\x1e"
     "2\n"},
    {"events", "text/event-stream: {schema: {type: array}}", R"([{"event":"x","data":"a\nb"},{"data":"c"}])",
     "event: x\ndata: a\ndata: b\n\ndata: c\n\n"},
    {"events_of_items",
     "text/event-stream: {itemSchema: {type: object, properties: {data: {type: string}, retry: {type: integer}}}}",
     R"([{"data":"7","retry":5}])", "data: 7\nretry: 5\n\n"},
    {"json_lines_of_items", "application/jsonl: {itemSchema: {type: object}}", R"([{"a":1},{"a":2}])",
     "{\"a\":1}\n{\"a\":2}\n"},
    {"xml", XML("{type: object, properties: {id: {type: integer}, name: {type: string}}}"),
     R"({"id":1,"name":"a<b & c"})", HEAD "<xml><id>1</id><name>a&lt;b &amp; c</name></xml>"},
    {"xml_component", XML("{$ref: '#/components/schemas/Pet'}"), R"({"name":"x"})", HEAD "<Pet><name>x</name></Pet>"},
    {"xml_root_list", XML("{type: array, items: {$ref: '#/components/schemas/Pet'}}"), R"([{"name":"x"}])",
     HEAD "<xml><Pet><name>x</name></Pet></xml>"},
    {"xml_root_list_of_names", XML("{type: array, items: {type: string, xml: {name: n}}}"), R"(["x"])",
     HEAD "<xml><n>x</n></xml>"},
    {"xml_wrapped_list_of_components",
     XML("{type: object, properties: {l: {type: array, xml: {wrapped: true}, items: {$ref: "
         "'#/components/schemas/Pet'}}}}"),
     R"({"l":[{"name":"x"}]})", HEAD "<xml><l><l><name>x</name></l></l></xml>"},
    {"xml_names", XML("{type: object, xml: {name: animal}, properties: {id: {type: integer, xml: {name: number}}}}"),
     R"({"id":1})", HEAD "<animal><number>1</number></animal>"},
    {"xml_attribute",
     XML("{type: object, xml: {name: a}, properties: {id: {type: integer, xml: {attribute: true}}, n: {type: "
         "string}}}"),
     R"({"id":1,"n":"x"})", HEAD "<a id=\"1\"><n>x</n></a>"},
    {"xml_attribute_3_2",
     XML("{type: object, xml: {name: a}, properties: {id: {type: string, xml: {nodeType: attribute}}, "
         "t: {type: string, xml: {nodeType: text}}}}"),
     R"({"id":"\"&","t":"x"})", HEAD "<a id=\"&quot;&amp;\">x</a>"},
    {"xml_list", XML("{type: object, xml: {name: a}, properties: {l: {type: array, items: {type: integer}}}}"),
     R"({"l":[1,2]})", HEAD "<a><l>1</l><l>2</l></a>"},
    {"xml_list_item_names",
     XML("{type: object, xml: {name: a}, properties: {l: {type: array, items: {type: integer, xml: {name: i}}}}}"),
     R"({"l":[1,2]})", HEAD "<a><i>1</i><i>2</i></a>"},
    {"xml_wrapped",
     XML("{type: object, xml: {name: a}, properties: {l: {type: array, xml: {wrapped: true}, items: {type: "
         "integer}}}}"),
     R"({"l":[1,2]})", HEAD "<a><l><l>1</l><l>2</l></l></a>"},
    {"xml_wrapped_names",
     XML("{type: object, xml: {name: a}, properties: {l: {type: array, xml: {name: ls, wrapped: true}, items: {type: "
         "integer, xml: {name: i}}}}}"),
     R"({"l":[1,2]})", HEAD "<a><ls><i>1</i><i>2</i></ls></a>"},
    {"xml_wrapped_empty",
     XML("{type: object, xml: {name: a}, properties: {l: {type: array, xml: {wrapped: true}, items: {type: "
         "integer}}}}"),
     R"({"l":[]})", HEAD "<a><l></l></a>"},
    {"xml_empty_list", XML("{type: object, properties: {l: {type: array, items: {type: integer}}}}"), R"({"l":[]})",
     ""},
    {"xml_namespace",
     XML("{type: object, xml: {name: a, namespace: 'urn:x', prefix: p}, properties: {n: {type: string, xml: "
         "{namespace: "
         "'urn:y', prefix: q}}}}"),
     R"({"n":"x"})", HEAD "<p:a xmlns:p=\"urn:x\"><q:n xmlns:q=\"urn:y\">x</q:n></p:a>"},
    {"xml_null", XML("{type: object, xml: {name: a}, properties: {n: {type: [string, 'null']}}}"), R"({"n":null})",
     HEAD "<a><n xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></a>"},
    {"xml_nested",
     XML("{type: object, xml: {name: a}, properties: {l: {type: array, items: {type: object, properties: {b: {type: "
         "boolean}}}}}}"),
     R"({"l":[{"b":true},{"b":false}]})", HEAD "<a><l><b>true</b></l><l><b>false</b></l></a>"},
    {"xml_control", XML("{type: object, properties: {n: {type: string}}}"), R"({"n":"a\u0001"})", ""},
    {"xml_bad_name", XML("{type: object}"), R"({"a b":1})", ""},
};
INSTANTIATE_TEST_SUITE_P(All, Bodies, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

struct Read {
  const char* name;
  const char* media;
  const char* wire;   // parts are delimited by "x"
  const char* value;  // JSON
};
std::ostream& operator<<(std::ostream& out, const Read& row) {
  return out << row.name;
}

class ReadBodies : public testing::TestWithParam<Read> {};

TEST_P(ReadBodies, AreWhatTheirSchemaAllows) {
  const auto contract = with_body(GetParam().media);
  auto type = media_of(contract).type;
  type.parameters.emplace_back("boundary", "x");
  const auto reading = read_body(GetParam().wire, type, media_of(contract));
  ASSERT_TRUE(reading.instance) << reading.problem;
  EXPECT_EQ(to_json(reading.instance->root()), GetParam().value);
}

#define MULTIPART(rest) "multipart/form-data: {schema: {type: object, properties: {" rest
#define PART(name, text) "--x\r\nContent-Disposition: form-data; name=" name "\r\n\r\n" text "\r\n"
#define EXPAND "e: {oneOf: [{type: array, items: {type: string}}, {type: string, maxLength: 1}]}}}"
const Read kRead[] = {
    {"form_union", FORM(EXPAND "}"), "e=a", R"({"e":"a"})"},
    {"form_union_list", FORM(EXPAND "}"), "e=a&e=b", R"({"e":["a","b"]})"},
    {"form_union_list_of_one", FORM(EXPAND "}"), "e=ab", R"({"e":["ab"]})"},
    {"form_union_joined", FORM(EXPAND ", encoding: {e: {explode: false}}}"), "e=ab,c", R"({"e":["ab","c"]})"},
    {"form_union_json",
     FORM("m: {anyOf: [{type: object, properties: {k: {type: integer}}}, {type: string, enum: ['']}]}}}}"),
     "m=%7B%22k%22%3A1%7D", R"({"m":{"k":1}})"},
    {"form_union_empty", FORM("m: {anyOf: [{type: object}, {type: string, enum: ['']}]}}}}"), "m=", R"({"m":""})"},
    {"form_union_deep", FORM("m: {type: object, properties: {" EXPAND "}}, encoding: {m: {style: deepObject}}}"),
     "m[e]=ab", R"({"m":{"e":["ab"]}})"},
    {"form_scalars", FORM("a: {anyOf: [{type: integer, maximum: 5}, {type: string, pattern: '^9'}]}}}}"), "a=9",
     R"({"a":"9"})"},
    {"form_scalar_twice", FORM("a: {type: integer}}}}"), "a=1&a=zzz", R"({"a":["1","zzz"]})"},
    {"form_undeclared_twice", FORM("a: {type: integer}}}}"), "b=1&b=2", R"({"b":["1","2"]})"},
    {"part_twice", MULTIPART("id: {type: integer}}}}"), PART("id", "1") PART("id", "zzz") "--x--",
     R"({"id":["1","zzz"]})"},
    {"part_union", MULTIPART(EXPAND "}"), PART("e", "ab") "--x--", R"({"e":["ab"]})"},
    {"part_headers",
     MULTIPART("f: {type: string}}}, encoding: {f: {headers: {X-P: {required: true, schema: {type: integer}}, "
               "Content-Disposition: {required: true, schema: {type: integer}}}}}}"),
     "--x\r\nContent-Disposition: form-data; name=f\r\nX-P: 7\r\n\r\nv\r\n--x--", R"({"f":"v"})"},
};
INSTANTIATE_TEST_SUITE_P(All, ReadBodies, testing::ValuesIn(kRead),
                         [](const auto& row) { return std::string(row.param.name); });

struct Wrong {
  const char* name;
  const char* media;
  const char* content_type;
  const char* wire;
  const char* problem;
};
std::ostream& operator<<(std::ostream& out, const Wrong& row) {
  return out << row.name;
}

class WrongBodies : public testing::TestWithParam<Wrong> {};

TEST_P(WrongBodies, AreTold) {
  const auto contract = with_body(GetParam().media);
  const auto type = contracts::http::parse_media_type(GetParam().content_type);
  const auto reading = read_body(GetParam().wire, *type, media_of(contract));
  EXPECT_FALSE(reading.instance);
  EXPECT_THAT(reading.problem, HasSubstr(GetParam().problem));
}

#define PARTS                                                                                                   \
  "multipart/form-data: {schema: {type: object, properties: {f: {type: string}}}, encoding: {f: {contentType: " \
  "'image/png, image/jpeg', headers: {X-Name: {required: true, schema: {type: string}}}}}}"
const Wrong kWrong[] = {
    {"xml_unclosed", XML("{type: object}"), "application/xml", "<a><b></a>", "not XML: 1:9: expected </b>"},
    {"xml_doctype", XML("{type: object}"), "application/xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "document type"},
    {"xml_entity", XML("{type: object}"), "application/xml", "<a>&nbsp;</a>", "entity 'nbsp'"},
    {"xml_two_roots", XML("{type: object}"), "application/xml", "<a/><b/>", "after the root"},
    {"xml_prefix", XML("{type: object}"), "application/xml", "<p:a/>", "prefix 'p'"},
    {"xml_twice", XML("{type: object}"), "application/xml", "<a b='1' b='2'/>", "twice"},
    {"xml_root", XML("{type: object, xml: {name: a}}"), "application/xml", "<b/>", "expected the root element <a>"},
    {"json_lines", "application/jsonl: {itemSchema: {type: object}}", "application/jsonl", "{}\n{", "item 2"},
    {"part_type", PARTS, "multipart/form-data; boundary=x",
     "--x\r\nContent-Disposition: form-data; name=f\r\nContent-Type: text/plain\r\nX-Name: a\r\n\r\nx\r\n--x--",
     "part 'f' is text/plain"},
    {"part_header", PARTS, "multipart/form-data; boundary=x",
     "--x\r\nContent-Disposition: form-data; name=f\r\nContent-Type: image/png\r\n\r\nx\r\n--x--", "X-Name"},
    {"part_header_value",
     "multipart/form-data: {schema: {type: object}, encoding: {f: {headers: {X-P: {schema: {type: integer}}}}}}",
     "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=f\r\nX-P: q\r\n\r\nx\r\n--x--",
     "header 'X-P' of part 'f': must be integer, is string"},
    {"part_header_content",
     "multipart/form-data: {schema: {type: object}, encoding: {f: {headers: {X-P: {content: {application/json: "
     "{schema: {type: object}}}}}}}}",
     "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=f\r\nX-P: [1]\r\n\r\nx\r\n--x--",
     "must be object"},
};
INSTANTIATE_TEST_SUITE_P(All, WrongBodies, testing::ValuesIn(kWrong),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Streams, AreJudgedItemByItem) {
  const auto contract = with_body("application/jsonl: {itemSchema: {type: object, required: [a]}}");
  const MediaTypeObject& media = media_of(contract);
  const auto reading = read_body("{\"a\":1}\n{\"b\":1}\n", media.type, media);
  ASSERT_TRUE(reading.instance);
  std::vector<contracts::Violation> violations;
  judge_body(reading.instance->root(), media.type, media, contracts::schema::Direction::request, "rule", violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].pointer, "/1");
  EXPECT_EQ(violations[0].keyword, "required");
}

TEST(Xml, WhatIsNotSaidIsNotJudged) {
  const auto contract = with_body(XML("{type: object, properties: {n: {type: integer}}}"));
  const MediaTypeObject& media = media_of(contract);
  EXPECT_TRUE(read_body("<root><n>1</n></root>", media.type, media).instance);
  EXPECT_FALSE(read_body("<root><x><y/></x></root>", media.type, media).instance);  // how would `x` be read?
}

TEST(Xml, AnAbsentListThatIsRequiredIsEmpty) {
  const auto contract = with_body(
      XML("{type: object, required: [l], properties: {l: {type: array, items: {type: integer}}, n: {type: integer}}}"));
  const MediaTypeObject& media = media_of(contract);
  const auto reading = read_body("<root><n>1</n></root>", media.type, media);
  ASSERT_TRUE(reading.instance);
  EXPECT_EQ(to_json(reading.instance->root()), R"({"l":[],"n":1})");
}

TEST(Xml, ReadsWhatXmlSays) {
  const auto root = contracts::read_xml(
      "\xEF\xBB\xBF<?xml version='1.0'?><!-- c --><a xmlns='urn:d' x=\"1 &lt; 2\"><![CDATA[<b>]]>&#x41;<c/></a>\n");
  ASSERT_TRUE(root) << to_string(root.error());
  EXPECT_EQ(root->name, "a");
  EXPECT_EQ(root->name_space, "urn:d");
  EXPECT_EQ(root->text, "<b>A");
  ASSERT_EQ(root->attributes.size(), 1u);
  EXPECT_EQ(root->attributes[0].value, "1 < 2");
  EXPECT_EQ(root->children.at(0).name_space, "urn:d");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  EXPECT_FALSE(contracts::read_xml(deep));
}

}  // namespace
}  // namespace squall::tests
