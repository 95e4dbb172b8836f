#include "harness/variation/crashes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using Outcome = PlayResult::Outcome;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

PlayResult ended(const PlaceSet& changed, const std::string& how) {
  PlayResult result;
  result.changed = changed;
  result.how = how;
  result.outcome = how == "exited 0" ? Outcome::held : Outcome::broke;
  return result;
}

TEST(CrashOf, IsWhatNoTestFrameworkEndsWith) {
  EXPECT_EQ(crash_of("killed by signal 11"), "SIGSEGV");
  EXPECT_EQ(crash_of("exited 139"), "SIGSEGV");
  EXPECT_EQ(crash_of("exited 136"), "SIGFPE");
  for (const char* how : {"exited 0", "exited 1", "exited 11", "exited 134", "killed by signal 6", "killed by signal 9",
                          "killed by signal 15", "did not end within 11s"})
    EXPECT_EQ(crash_of(how), "") << how;
}

TEST(FindCrashes, PlaysEachPlaceAloneAndProvesACrash) {
  std::size_t runs = 0;
  const Crashes crashes = find_crashes({"404", "500", "503"}, [&](const PlaceSet& changed) {
    ++runs;
    if (changed.empty()) return ended(changed, "exited 0");
    EXPECT_THAT(changed, SizeIs(1));
    return ended(changed, changed.contains("500") ? "exited 139" : "exited 1");
  });
  EXPECT_THAT(crashes.ends, SizeIs(3));
  ASSERT_THAT(crashes.causes, SizeIs(1));
  EXPECT_THAT(crashes.causes.front().places, ElementsAre("500"));
  EXPECT_TRUE(crashes.causes.front().proved);
  EXPECT_FALSE(crashes.unsteady || crashes.unfinished);
  EXPECT_EQ(runs, 7U);
  EXPECT_EQ(crashes.plays, 7U);
}

TEST(FindCrashes, BlamesNothingForWhatFailsByItself) {
  const Crashes calm = find_crashes({"500"}, [](const PlaceSet& changed) { return ended(changed, "exited 139"); });
  EXPECT_TRUE(calm.unsteady);
  EXPECT_THAT(calm.causes, IsEmpty());
  std::size_t runs = 0;
  const Crashes once = find_crashes({"500"}, [&](const PlaceSet& changed) {
    return ended(changed, changed.empty() ? "exited 0" : ++runs == 1 ? "exited 139" : "exited 1");
  });
  EXPECT_TRUE(once.unsteady);
  EXPECT_THAT(once.causes, IsEmpty());
  const Crashes unreached = find_crashes({"500"}, [](const PlaceSet&) { return ended({}, "exited 1"); });
  EXPECT_TRUE(unreached.unsteady);
}

TEST(FindCrashes, SaysWhatItNeverReached) {
  const Crashes crashes = find_crashes({"500"}, [](const PlaceSet&) { return ended({}, "exited 0"); });
  EXPECT_THAT(crashes.left, ElementsAre("500"));
  EXPECT_THAT(crashes.ends, IsEmpty());
  EXPECT_FALSE(crashes.unsteady);
}

TEST(FindCrashes, StopsWhereNoRunIsLeft) {
  for (std::size_t most = 0; most < 6; ++most) {
    std::size_t runs = 0;
    const Crashes crashes = find_crashes({"404", "500"}, [&](const PlaceSet& changed) {
      if (runs == most) return PlayResult{};
      ++runs;
      return ended(changed, changed.empty() ? "exited 0" : "exited 139");
    });
    EXPECT_TRUE(crashes.unfinished) << most;
    EXPECT_EQ(crashes.causes.size(), most / 5) << most;
  }
}

}  // namespace
}  // namespace squall::harness
