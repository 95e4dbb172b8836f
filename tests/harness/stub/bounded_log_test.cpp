#include "harness/stub/bounded_log.h"

#include <gtest/gtest.h>

#include <string>

namespace squall::harness {
namespace {

using Log = BoundedLog<std::string>;

std::string told(const Log& log) {
  std::string text;
  for (const auto& entry : log.entries()) text += *entry;
  return text;
}

std::size_t add(Log& log, const std::string& entry) {
  return log.add(std::make_shared<const std::string>(entry), entry.size());
}

TEST(BoundedLog, KeepsTheLastOfThem) {
  Log log(2, 100);
  EXPECT_EQ(add(log, "a"), 0U);
  EXPECT_EQ(add(log, "b"), 0U);
  EXPECT_EQ(add(log, "c"), 1U);
  EXPECT_EQ(told(log), "bc");
}

TEST(BoundedLog, KeepsNoMoreBytesThanItMay) {
  Log log(10, 5);
  add(log, "ab");
  add(log, "cd");
  EXPECT_EQ(add(log, "efgh"), 2U);
  EXPECT_EQ(told(log), "efgh");
}

TEST(BoundedLog, KeepsTheVeryLastHoweverLarge) {
  Log log(10, 5);
  add(log, "ab");
  EXPECT_EQ(add(log, "cdefghij"), 1U);
  EXPECT_EQ(told(log), "cdefghij");
  EXPECT_EQ(add(log, "k"), 1U) << "the large one makes room";
  EXPECT_EQ(told(log), "k");
}

TEST(BoundedLog, GivesOutWhatStaysWhole) {
  Log log(1, 100);
  add(log, "a");
  const auto before = log.entries();
  add(log, "b");
  log.clear();
  EXPECT_EQ(*before.at(0), "a");
  EXPECT_EQ(told(log), "");
  add(log, "cd");
  EXPECT_EQ(told(log), "cd");
}

}  // namespace
}  // namespace squall::harness
