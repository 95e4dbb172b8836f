// What a breaker counts, told by mixes of failures and successes.

#include <gtest/gtest.h>

#include "tests/chaos/patterns/play.h"
#include "tests/chaos/patterns/rows.h"

namespace squall::tests {
namespace {

constexpr const char* kInARow = "counts failures in a row";
constexpr const char* kShare = "counts a share of calls, not failures in a row";

struct Counting {
  std::string name;
  std::size_t in_a_row;  // it opens after so many; 0: at a share
  double at_share;
  std::size_t retries;
  bool quick;
  std::string label;
  double above = 0, most = 0;  // of the failure share, %; 0: none is told
};
void PrintTo(const Counting& row, std::ostream* out) {
  *out << row.name;
}

class BreakerThreshold : public testing::TestWithParam<Counting> {};

TEST_P(BreakerThreshold, IsToldByMixes) {
  ConsumerTraits traits;
  if (GetParam().in_a_row > 0) traits.opens_after = GetParam().in_a_row;
  if (GetParam().in_a_row == 0) traits.opens_at_share = GetParam().at_share;
  traits.retries = GetParam().retries;
  SimulatedConsumer consumer(traits, 1);
  const auto* pattern = chaos::find_pattern("circuit_breaker");
  chaos::PatternInput input;
  input.edge = "a-b";
  input.quick = GetParam().quick;
  const auto records = play(consumer, *pattern, input);
  const Measurement m = pattern->pattern->measure(input, records);
  EXPECT_EQ(m.present, Presence::yes) << m.why_unknown;
  EXPECT_TRUE(m.labelled(GetParam().label)) << m.summary;
  const chaos::Quantity* share = m.quantity("failure_share");
  ASSERT_EQ(share != nullptr, GetParam().most > 0) << m.summary;
  if (share == nullptr) return;
  EXPECT_EQ(share->min, GetParam().above);
  EXPECT_EQ(share->max, GetParam().most);
}

INSTANTIATE_TEST_SUITE_P(Table, BreakerThreshold,
                         testing::Values(Counting{"five_in_a_row", 5, 0, 0, true, kInARow},
                                         Counting{"forty_in_a_row", 40, 0, 0, false, kInARow},
                                         Counting{"in_a_row_amid_retries", 6, 0, 2, true, kInARow},
                                         Counting{"half", 0, 0.5, 0, false, kShare, 30, 60},
                                         Counting{"half_quick", 0, 0.5, 0, true, kShare},
                                         Counting{"a_fifth", 0, 0.2, 0, false, kShare, 0, 30},
                                         Counting{"four_fifths", 0, 0.8, 0, false, kShare, 60, 90}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::tests
