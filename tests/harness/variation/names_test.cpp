// The system file names variations without knowing them: both lists are one.

#include <gtest/gtest.h>

#include "harness/system/variation_names.h"
#include "harness/variation/variation.h"

namespace squall::harness {
namespace {

TEST(VariationNames, AreThoseThatTheSystemFileKnows) {
  ASSERT_EQ(variations().size(), variation_names.size());
  for (const std::string_view name : variation_names) EXPECT_NE(find_variation(name), nullptr) << name;
}

}  // namespace
}  // namespace squall::harness
