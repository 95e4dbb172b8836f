#include "chaos/graph/worst_case.h"

#include <gtest/gtest.h>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

using chaos::Bound;
using chaos::WorstCase;

struct Row {
  const char* name;
  std::vector<Attempt> attempts;  // of a call of 100 ms to a
  std::vector<EdgeLimits> limits;
  Duration least;
  bool known;
  const char* why;
};

EdgeLimits without_timeout(const char* edge, Duration waited, std::size_t attempts) {
  EdgeLimits limits = drawn_limits(edge, 0ms, attempts);
  limits.timeout.reset();
  limits.waited = waited;
  return limits;
}

EdgeLimits endless(const char* edge) {
  EdgeLimits limits = drawn_limits(edge, 100ms, 1);
  limits.attempts_silent.reset();
  limits.endless = true;
  return limits;
}

class WorstCases : public testing::TestWithParam<Row> {};

TEST_P(WorstCases, OfTheEntryOperation) {
  const Row& row = GetParam();
  const std::vector<GraphEdge> edges{drawn_edge("a", "b"), drawn_edge("b", "c"), drawn_edge("a", "d")};
  const CallTree tree = drawn_tree("a", 100ms, row.attempts, edges);
  const Bound worst = WorstCase(tree, row.limits).work(0);
  EXPECT_EQ(worst.least, row.least);
  EXPECT_EQ(worst.known, row.known);
  EXPECT_EQ(worst.why, row.why);
}

const auto kAb = drawn_attempt("a-b", "GET /b", 10ms, 50ms);
const auto kBc = drawn_attempt("b-c", "GET /c", 20ms, 40ms);

INSTANTIATE_TEST_SUITE_P(
    Rows, WorstCases,
    testing::Values(
        // 60 ms of its own, 3 x 300 and 150 of pauses.
        Row{"OneEdge", {kAb}, {drawn_limits("a-b", 300ms, 3, {50ms, 100ms})}, 1110ms, true, ""},
        // b may take 20 + 2 x 110 + 40 = 280, which is less than a waits.
        Row{"ChainEndedByTheInner",
            {kAb, kBc},
            {drawn_limits("a-b", 300ms, 1), drawn_limits("b-c", 110ms, 2, {40ms})},
            340ms,
            true,
            ""},
        Row{"ChainEndedByTheOuter",
            {kAb, kBc},
            {drawn_limits("a-b", 100ms, 2), drawn_limits("b-c", 5s, 2)},
            260ms,
            true,
            ""},
        Row{"InnerUnmeasured", {kAb, kBc}, {drawn_limits("a-b", 100ms, 2)}, 260ms, true, ""},
        Row{"OuterWithoutATimeout",
            {kAb, kBc},
            {without_timeout("a-b", 5s, 1), drawn_limits("b-c", 110ms, 1)},
            190ms,
            true,
            ""},
        Row{"NoTimeoutAtAll",
            {kAb},
            {without_timeout("a-b", 5s, 1)},
            5060ms,
            false,
            "no timeout of a-b was seen within 5s"},
        Row{"NothingMeasured", {kAb}, {}, 100ms, false, "no timeout of a-b was measured"},
        Row{"RetriesUnmeasured",
            {kAb},
            {[] {
              EdgeLimits limits = drawn_limits("a-b", 300ms, 1);
              limits.attempts_silent.reset();
              return limits;
            }()},
            360ms,
            false,
            "how often a-b tries again was not measured"},
        Row{"WithoutAnEnd", {kAb}, {endless("a-b")}, 160ms, false, "a-b tries again without an end"},
        Row{"OneAfterTheOther",
            {drawn_attempt("a-b", "GET /b", 10ms, 20ms), drawn_attempt("a-d", "GET /d", 30ms, 40ms)},
            {drawn_limits("a-b", 300ms, 1), drawn_limits("a-d", 500ms, 1)},
            880ms,
            true,
            ""},
        Row{"AtOnce",
            {drawn_attempt("a-b", "GET /b", 10ms, 30ms), drawn_attempt("a-d", "GET /d", 11ms, 40ms)},
            {drawn_limits("a-b", 300ms, 1), drawn_limits("a-d", 500ms, 1)},
            570ms,
            true,
            ""},
        Row{"TheSameTwice",
            {drawn_attempt("a-b", "GET /b", 10ms, 20ms), drawn_attempt("a-b", "GET /b", 30ms, 40ms)},
            {drawn_limits("a-b", 300ms, 2)},
            1280ms,
            true,
            ""}),
    [](const auto& row) { return row.param.name; });

TEST(WorstCase, OfAServiceThatCallsNobodyIsNotBounded) {
  const CallTree tree = drawn_tree("a", 100ms, {}, {});
  const Bound worst = WorstCase(tree, {}).work(0);
  EXPECT_FALSE(worst.known);
  EXPECT_EQ(worst.why, "nothing bounds what a takes for POST /orders");
}

}  // namespace
}  // namespace squall::tests
