#include "chaos/faults/conditions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chaos/faults/notation.h"
#include "chaos/faults/registry.h"
#include "contracts/core/document.h"

namespace squall::chaos {
namespace {

class Conditions : public testing::TestWithParam<const char*> {};

TEST_P(Conditions, AreWrittenAsTheyWereRead) {
  const auto spec = parse_fault("reset, " + std::string(GetParam()));
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_TRUE(check(*spec, Protocol::http)) << check(*spec, Protocol::http).error().message;
  EXPECT_EQ(contracts::to_json(conditions_of(*spec)), "{" + std::string(GetParam()) + "}");
}

INSTANTIATE_TEST_SUITE_P(Faults, Conditions,
                         testing::Values(R"("share":0.5)", R"("first":3)", R"("every":10)", R"("after":"5s")",
                                         R"("for":"90s")", R"("method":"POST")", R"("path":"/orders/{id}")",
                                         R"("header":"X-Tenant: a")", R"("operation":"createOrder")",
                                         R"("client":"10.0.0.0/8")", R"("body":{"/customer/id":42,"":[1]})",
                                         R"("share":0.25,"every":2,"method":"GET","client":"::1")"));

TEST(Conditions, AreAllNamed) {
  for (const auto name : condition_names()) {
    FaultSpec spec;
    const auto document = contracts::Document::parse_json("\"1\"");
    const auto read = read_condition(spec, name, document->root());
    EXPECT_TRUE(!read || *read) << name;
  }
  FaultSpec spec;
  const auto document = contracts::Document::parse_json("1");
  EXPECT_FALSE(*read_condition(spec, "latency", document->root()));
}

struct Wrong {
  const char* text;
  const char* expected;
};
class WrongConditions : public testing::TestWithParam<Wrong> {};
TEST_P(WrongConditions, AreExplained) {
  const auto spec = parse_fault("reset, " + std::string(GetParam().text));
  const auto checked = spec ? check(*spec, Protocol::http, false) : contracts::Status(tl::unexpect, spec.error());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, contracts::ErrorKind::usage);
  EXPECT_THAT(checked.error().message + " " + checked.error().hint, testing::HasSubstr(GetParam().expected));
}
INSTANTIATE_TEST_SUITE_P(
    Faults, WrongConditions,
    testing::Values(Wrong{"share: 2", "share"}, Wrong{"first: -1", "first: expected a whole number"},
                    Wrong{"every: x", "every: expected a whole number"}, Wrong{"every: 0", "at least 1"},
                    Wrong{"after: soon", "after: "}, Wrong{"for: 0ms", "no time at all"},
                    Wrong{"path: orders", "begin with '/'"}, Wrong{"client: localhost", "expected an IP address"},
                    Wrong{"body: 42", "expected an object"}, Wrong{"body: {id: 42}", "no JSON Pointer"},
                    Wrong{"method: {a: b}", "method: expected text"}, Wrong{"evry: 3", "did you mean 'every'?"},
                    Wrong{"operation: createOrder", "no contract"}));

}  // namespace
}  // namespace squall::chaos
