// Messages made of examples with generators, and pacts made of messages.

#include "contracts/pact/example.h"

#include <gtest/gtest.h>

#include "contracts/pact/read.h"
#include "contracts/pact/write.h"

namespace squall::tests {
namespace {

using namespace contracts;

pact::GeneratorInput input(std::uint64_t seed) {
  pact::GeneratorInput made{Random(seed, "pact.test"),
                            {1709210096, 0},
                            Value(Object{{"id", Value(7)}, {"name", Value("Ann")}}),
                            "http://127.0.0.1:9"};
  return made;
}

struct Row {
  const char* generator;
  const char* rule;  // that what was made must keep
};

TEST(Generators, MakeWhatTheirMatchersTake) {
  const Row rows[] = {
      {R"({"type": "RandomInt", "min": 3, "max": 4})", R"({"match": "regex", "regex": "[34]"})"},
      {R"({"type": "RandomDecimal", "digits": 6})", R"({"match": "decimal"})"},
      {R"({"type": "RandomHexadecimal", "digits": 8})", R"({"match": "regex", "regex": "[0-9a-f]{8}"})"},
      {R"({"type": "RandomString", "size": 5})", R"({"match": "regex", "regex": "\\w{5}"})"},
      {R"({"type": "RandomBoolean"})", R"({"match": "boolean"})"},
      {R"({"type": "Regex", "regex": "[A-Z]{2}\\d{3}"})", R"({"match": "regex", "regex": "[A-Z]{2}\\d{3}"})"},
      {R"({"type": "Uuid"})", R"({"match": "regex", "regex": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"})"},
      {R"({"type": "Uuid", "format": "simple"})", R"({"match": "regex", "regex": "[0-9a-f]{32}"})"},
      {R"({"type": "Date", "format": "dd/MM/yyyy"})", R"({"match": "include", "value": "29/02/2024"})"},
      {R"({"type": "Time"})", R"({"match": "include", "value": "12:34:56"})"},
      {R"({"type": "DateTime", "expression": "+1 day"})", R"({"match": "include", "value": "2024-03-01T12:34:56"})"},
      {R"({"type": "ProviderState", "expression": "${id}", "dataType": "INTEGER"})",
       R"({"match": "regex", "regex": "7"})"},
      {R"({"type": "ProviderState", "expression": "/x/${id}/${name}"})", R"({"match": "regex", "regex": "/x/7/Ann"})"},
      {R"({"type": "ProviderState", "expression": "/x/\\${id}"})", R"({"match": "regex", "regex": "/x/7"})"},
      {R"({"type": "MockServerURL", "example": "http://old:1/a?b=1", "regex": ".*\\/a"})",
       R"({"match": "regex", "regex": "http://127\\.0\\.0\\.1:9/a\\?b=1"})"},
  };
  for (const Row& row : rows) {
    const std::string text = std::string(R"({"body": {"a": "example"}, "generators": {"body": {"$.a": )") +
                             row.generator + R"(}}, "matchingRules": {"body": {"$.a": {"matchers": [)" + row.rule +
                             "]}}}}";
    auto document = Document::parse_json(text);
    ASSERT_TRUE(document) << text;
    pact::Pact pact;
    pact.document = std::make_shared<const Document>(std::move(*document));
    const auto expected = pact::read_response(*pact.document, pact.document->root(), pact::Version::v3);
    ASSERT_TRUE(expected) << to_string(expected.error().front());
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      auto first = input(seed), second = input(seed);
      const http::Response made = pact::example_response(*expected, first);
      EXPECT_EQ(made, pact::example_response(*expected, second));
      EXPECT_EQ(made.body.find("example"), std::string::npos) << row.generator;
      const auto violations = pact::match_response(pact, *expected, made);
      EXPECT_TRUE(violations.empty()) << made.body << " " << violations.front().message;
    }
  }
  for (const pact::GeneratorType& type : pact::generator_types()) {
    bool found = false;
    for (const Row& row : rows) found = found || std::string(row.generator).find(type.name) != std::string::npos;
    EXPECT_TRUE(found) << type.name << " has no row";
  }
}

TEST(Generators, LeaveTheExampleWhereNothingIsKnown) {
  auto document = Document::parse_json(R"({"method": "post", "path": "/orders/1 2", "query": {"q": ["a&b"]},
      "headers": {"X-Id": "1"}, "body": [{"a": 1}, {"a": 2}],
      "generators": {"path": {"type": "ProviderState", "expression": "/orders/${unknown}"},
                     "header": {"X-Id": {"type": "ProviderState", "expression": "${id}"}},
                     "body": {"$[*].a": {"type": "RandomInt", "min": 9, "max": 9}}}})");
  ASSERT_TRUE(document);
  const auto expected = pact::read_request(*document, document->root(), pact::Version::v3);
  ASSERT_TRUE(expected);
  auto values = input(1);
  const http::Request made = pact::example_request(*expected, values);
  EXPECT_EQ(made.method, "POST");
  EXPECT_EQ(made.target, "/orders/1%202?q=a%26b");
  EXPECT_EQ(made.headers.get("X-Id"), "7");
  EXPECT_EQ(made.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(made.body, R"([{"a":9},{"a":9}])");
}

class Written : public testing::TestWithParam<pact::Version> {};

TEST_P(Written, IsReadAgainAndKeptByWhatItWasMadeOf) {
  const std::vector<pact::Exchange> exchanges = {
      {"",
       {{"an order", Value(Object{{"id", Value(7)}})}},
       {"GET",
        "/orders/a%20b?x=1&x=2",
        {{"Accept", "application/json"}, {"Authorization", "Bearer secret"}, {"Host", "h"}},
        ""},
       {200, "OK", {{"Content-Type", "application/json"}, {"Date", "now"}}, R"({"id":7,"items":[{"n":1}]})"}},
      {"", {}, {"GET", "/orders/a%20b?x=1&x=2", {}, ""}, {200, "OK", {{"Content-Type", "text/plain"}}, "hello"}},
      {"", {}, {"POST", "/orders", {{"Content-Type", "application/json"}}, R"({"n":1})"}, {204, "", {}, ""}},
      {"", {}, {"POST", "/orders", {{"Content-Type", "application/json"}}, R"({"n":1})"}, {204, "", {}, ""}},
  };
  const Value written = pact::write_pact("web", "orders", exchanges, {GetParam(), true});
  const std::string text = to_json(written);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  auto document = Document::parse(text, "written.json", Syntax::json);
  ASSERT_TRUE(document);
  ASSERT_TRUE(pact::is_pact(*document));
  const auto read = pact::read_pact(std::make_shared<const Document>(std::move(*document)));
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_EQ(read->version, GetParam());
  ASSERT_EQ(read->interactions.size(), 3u);  // the last two are one
  EXPECT_EQ(read->interactions[0].description, "GET /orders/a%20b, answered 200");
  EXPECT_EQ(read->interactions[1].description, "GET /orders/a%20b, answered 200 (2)");
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& one = read->interactions[i];
    EXPECT_TRUE(pact::match_request(*read, one.request, exchanges[i].request).empty()) << i;
    EXPECT_TRUE(pact::match_response(*read, one.response, exchanges[i].response).empty()) << i;
  }
  const http::Response other{200, "", {{"Content-Type", "application/json"}}, R"({"id":8,"items":[]})"};
  EXPECT_TRUE(pact::match_response(*read, read->interactions[0].response, other).empty());
  const http::Response wrong{200, "", {{"Content-Type", "application/json"}}, R"({"id":"8","items":[]})"};
  EXPECT_FALSE(pact::match_response(*read, read->interactions[0].response, wrong).empty());
}

INSTANTIATE_TEST_SUITE_P(Versions, Written, testing::Values(pact::Version::v3, pact::Version::v4));

}  // namespace
}  // namespace squall::tests
