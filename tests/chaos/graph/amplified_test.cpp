#include "chaos/graph/amplified.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

using chaos::Amplified;
using chaos::amplified;

const std::vector<GraphEdge> kEdges{drawn_edge("a", "b"), drawn_edge("b", "c"), drawn_edge("a", "d")};

std::string words(const std::vector<Amplified>& all) {
  std::string text;
  for (const Amplified& one : all) {
    text +=
        fmt::format("{} {} {}x{} [{}]{}; ", one.edge, one.operation, one.attempts ? std::to_string(*one.attempts) : "?",
                    one.in_calm, fmt::join(one.tiers, ","), too_much(one) ? " too much" : "");
  }
  return text;
}

struct Row {
  const char* name;
  std::vector<Attempt> attempts;
  std::vector<EdgeLimits> limits;
  const char* expected;
};
class Amplifications : public testing::TestWithParam<Row> {};

TEST_P(Amplifications, MultiplyAlongThePath) {
  const Row& row = GetParam();
  EXPECT_EQ(words(amplified(drawn_tree("a", 100ms, row.attempts, kEdges), row.limits)), row.expected);
}

const auto kAb = drawn_attempt("a-b", "GET /b", 10ms, 50ms);
const auto kBc = drawn_attempt("b-c", "GET /c", 20ms, 40ms);

EdgeLimits endless(const char* edge) {
  EdgeLimits limits;
  limits.edge = edge;
  limits.endless = true;
  return limits;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Amplifications,
    testing::Values(
        Row{"None", {}, {}, ""},
        Row{"NobodyRetries",
            {kAb, kBc},
            {drawn_limits("a-b", 1s, 1), drawn_limits("b-c", 1s, 1)},
            "a-b GET /b 1x1 []; b-c GET /c 1x1 []; "},
        Row{"OneTier",
            {kAb, kBc},
            {drawn_limits("a-b", 1s, 3), drawn_limits("b-c", 1s, 1)},
            "a-b GET /b 3x1 [a-b]; b-c GET /c 3x1 [a-b]; "},
        Row{"TwoTiers",
            {kAb, kBc},
            {drawn_limits("a-b", 1s, 3), drawn_limits("b-c", 1s, 2)},
            "a-b GET /b 3x1 [a-b]; b-c GET /c 6x1 [a-b,b-c] too much; "},
        Row{"OneTierTooOften", {kAb}, {drawn_limits("a-b", 1s, 13)}, "a-b GET /b 13x1 [a-b] too much; "},
        Row{"Unmeasured", {kAb, kBc}, {drawn_limits("b-c", 1s, 4)}, "a-b GET /b ?x1 []; b-c GET /c ?x1 [b-c]; "},
        Row{"WithoutAnEnd", {kAb}, {endless("a-b")}, "a-b GET /b ?x1 []; "},
        Row{"CalledTwice",
            {drawn_attempt("a-b", "GET /b", 10ms, 20ms), drawn_attempt("a-b", "GET /b", 30ms, 40ms)},
            {drawn_limits("a-b", 1s, 2)},
            "a-b GET /b 2x2 [a-b]; "},
        Row{"FanOut",
            {drawn_attempt("a-b", "GET /b", 10ms, 20ms), drawn_attempt("a-d", "GET /d", 30ms, 40ms)},
            {drawn_limits("a-b", 1s, 2), drawn_limits("a-d", 1s, 3)},
            "a-b GET /b 2x1 [a-b]; a-d GET /d 3x1 [a-d]; "}),
    [](const auto& row) { return row.param.name; });

TEST(Amplified, CountsAttemptsOnAllReplicas) {
  const std::vector<Attempt> attempts{drawn_attempt("lb.a", "GET /", 1ms, 2ms),
                                      drawn_attempt("lb.b", "GET /", 3ms, 4ms),
                                      drawn_attempt("lb.b", "GET /x", 3ms, 4ms), drawn_attempt("x", "GET /", 3ms, 4ms)};
  EXPECT_EQ(chaos::attempts_of(attempts, {"lb.a", "lb.b"}, "GET /"), 2u);
}

}  // namespace
}  // namespace squall::tests
