#include "harness/system/expression.h"

#include <gtest/gtest.h>

#include <map>

#include "contracts/core/document.h"

namespace squall::harness {
namespace {

struct Row {
  const char* text;
  bool held;
};

// Values now, and before the request.
const std::map<std::string, std::pair<const char*, const char*>> values = {
    {"reserved", {"3", "3"}},         {"captured", {"7", "5"}}, {"confirmed", {"12", "10"}},
    {"status", {"\"ok\"", "\"ok\""}}, {"share", {"1.0", "1"}},  {"nothing", {"null", "0"}}};

contracts::Value value(const std::string& name, bool before) {
  const auto& [now, earlier] = values.at(name);
  return contracts::Value(contracts::Document::parse_json(before ? earlier : now)->root());
}

contracts::Result<bool> evaluated(const char* text) {
  SQUALL_TRY_ASSIGN(const auto expression, parse_expression(text));
  std::map<std::string, contracts::Value> kept;
  return holds(expression, [&](const std::string& name, bool before) -> const contracts::Value& {
    return kept[name + (before ? "." : "")] = value(name, before);
  });
}

class Held : public testing::TestWithParam<Row> {};

TEST_P(Held, IsAsArithmeticHasIt) {
  const auto held = evaluated(GetParam().text);
  ASSERT_TRUE(held) << contracts::to_string(held.error());
  EXPECT_EQ(*held, GetParam().held);
}

INSTANTIATE_TEST_SUITE_P(Expressions, Held,
                         testing::Values(Row{"reserved == before.reserved", true},
                                         Row{"captured == before.captured", false},
                                         Row{"captured - before.captured == confirmed - before.confirmed", true},
                                         Row{"captured-before.captured<confirmed - before.confirmed", false},
                                         Row{"captured <= 7", true}, Row{"captured > 6 + 1", false},
                                         Row{"captured >= before.captured + 2", true}, Row{"captured != 7", false},
                                         Row{"status == before.status", true}, Row{"share == before.share", true},
                                         Row{"nothing == before.nothing", false}, Row{"status != captured", true}));

struct Wrong {
  const char* text;
  const char* message;
};

class Malformed : public testing::TestWithParam<Wrong> {};

TEST_P(Malformed, SaysWhatWasExpected) {
  const auto held = evaluated(GetParam().text);
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Expressions, Malformed,
    testing::Values(Wrong{"", "expected a name or a number, found the end"},
                    Wrong{"reserved", "expected a comparison (==, !=, <, <=, >, >=), found the end"},
                    Wrong{"reserved = 3", "expected a comparison (==, !=, <, <=, >, >=), found '= 3'"},
                    Wrong{"reserved == 3 3", "expected the end, found '3'"},
                    Wrong{"before. == 3", "expected a name or a number, found ' == 3'"},
                    Wrong{"99999999999999999999 == 3", "expected a smaller number, found '99999999999999999999 == 3'"},
                    Wrong{"status + 1 == 3", "'status' is \"ok\", no whole number"},
                    Wrong{"nothing < 3", "'nothing' is null, no whole number"}));

}  // namespace
}  // namespace squall::harness
