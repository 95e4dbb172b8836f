#include "harness/stub_rules/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "contracts/core/document.h"
#include "tests/support/corpora.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

std::vector<std::string> mistakes_in(const std::string& yaml) {
  const auto rules = parse_rules(yaml, "rules.yaml", tests::orders_router()->contract());
  std::vector<std::string> texts;
  if (rules) return texts;
  for (const auto& error : rules.error()) texts.push_back(to_string(error));
  return texts;
}

struct Row {
  const char *name, *rule, *mistake;
};

class RuleMistakes : public testing::TestWithParam<Row> {};

TEST_P(RuleMistakes, AreLocated) {
  const std::string yaml = std::string("squall: 1\nrules:\n  - ") + GetParam().rule + "\n";
  EXPECT_THAT(mistakes_in(yaml), testing::ElementsAre(testing::HasSubstr(GetParam().mistake)));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, RuleMistakes,
    testing::Values(Row{"unknown_key", "{request: {methd: GET}}",
                        "rules.yaml:3:16: 'methd' is unknown here; did you mean 'method'?"},
                    Row{"unknown_operation", "{request: {operation: 'GET /order'}}",
                        "rules.yaml:3:27: the contract has no operation 'GET /order'; did you mean 'GET /orders'?"},
                    Row{"no_pointer", "{request: {body: {sku: 1}}}",
                        "rules.yaml:3:23: 'sku' is no JSON Pointer; write it like /items/0/sku"},
                    Row{"wrong_expression", "{request: {query: {a: {matches: '('}}}}", "rules.yaml:3:37:"},
                    Row{"empty_condition", "{request: {query: {a: {}}}}", "rules.yaml:3:27: it says nothing"},
                    Row{"status", "{response: {status: 42}}", "rules.yaml:3:25: expected"},
                    Row{"status_of_no_whole_answer", "{response: {status: 100}}",
                        "rules.yaml:3:25: expected a status from 200 to 599"},
                    Row{"header_name", R"({response: {headers: {"X Y: 1\r\nInjected": a}}})",
                        "rules.yaml:3:27: that is no name of a header; name it like X-Tenant"},
                    Row{"condition_on_no_header", "{request: {headers: {'X Y': 1}}}",
                        "rules.yaml:3:26: that is no name of a header"},
                    Row{"example", "{request: {operation: 'GET /orders/{id}'}, response: {example: payd}}",
                        "no such answer of GET /orders/{id} has an example 'payd'; did you mean 'paid'?"},
                    Row{"example_of_no_operation", "{response: {example: nosuch}}",
                        "rules.yaml:3:26: no such answer of the contract has an example 'nosuch'"},
                    Row{"example_of_another_status",
                        "{request: {operation: 'GET /orders/{id}'}, response: {status: 404, example: paid}}",
                        "no such answer of GET /orders/{id} has an example 'paid'"},
                    Row{"template", "{response: {body: {a: [x, '{{reqest.method}}']}}}",
                        "rules.yaml:3:31: 'reqest.method' is nothing that a template can stand for"},
                    Row{"header_template", "{response: {headers: {A: '{{'}}}", "rules.yaml:3:30: a '{{' without '}}'"},
                    Row{"base64", "{response: {base64: '*'}}", "rules.yaml:3:25: it is not Base64"},
                    Row{"two_bodies", "{response: {body: 1, example: open}}",
                        "'body' and 'example' both say the body; keep one"},
                    Row{"latency", "{response: {latency: {mean: 1s, jitter: 1s, distribution: pareto}}}",
                        "rules.yaml:3:45: jitter: only with"},
                    Row{"latency_text", "{response: {latency: soon}}", "rules.yaml:3:26: expected"},
                    Row{"state_alone", "{state: sold}", "rules.yaml:3:6: 'state' without a 'scenario'"},
                    Row{"unreachable_state", "{scenario: s, state: sold, next: solt}",
                        "rules.yaml:3:26: no rule of scenario 's' leads to state 'sold'; did you mean 'solt'?"},
                    Row{"times", "{times: 0}", "rules.yaml:3:13: expected"}),
    [](const auto& row) { return row.param.name; });

TEST(Rules, AreReadFromJsonAndYaml) {
  const auto rules =
      parse_rules(R"({"squall": 1, "rules": [{"request": {"operation": "POST /orders"}, "scenario": "s", "next": "x"},
                                     {"name": "other", "scenario": "s", "state": "x", "times": 2}]})",
                  "rules.json", tests::orders_router()->contract());
  ASSERT_TRUE(rules);
  ASSERT_EQ(rules->rules.size(), 2u);
  EXPECT_EQ(rules->rules[0].name, "rule 1");
  EXPECT_EQ(rules->rules[1].name, "other");
  EXPECT_EQ(rules->rules[1].times, 2u);
  EXPECT_EQ(rules->scenarios, std::vector<std::string>{"s"});
}

TEST(Rules, AreNothingWithoutAVersion) {
  EXPECT_THAT(mistakes_in("rules: []"), testing::ElementsAre(testing::HasSubstr("'squall' is missing")));
}

TEST(Rules, HaveAPublishedSchema) {
  const auto path = tests::test_data().parent_path().parent_path() / "harness/stub_rules/rules.schema.json";
  if (std::getenv("SQUALL_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << rules_schema();
  EXPECT_EQ(tests::read_file(path), rules_schema()) << "SQUALL_UPDATE_GOLDEN=1 writes it again";
  EXPECT_TRUE(contracts::Document::parse_json(rules_schema()));
}

}  // namespace
}  // namespace squall::harness
