#include "chaos/faults/notation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chaos/faults/registry.h"

namespace squall::chaos {
namespace {

struct Row {
  const char* name;
  const char* text;
  const char* kind;
  const char* parameters;
  double share = 1;
  Match match = {};
};
class Notation : public testing::TestWithParam<Row> {};

TEST_P(Notation, IsRead) {
  const auto spec = parse_fault(GetParam().text);
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->kind, GetParam().kind);
  EXPECT_EQ(contracts::to_json(spec->parameters), GetParam().parameters);
  EXPECT_EQ(spec->share, GetParam().share);
  EXPECT_EQ(spec->match, GetParam().match);
  EXPECT_TRUE(check(*spec, Protocol::http)) << check(*spec, Protocol::http).error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, Notation,
    testing::Values(Row{"shorthand", "latency: 100ms", "latency", R"({"mean":"100ms"})"},
                    Row{"alone", "reset", "reset", "{}"}, Row{"true_is_no_value", "reset: true", "reset", "{}"},
                    Row{"status", "abort: 500, share: 5%", "abort", R"({"status":500})", 0.05},
                    Row{"braces",
                        "{latency: {mean: 1s, jitter: 10ms}, method: POST, path: '/orders/{id}'}",
                        "latency",
                        R"({"mean":"1s","jitter":"10ms"})",
                        1,
                        {"POST", "/orders/{id}", ""}},
                    Row{"header", "blackhole, header: 'X-A: 1'", "blackhole", "{}", 1, {"", "", "X-A: 1"}}),
    [](const auto& row) { return row.param.name; });

TEST(FaultNotation, ReadsTheRest) {
  const auto spec = parse_fault("abort, first: 3, id: mine");
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->first, 3u);
  EXPECT_EQ(spec->id, "mine");
}

struct Wrong {
  const char* name;
  const char* text;
  const char* expected;
};
class WrongNotation : public testing::TestWithParam<Wrong> {};

TEST_P(WrongNotation, IsExplained) {
  const auto spec = parse_fault(GetParam().text);
  ASSERT_FALSE(spec);
  EXPECT_EQ(spec.error().kind, contracts::ErrorKind::usage);
  EXPECT_THAT(spec.error().message + " " + spec.error().hint, testing::HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, WrongNotation,
    testing::Values(Wrong{"unknown", "latensy: 1s", "did you mean 'latency'?"},
                    Wrong{"two", "reset, abort", "two faults in one"}, Wrong{"none", "share: 5%", "names no kind"},
                    Wrong{"empty", "", "names no kind"}, Wrong{"list", "[latency]", "expected KIND"},
                    Wrong{"broken", "{latency", "expected KIND"}, Wrong{"share", "reset, share: lots", "share"},
                    Wrong{"first", "reset, first: few", "expected a whole number"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::chaos
