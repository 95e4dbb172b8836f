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
  EXPECT_TRUE(check(*spec, true)) << check(*spec, true).error().message;
  EXPECT_EQ(contracts::to_json(conditions_of(*spec)), "{" + std::string(GetParam()) + "}");
}

INSTANTIATE_TEST_SUITE_P(Faults, Conditions,
                         testing::Values(R"("share":0.5)", R"("first":3)", R"("method":"POST")",
                                         R"("path":"/orders/{id}")", R"("header":"X-Tenant: a")",
                                         R"("share":0.25,"method":"GET")"));

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
  const auto checked = spec ? check(*spec, true) : contracts::Status(tl::unexpect, spec.error());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, contracts::ErrorKind::usage);
  EXPECT_THAT(checked.error().message + " " + checked.error().hint, testing::HasSubstr(GetParam().expected));
}
INSTANTIATE_TEST_SUITE_P(Faults, WrongConditions,
                         testing::Values(Wrong{"share: 2", "share"},
                                         Wrong{"first: -1", "first: expected a whole number"},
                                         Wrong{"path: orders", "begin with '/'"},
                                         Wrong{"method: {a: b}", "method: expected text"},
                                         Wrong{"firs: 3", "did you mean 'first'?"}));

}  // namespace
}  // namespace squall::chaos
