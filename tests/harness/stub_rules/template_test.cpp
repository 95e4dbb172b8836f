#include "harness/stub_rules/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/document.h"

namespace squall::harness {
namespace {

using contracts::Value;

class Filled {
 public:
  TemplateSource source() {
    return {request, path, body, contracts::Random(42, "test"),
            [this](const std::string& name) { return name == "x" ? 7 : ++count; }};
  }
  std::uint64_t count = 0;
  contracts::http::Request request{"POST", "/orders/o%201?page=2&q=a%20b", {{"X-Tenant", "blue"}}, "{}"};
  std::vector<std::pair<std::string, std::string>> path{{"id", "o 1"}};
  Value body = Value(contracts::Document::parse_json(R"({"n":3,"a/b":[true,{"c":"d"}]})")->root());
};

struct Row {
  const char *text, *filled, *json;
};

TEST(Template, StandsForValuesOfTheRequest) {
  for (const Row& row :
       {Row{"plain", "plain", R"("plain")"}, Row{"", "", R"("")"}, Row{"{{request.method}}", "POST", R"("POST")"},
        Row{"a {{ request.path.id }} b", "a o 1 b", R"("a o 1 b")"},
        Row{"{{request.query.q}}{{request.query.page}}", "a b2", R"("a b2")"},
        Row{"{{request.header.x-tenant}}", "blue", R"("blue")"}, Row{"{{request.body/n}}", "3", "3"},
        Row{"{{request.body/a~1b/0}}", "true", "true"},
        Row{"{{request.body/a~1b}}", R"([true,{"c":"d"}])", R"([true,{"c":"d"}])"},
        Row{"n={{request.body/n}}", "n=3", R"("n=3")"}, Row{"{{request.body/none}}", "", "null"},
        Row{"{{request.query.none | 1}}", "1", "1"}, Row{"{{request.header.none | no one}}", "no one", R"("no one")"},
        Row{R"({{"{{"}}x{{"}}"}})", "{{x}}", R"("{{x}}")"}, Row{"{{sequence.x}}", "7", "7"},
        Row{"}} {", "}} {", R"("}} {")"}}) {
    Filled filled;
    const auto parsed = Template::parse(row.text);
    ASSERT_TRUE(parsed) << row.text << to_string(parsed.error());
    auto source = filled.source();
    EXPECT_EQ(parsed->text(source), row.filled) << row.text;
    EXPECT_EQ(contracts::to_json(parsed->value(source)), row.json) << row.text;
  }
}

TEST(Template, DrawsTheSameFromTheSameSeed) {
  Filled filled;
  const auto text = [&](const char* written) {
    auto source = filled.source();
    return Template::parse(written)->text(source);
  };
  EXPECT_EQ(text("{{random.uuid}}"), text("{{random.uuid}}"));
  EXPECT_THAT(text("{{random.uuid}}"), testing::SizeIs(36));
  EXPECT_EQ(text("{{random.uuid}}")[14], '4');
  EXPECT_THAT("89ab", testing::HasSubstr(text("{{random.uuid}}").substr(19, 1)));
  EXPECT_THAT(text("{{random.hex 5}}"), testing::SizeIs(5));
  const int number = std::stoi(text("{{random.integer -2 3}}"));
  EXPECT_TRUE(number >= -2 && number <= 3) << number;
  EXPECT_THAT(text("{{random.pick a b}}"), testing::AnyOf("a", "b"));
  EXPECT_EQ(text("{{sequence}}-{{sequence}}"), "1-2");
}

TEST(Template, RefusesWhatItCannotStandFor) {
  for (const auto& [text, message] : {std::pair{"{{request.path.id", "a '{{' without '}}'"},
                                      std::pair{"{{request.boddy}}", "'request.boddy' is nothing"},
                                      std::pair{"{{}}", "'' is nothing"}, std::pair{"{{request.body.n}}", "nothing"},
                                      std::pair{"{{random.integer 3 1}}", "expected random.integer LOW HIGH"},
                                      std::pair{"{{random.hex 0}}", "expected random.hex"},
                                      std::pair{"{{random.coin}}", "'random.coin' is nothing"}}) {
    const auto parsed = Template::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(parsed.error().message, testing::HasSubstr(message));
  }
}

TEST(Template, FillsWholeTrees) {
  Filled filled;
  const auto tree = TemplateTree::parse(
      Value(contracts::Document::parse_json(
                R"({"id":"{{request.path.id}}","n":["{{request.body/n}}",1.50,null],"o":{},"a":[]})")
                ->root()));
  ASSERT_TRUE(tree);
  auto source = filled.source();
  EXPECT_EQ(contracts::to_json(tree->value(source)), R"({"id":"o 1","n":[3,1.50,null],"o":{},"a":[]})");
  contracts::Object many;
  for (int i = 0; i < 100'000; ++i) many.emplace_back("m" + std::to_string(i), "{{request.method}}");
  const Value filled_in = TemplateTree::parse(Value(many))->value(source);  // in a time that grows with their number
  ASSERT_EQ(filled_in.members().size(), many.size());
  EXPECT_EQ(filled_in.members().back(), (std::pair<std::string, Value>{"m99999", "POST"}));
  const auto wrong = TemplateTree::parse(Value(contracts::Document::parse_json(R"({"a":["ok","{{x}}"]})")->root()));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().location.pointer, "/a/1");
}

}  // namespace
}  // namespace squall::harness
