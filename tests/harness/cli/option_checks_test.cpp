#include "harness/cli/option_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using testing::HasSubstr;

TEST(OptionChecks, ACountIsWholeAndAtLeastOne) {
  for (const char* count : {"1", "256", "18446744073709551615"}) EXPECT_EQ(is_count(count), "") << count;
  for (const char* other : {"", "0", "-1", "1.5", "1x", " 1", "18446744073709551616"})
    EXPECT_THAT(is_count(other), HasSubstr("expected a whole number of at least 1")) << other;
}

TEST(OptionChecks, ASeedMayBeZero) {
  for (const char* seed : {"0", "18446744073709551615"}) EXPECT_EQ(is_seed(seed), "") << seed;
  for (const char* other : {"", "-1", "0x1", "18446744073709551616"}) EXPECT_NE(is_seed(other), "") << other;
}

}  // namespace
}  // namespace squall::harness
