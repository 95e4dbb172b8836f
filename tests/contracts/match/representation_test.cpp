// Which representation of a response is sent, by the Accept header, and what its body is.

#include <gtest/gtest.h>

#include "contracts/match/validate.h"
#include "contracts/match/wished_response.h"
#include "tests/support/contracts.h"

namespace squall::contracts::match {
namespace {

std::string yaml_of(const std::string& content, const std::string& headers = "{}") {
  return "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n"
         "        '200': {description: ok, headers: " +
         headers + ", content: {" + content + "}}\n";
}

struct Row {
  const char* name;
  const char* content;
  const char* accept;
  const char* type;  // "" for 406
  const char* body = nullptr;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Represents : public testing::TestWithParam<Row> {};
TEST_P(Represents, AsAccepted) {
  const auto contract = tests::contract_of(yaml_of(GetParam().content));
  const auto* operation = contract->find("GET", "/a");
  ASSERT_NE(operation, nullptr);
  ResponseWish wish;
  wish.accept = GetParam().accept;
  wish.flavour = schema::Flavour::sample;
  const auto response = wished_response(*contract, *operation, wish, Random(1, "test"));
  if (*GetParam().type == '\0') {
    ASSERT_FALSE(response) << response->headers.get("Content-Type");
    EXPECT_EQ(response.error().what, Unfulfilled::representation);
    return;
  }
  ASSERT_TRUE(response) << to_string(response.error().error);
  EXPECT_EQ(response->headers.get("Content-Type"), GetParam().type);
  if (GetParam().body != nullptr) {
    EXPECT_EQ(response->body, GetParam().body);
  }
  const auto violations = validate_response(*contract, *operation, "GET", *response);
  EXPECT_TRUE(violations.empty()) << violations.front().message;
}

#define VERSIONS                                                                                             \
  "application/vnd.a+json;version=1: {schema: {type: object, required: [a], properties: {a: {const: 1}}}}, " \
  "application/vnd.a+json;version=2: {schema: {type: object, required: [b], properties: {b: {const: 2}}}}"
#define ANY "'*/*': {schema: {type: object, required: [a], properties: {a: {type: integer}}}}"
#define IMAGE "'image/*': {schema: {type: string}}"
#define LINES "application/jsonl: {itemSchema: {type: object, required: [n], properties: {n: {type: integer}}}"
#define SERIAL(text) "{examples: {b: {serializedValue: " text "}}, schema: {type: object, required: [n]}}"

const Row kRows[] = {
    {"no_version", VERSIONS, "", "application/vnd.a+json;version=1", R"({"a":1})"},
    {"first_version", VERSIONS, "application/vnd.a+json;version=1", "application/vnd.a+json;version=1"},
    {"second_version", VERSIONS, "application/vnd.a+json;version=2", "application/vnd.a+json;version=2", R"({"b":2})"},
    {"quoted_version", VERSIONS, "application/vnd.a+json; version=\"2\"", "application/vnd.a+json;version=2"},
    {"no_such_version", VERSIONS, "application/vnd.a+json;version=3", ""},
    {"no_such_version_but_any", VERSIONS, "application/vnd.a+json;version=3, */*;q=0.1",
     "application/vnd.a+json;version=1"},
    {"better_version", VERSIONS, "application/vnd.a+json;version=1;q=0.5, application/vnd.a+json;version=2;q=0.6",
     "application/vnd.a+json;version=2"},
    {"of_equals_the_first_that_is_asked_for", "application/json: {}, text/plain: {}", "text/plain, application/json",
     "text/plain"},
    {"of_equals_by_one_range_the_first_declared", "application/json: {}, text/plain: {}", "*/*", "application/json"},
    {"quality_before_place", "application/json: {}, text/plain: {}", "text/plain;q=0.8, application/json",
     "application/json"},
    {"xml_leaves_out_what_is_no_name",
     "application/xml: {schema: {type: object, properties: {id: {type: integer}, 'Site name': {type: string}}}}", "",
     "application/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><id>0</id></xml>"},
    {"xml_leaves_out_lists_in_lists",
     "application/xml: {schema: {type: object, properties: {id: {type: integer}, l: {type: array, items: {type: "
     "array, items: {type: integer}}}}}}",
     "", "application/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><id>0</id></xml>"},
    {"xml_map_of_objects",
     "application/xml: {schema: {type: object, additionalProperties: {type: object}, minProperties: 1}}", "",
     "application/xml"},
    {"of_two_the_closer", "application/json: {}, application/json;v=2: {}", "application/json;v=2",
     "application/json;v=2"},
    {"charset_is_not_minded", "application/json: {}", "application/json; charset=utf-8", "application/json"},
    {"unknown_parameters_are_not_minded", "application/json: {}", "application/json; indent=4", "application/json"},
    {"extension_behind_the_quality", VERSIONS, "application/vnd.a+json;q=1;version=2",
     "application/vnd.a+json;version=1"},
    {"any", ANY, "", "application/json", R"({"a":0})"},
    {"any_for_anything", ANY, "*/*", "application/json"},
    {"any_as_image", ANY, "image/png", "image/png"},
    {"any_as_image_range", ANY, "image/*", "image/png"},
    {"any_as_html", ANY, "text/html, application/json;q=0.9", "text/html"},
    {"any_as_json_rather", ANY, "text/html;q=0.5, application/json", "application/json"},
    {"any_as_xml", ANY, "application/xml", "application/xml"},
    {"any_with_parameters", ANY, "application/vnd.b+json;v=1", "application/vnd.b+json;v=\"1\"", R"({"a":0})"},
    {"image", IMAGE, "", "image/png"},
    {"image_as_jpeg", IMAGE, "image/jpeg", "image/jpeg"},
    {"image_as_the_best", IMAGE, "image/png;q=0.3, image/webp;q=0.7", "image/webp"},
    {"image_not_as_text", IMAGE, "text/plain", ""},
    {"suffix", "'application/*+json': {schema: {type: object}}", "", "application/vnd.example+json"},
    {"suffix_as_problem", "'application/*+json': {schema: {type: object}}", "application/problem+json",
     "application/problem+json"},
    {"lines", LINES "}", "", "application/jsonl", "{\"n\":0}\n"},
    {"lines_of_an_example", LINES ", examples: {a: {dataValue: [{n: 1}, {n: 2}]}}}", "", "application/jsonl",
     "{\"n\":1}\n{\"n\":2}\n"},
    {"lines_as_written", LINES ", examples: {a: {serializedValue: \"{\\\"n\\\": 1}\\n\"}}}", "", "application/jsonl",
     "{\"n\": 1}\n"},
    {"sequence", "application/json-seq: {itemSchema: {type: integer}}", "", "application/json-seq",
     "\x1e"
     "0\n"},
    {"events",
     "text/event-stream: {itemSchema: {type: object, required: [data], properties: {data: {type: string}, retry: "
     "{type: integer}}}}",
     "", "text/event-stream", "data: string\nretry: 0\n\n"},
    {"events_as_written", "text/event-stream: {schema: {type: string}, example: \"data: a\\n\\n\"}", "",
     "text/event-stream", "data: a\n\n"},
    {"event_of_text", "text/event-stream: {schema: {type: string}, example: hello}", "", "text/event-stream",
     "data: hello\n\n"},
    {"serialized_json", "application/json: " SERIAL("'{\"n\": 7}'"), "", "application/json", R"({"n":7})"},
    {"serialized_form", "application/x-www-form-urlencoded: " SERIAL("n=7"), "", "application/x-www-form-urlencoded",
     "n=7"},
    {"serialized_xml", "application/xml: {examples: {b: {serializedValue: <n/>}}}", "", "application/xml", "<n/>"},
};
INSTANTIATE_TEST_SUITE_P(Rows, Represents, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(Represents, SerializedExamplesHaveNames) {
  const auto contract = tests::contract_of(yaml_of("application/json: " SERIAL("'{\"n\": 7}'")));
  ResponseWish wish;
  wish.example = "b";
  const auto response = wished_response(*contract, *contract->find("GET", "/a"), wish, Random(1, "test"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, R"({"n":7})");
}

TEST(Represents, AnUnwritableHeaderCostsNoExample) {
  const auto contract = tests::contract_of(yaml_of(
      "application/json: {schema: {type: object}, example: {real: data}}",
      "{X-Next: {required: true, schema: {not: {}}}, Content-Length: {required: true, schema: {type: integer}}}"));
  ResponseWish wish;
  const auto refused = wished_response(*contract, *contract->find("GET", "/a"), wish, Random(1, "test"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().what, Unfulfilled::header);
  EXPECT_NE(to_string(refused.error().error).find("required header 'X-Next'"), std::string::npos);
  wish.approximate = true;
  const auto response = wished_response(*contract, *contract->find("GET", "/a"), wish, Random(1, "test"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, R"({"real":"data"})");
}

}  // namespace
}  // namespace squall::contracts::match
