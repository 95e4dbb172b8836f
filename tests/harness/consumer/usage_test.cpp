#include "harness/consumer/usage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/schema/schema.h"
#include "tests/support/corpora.h"

namespace squall::harness {
namespace {

using testing::HasSubstr;

Usage full() {
  UsedOperation used{"GET /orders/{id}", 4, {}, {}};
  used.statuses["200"] = {3, {{"/id", Need::unknown}, {"/note", Need::needed}, {"/items/*/size", Need::not_needed}}};
  used.statuses["404"] = {1, {}};
  used.relies_on.push_back({"absent", "200", "body/note", "optional field note"});
  used.relies_on.push_back({"enum", "200", "body/state\t\"lost\"", "field state not being \"lost\""});
  return {"npm test",
          18'446'744'073'709'551'615U,
          {"absent", "enum"},
          {{"orders", "contracts/orders.yaml", "Orders", "1.0", {used}, {"DELETE /orders/{id}"}},
           {"stock", "stock.yaml", "Stock", "2", {}, {}}}};
}

TEST(UsageFile, IsReadAsItWasWritten) {
  for (const Usage& usage : {full(), Usage{}}) {
    const auto read = parse_usage(usage_text(usage), "usage.json");
    ASSERT_TRUE(read) << contracts::to_string(read.error());
    EXPECT_EQ(*read, usage);
  }
}

TEST(UsageFile, KeepsItsPublishedSchema) {
  using namespace contracts;
  schema::SchemaSet set(schema::Dialect::draft2020_12);
  const auto path = tests::test_data() / "../../harness/consumer/usage.schema.json";
  auto document = Document::load(path.string());
  ASSERT_TRUE(document);
  set.add("file:///usage.schema.json", std::make_shared<const Document>(std::move(*document)));
  const auto schema = schema::compile(set, "file:///usage.schema.json");
  ASSERT_TRUE(schema) << to_string(schema.error());
  for (const Usage& usage : {full(), Usage{}}) {
    const auto written = Document::parse_json(usage_text(usage));
    ASSERT_TRUE(written);
    for (const auto& violation : schema->validate(written->root()))
      ADD_FAILURE() << violation.instance_pointer << ": " << violation.message;
  }
  for (const char* wrong : {R"({})", R"({"squall_usage":2,"consumer":"","seed":1,"varied":[],"providers":[]})",
                            R"({"squall_usage":1,"consumer":"","seed":-1,"varied":[],"providers":[]})"}) {
    EXPECT_FALSE(schema->valid(Document::parse_json(wrong)->root())) << wrong;
  }
}

TEST(UsageFile, SaysWhatItIsNot) {
  const auto error = [](const char* text) {
    const auto read = parse_usage(text, "usage.json");
    return read ? std::string("none") : contracts::to_string(read.error());
  };
  EXPECT_THAT(error("{"), HasSubstr("usage.json:1:2"));
  EXPECT_THAT(error("{}"), HasSubstr("not a usage file"));
  EXPECT_THAT(error(R"({"squall_usage": "1"})"), HasSubstr("not a usage file"));
  EXPECT_THAT(error(R"({"squall_usage": 2})"), HasSubstr("later version"));
}

}  // namespace
}  // namespace squall::harness
