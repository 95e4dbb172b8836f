#include "chaos/patterns/backoff.h"

#include <gtest/gtest.h>

#include <ostream>

namespace squall::tests {
namespace {

using chaos::Shape;

struct Row {
  std::string name;
  std::vector<std::vector<double>> gaps;
  Shape shape;
  std::string jitter = "";
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class BackoffShape : public testing::TestWithParam<Row> {};

TEST_P(BackoffShape, IsTold) {
  const auto found = chaos::classify(GetParam().gaps);
  EXPECT_EQ(found.shape, GetParam().shape) << chaos::to_string(found.shape) << " " << found.why_unknown;
  EXPECT_EQ(found.jitter, GetParam().jitter);
  EXPECT_EQ(found.shape == Shape::unknown, !found.why_unknown.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, BackoffShape,
    testing::Values(
        Row{"none_seen", {}, Shape::unknown}, Row{"at_once", {{0.4, 0.3}, {0.5, 0.6}}, Shape::none},
        Row{"one_pause", {{100, 101}}, Shape::unknown}, Row{"at_once_then_one", {{0.2}, {300}}, Shape::unknown},
        Row{"constant", {{202, 202}, {202, 203}, {203, 201}}, Shape::constant},
        Row{"constant_on_a_busy_machine", {{50, 58}, {54, 66}, {51, 52}}, Shape::constant},
        Row{"two_gaps_doubling", {{304, 303}, {602, 603}}, Shape::exponential},
        Row{"factor_one_and_a_half", {{100}, {150}, {225}}, Shape::exponential},
        Row{"factor_three", {{100}, {300}, {900}}, Shape::exponential},
        Row{"first_at_once", {{0.2}, {200}, {400}, {800}}, Shape::exponential},
        Row{"linear", {{100}, {200}, {300}, {400}}, Shape::linear},
        Row{"short_doubling_on_a_busy_machine", {{57, 52, 61, 50}, {108, 101, 122, 100}}, Shape::exponential},
        Row{"doubling_up_to_a_cap", {{50}, {100}, {150}, {150}, {151}}, Shape::exponential},
        Row{"doubling_that_reached_its_cap", {{100}, {200}, {400}, {400}, {400}, {400}}, Shape::exponential},
        Row{"linear_with_full_jitter",
            {{8, 90, 97, 20, 60, 40},
             {180, 10, 30, 195, 150, 90},
             {290, 30, 250, 60, 120, 280},
             {380, 60, 390, 100, 210, 300}},
            Shape::linear,
            "full"},
        Row{"full_jitter_with_long_medians",
            {{97, 98, 99, 20}, {20, 195, 184, 190}, {355, 60, 390, 370}, {100, 790, 600, 700}},
            Shape::exponential,
            "full"},
        Row{"equal_jitter_with_one_stretched",
            {{60, 90, 100, 290, 75, 80}, {110, 190, 160, 200, 150, 180}, {220, 390, 300, 350, 280, 395}},
            Shape::exponential,
            "equal"},
        Row{"shrinking", {{400}, {100}, {50}}, Shape::unknown},
        Row{"equal_jitter",
            {{60, 90, 100, 75}, {110, 190, 160, 200}, {220, 390, 300, 350}},
            Shape::exponential,
            "equal"},
        Row{"full_jitter_constant", {{5, 90, 60, 20}, {80, 10, 60, 40}, {30, 95, 8, 70}}, Shape::constant, "full"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::tests
