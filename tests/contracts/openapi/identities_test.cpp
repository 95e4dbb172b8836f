// References to what documents and schemas call themselves, within a file and across files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::openapi;
using testing::HasSubstr;

constexpr const char* head = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";

// A contract whose one answer has this schema.
std::string answering(const std::string& schema, const std::string& components) {
  return std::string(head) + "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n" +
         "          content: {application/json: {schema: " + schema + "}}\ncomponents:\n  schemas:\n" + components;
}

struct Row {
  const char* name;
  const char* schema;
  const char* components;  // of the contract
  const char* other;       // other.yaml
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

// Whatever the way, it ends at `type: integer`.
class Identified : public testing::TestWithParam<Row> {};

TEST_P(Identified, SchemasAreFound) {
  const TemporaryFiles files;
  files.write("other.yaml", GetParam().other);
  LoadOptions strict;
  strict.strict = true;
  const auto loaded = load(files.write("contract.yaml", answering(GetParam().schema, GetParam().components)), strict);
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  const auto& schema = *(*loaded)->operations.at(0).responses.at(0).content.at(0).schema;
  EXPECT_TRUE(schema.valid(contracts::Document::parse_json("1")->root()));
  EXPECT_FALSE(schema.valid(contracts::Document::parse_json("\"1\"")->root()));
}

INSTANTIATE_TEST_SUITE_P(
    All, Identified,
    testing::Values(
        Row{"id", "{$ref: 'https://example.com/int'}", "    A: {$id: 'https://example.com/int', type: integer}\n", ""},
        Row{"anchor", "{$ref: '#int'}", "    A: {$anchor: int, type: integer}\n", ""},
        Row{"anchor_elsewhere", "{$ref: 'other.yaml#int'}", "    A: {}\n", "B: {$anchor: int, type: integer}\n"},
        Row{"anchor_of_an_id", "{$ref: 'https://example.com/s#int'}",
            "    A: {$id: 'https://example.com/s', $defs: {B: {$anchor: int, type: integer}}}\n", ""},
        Row{"pointer_into_an_id", "{$ref: 'https://example.com/s#/$defs/B'}",
            "    A: {$id: 'https://example.com/s', $defs: {B: {type: integer}}}\n", ""},
        Row{"relative_to_an_id", "{$ref: '#/components/schemas/A'}",
            "    A: {$id: 'https://example.com/a/s', $ref: t}\n    B: {$id: 'https://example.com/a/t', type: "
            "integer}\n",
            ""},
        Row{"id_elsewhere", "{$ref: '#/components/schemas/A'}", "    A: {$ref: 'other.yaml#/B'}\n",
            "B: {$ref: 'urn:x:int'}\nC: {$id: 'urn:x:int', type: integer}\n"},
        Row{"dynamic", "{$ref: '#/components/schemas/A'}",
            "    A: {$id: 'https://example.com/d', $dynamicRef: '#node', $defs: {N: {$dynamicAnchor: node, type: "
            "integer}}}\n",
            ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Identified, AnchorsThatAreNotThereAreReported) {
  const TemporaryFiles files;
  const auto refused = load(files.write("contract.yaml", answering("{$ref: '#no'}", "    A: {$anchor: yes}\n")));
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error().front()), HasSubstr("there is no anchor 'no'"));
  EXPECT_EQ(refused.error().front().location.line, 9u);
}

TEST(Self, IsWhatOtherDocumentsCallThisOne) {
  const TemporaryFiles files;
  files.write("other.yaml",
              "openapi: 3.2.0\n$self: https://example.com/api/other.yaml\ninfo: {title: o, version: '1'}\n"
              "components:\n  schemas:\n    B: {$ref: 'contract.yaml#/components/schemas/C'}\n");
  const auto loaded = load(files.write(
      "contract.yaml",
      "openapi: 3.2.0\n$self: https://example.com/api/contract.yaml\ninfo: {title: t, version: '1'}\npaths:\n"
      "  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n"
      "          content: {application/json: {schema: {$ref: 'other.yaml#/components/schemas/B'}}}\n"
      "components: {schemas: {C: {type: integer}}}\n"));
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  const auto& schema = *(*loaded)->operations.at(0).responses.at(0).content.at(0).schema;
  EXPECT_FALSE(schema.valid(contracts::Document::parse_json("\"1\"")->root()));
}

}  // namespace
}  // namespace squall::tests
