#include "contracts/schema/pattern_property.h"

#include <gtest/gtest.h>

#include "contracts/schema/pattern.h"

namespace squall::contracts::schema {
namespace {

struct Row {
  const char* property;
  bool negated;
  const char* expected;
};
constexpr Row rows[] = {
    {"Letter", false, "\\p{L}"},
    {"Lu", true, "\\P{Lu}"},
    {"General_Category=Decimal_Number", false, "\\p{Nd}"},
    {"gc=Cased_Letter", false, "\\p{L&}"},
    {"Script=Greek", false, "\\p{sc:Greek}"},
    {"sc=Han", true, "\\P{sc:Han}"},
    {"Script_Extensions=Greek", false, "\\p{scx:Greek}"},
    {"Assigned", false, "\\P{Cn}"},
    {"Assigned", true, "\\p{Cn}"},
    {"IsGreek", false, "\\p{Greek}"},
};

TEST(PatternProperty, IsNamedAsPcre2Does) {
  for (const Row& row : rows) {
    EXPECT_EQ(property_for_pcre2(row.property, row.negated, false), row.expected) << row.property;
    EXPECT_TRUE(Pattern::compile(std::string(row.negated ? "\\P{" : "\\p{") + row.property + "}")) << row.property;
  }
}

TEST(PatternProperty, IsNotWhatOtherEnginesCallItWhereStrict) {
  EXPECT_EQ(property_for_pcre2("IsGreek", false, true), "\\p{IsGreek}");
  EXPECT_FALSE(Pattern::compile("\\p{IsGreek}", PatternMode::strict));
}

}  // namespace
}  // namespace squall::contracts::schema
