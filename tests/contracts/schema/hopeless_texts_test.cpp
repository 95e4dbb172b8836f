#include "contracts/schema/hopeless_texts.h"

#include <gtest/gtest.h>

namespace squall::contracts::schema {
namespace {

Constraints constraints_for(const Pattern& pattern) {
  Constraints constraints;
  constraints.patterns.push_back(&pattern);
  return constraints;
}

TEST(HopelessTexts, AreThoseThatFailedThreeTimes) {
  const auto pattern = Pattern::compile("^a$b");
  ASSERT_TRUE(pattern);
  const Constraints constraints = constraints_for(*pattern);
  HopelessTexts texts;
  for (int failure = 0; failure < 3; ++failure) {
    EXPECT_FALSE(texts.has(constraints)) << "after " << failure;
    texts.count_failure(constraints);
  }
  EXPECT_TRUE(texts.has(constraints));
}

TEST(HopelessTexts, CountEachSetOfDemandsForItself) {
  const auto pattern = Pattern::compile("^a$b");
  ASSERT_TRUE(pattern);
  const Constraints constraints = constraints_for(*pattern);
  HopelessTexts texts;
  for (int failure = 0; failure < 3; ++failure) texts.count_failure(constraints);
  Constraints longer = constraints;
  longer.min_length = 4;
  EXPECT_FALSE(texts.has(longer));
  Constraints formatted = constraints;
  formatted.formats.emplace_back("date");
  EXPECT_FALSE(texts.has(formatted));
  EXPECT_FALSE(texts.has(Constraints{}));
}

}  // namespace
}  // namespace squall::contracts::schema
