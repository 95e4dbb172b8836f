#include "harness/stub_state/store.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using contracts::Value;

std::string ids(const std::vector<const StoredItem*>& items) {
  std::string text;
  for (const auto* item : items) text += item->id;
  return text;
}

TEST(Store, ListsInTheOrderOfMakingAndKeepsThePlaceOfWhatIsReplaced) {
  Store store;
  for (const char* id : {"b", "a", "c"}) store.put("/x", {"1"}, id, "old");
  store.put("/x", {"2"}, "d", 1);
  store.put("/y", {"1"}, "e", 1);
  store.put("/x", {"1"}, "a", "new");
  EXPECT_EQ(ids(store.list("/x", {"1"})), "bac");
  EXPECT_EQ(*store.find("/x", {"1"}, "a")->value, Value("new"));
  EXPECT_TRUE(store.erase("/x", {"1"}, "a"));
  EXPECT_FALSE(store.erase("/x", {"1"}, "a"));
  EXPECT_EQ(ids(store.all()), "bcde");
}

TEST(Store, ForgetsTheOldestBeyondItsLimits) {
  Store store({3, 1000, 1});
  for (const char* id : {"a", "b", "c"}) EXPECT_EQ(store.put("/x", {}, id, 1), 0u);
  EXPECT_EQ(store.put("/x", {}, "d", 1), 1u);
  EXPECT_EQ(ids(store.all()), "bcd");
  EXPECT_EQ(store.put("/x", {}, "b", std::string(998, 'x')), 2u);  // it is the oldest, but it is what was just put
  EXPECT_EQ(ids(store.all()), "b");
  EXPECT_EQ(store.bytes(), 1000u);
}

TEST(Store, RemovesWhatIsBelowAnItem) {
  Store store;
  store.put("/a", {}, "1", 1);
  store.put("/a/{a}/b", {"1"}, "x", 1);
  store.put("/a/{a}/b/{b}/c", {"1", "x"}, "y", 1);
  store.put("/a/{a}/b", {"2"}, "z", 1);
  EXPECT_EQ(store.erase_below("/a/{a}/", {"1"}), 2u);
  EXPECT_EQ(ids(store.all()), "1z");
}

TEST(Store, SnapshotsAreKeptAndBroughtBack) {
  Store store({10, 1000, 2});
  store.put("/x", {}, "a", 1);
  ASSERT_TRUE(store.keep("one"));
  store.put("/x", {}, "b", 2);
  ASSERT_TRUE(store.keep("two"));
  EXPECT_FALSE(store.keep("three"));
  ASSERT_TRUE(store.keep("two"));
  store.clear();
  EXPECT_EQ(store.bytes(), 0u);
  ASSERT_TRUE(store.bring_back("two"));
  EXPECT_EQ(ids(store.all()), "ab");
  ASSERT_TRUE(store.bring_back("one"));
  EXPECT_EQ(ids(store.all()), "a");
  store.put("/x", {}, "c", 1);
  EXPECT_EQ(ids(store.list("/x", {})), "ac");
  EXPECT_EQ(ids(store.list("/x", {"1"})), "");
  EXPECT_FALSE(store.bring_back("none"));
  EXPECT_TRUE(store.forget("one"));
  EXPECT_EQ(store.snapshots(), std::vector<std::string>{"two"});
}

}  // namespace
}  // namespace squall::harness
