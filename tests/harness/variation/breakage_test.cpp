#include "harness/variation/breakage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "contracts/core/random.h"
#include "tests/harness/variation/simulated_consumer.h"

namespace squall::harness {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

bool has(const PlaceSet& places, const std::string& place) {
  return places.contains(place);
}

std::vector<std::vector<std::string>> causes_of(const Breakage& breakage) {
  std::vector<std::vector<std::string>> causes;
  for (const auto& cause : breakage.causes) {
    causes.push_back(cause.places);
    std::sort(causes.back().begin(), causes.back().end());
  }
  std::sort(causes.begin(), causes.end());
  return causes;
}

Breakage found(SimulatedConsumer& consumer, std::size_t places) {
  return find_breakage(numbered(places), [&](const PlaceSet& changed) { return consumer(changed); });
}

TEST(FindBreakage, TakesOneRunWhereNothingBreaks) {
  SimulatedConsumer sound{[](const PlaceSet&) { return false; }};
  const auto breakage = found(sound, 200);
  EXPECT_THAT(breakage.causes, IsEmpty());
  EXPECT_THAT(breakage.held, SizeIs(200));
  EXPECT_EQ(sound.runs, 1U);
}

TEST(FindBreakage, NamesTheOnePlaceInLogarithmicRuns) {
  for (const std::size_t at : {0U, 1U, 63U, 64U, 126U, 127U}) {
    const std::string bad = std::to_string(1000 + at);
    SimulatedConsumer consumer{[&](const PlaceSet& changed) { return has(changed, bad); }};
    const auto breakage = found(consumer, 128);
    EXPECT_THAT(causes_of(breakage), ElementsAre(ElementsAre(bad)));
    EXPECT_TRUE(breakage.causes.front().proved);
    EXPECT_THAT(breakage.held, SizeIs(127));
    // All, seven halvings, alone, twice calm and again, and the others.
    EXPECT_LE(consumer.runs, 14U) << at;
  }
}

TEST(FindBreakage, ProvesASinglePlaceWithFourMoreRuns) {
  SimulatedConsumer consumer{[](const PlaceSet& changed) { return !changed.empty(); }};
  const auto breakage = found(consumer, 1);
  EXPECT_THAT(causes_of(breakage), ElementsAre(ElementsAre("1000")));
  EXPECT_EQ(consumer.runs, 5U);
}

TEST(FindBreakage, NamesEachOfSeveralCausesAlone) {
  SimulatedConsumer consumer{
      [](const PlaceSet& changed) { return has(changed, "1003") || has(changed, "1017") || has(changed, "1029"); }};
  const auto breakage = found(consumer, 32);
  EXPECT_THAT(causes_of(breakage), ElementsAre(ElementsAre("1003"), ElementsAre("1017"), ElementsAre("1029")));
  EXPECT_THAT(breakage.held, SizeIs(29));
}

TEST(FindBreakage, NamesTogetherWhatBreaksOnlyTogether) {
  SimulatedConsumer consumer{[](const PlaceSet& changed) { return has(changed, "1002") && has(changed, "1011"); }};
  const auto breakage = found(consumer, 16);
  EXPECT_THAT(causes_of(breakage), ElementsAre(ElementsAre("1002", "1011")));
  EXPECT_TRUE(breakage.causes.front().proved);
}

TEST(FindBreakage, ReachesWhatAnotherChangeHid) {
  // 1000 hides 1001 and 1002: an object left out with what it holds.
  SimulatedConsumer consumer{[](const PlaceSet& changed) { return has(changed, "1002"); },
                             [](PlaceSet asked) {
                               if (has(asked, "1000")) {
                                 asked.erase("1001");
                                 asked.erase("1002");
                               }
                               return asked;
                             }};
  const auto breakage = found(consumer, 4);
  EXPECT_THAT(causes_of(breakage), ElementsAre(ElementsAre("1002")));
  EXPECT_THAT(breakage.held, ElementsAre("1000", "1001", "1003"));
}

TEST(FindBreakage, SaysWhatItNeverReached) {
  SimulatedConsumer consumer{[](const PlaceSet&) { return false; },
                             [](PlaceSet asked) {
                               asked.erase("1001");
                               return asked;
                             }};
  const auto breakage = found(consumer, 3);
  EXPECT_THAT(breakage.left, ElementsAre("1001"));
  EXPECT_FALSE(breakage.unsteady);
  EXPECT_EQ(consumer.runs, 2U);
}

TEST(FindBreakage, DoesNotBlameAConsumerThatBreaksInCalmWeather) {
  std::size_t run = 0;
  SimulatedConsumer consumer{[&](const PlaceSet&) { return ++run > 0; }};
  const auto breakage = found(consumer, 8);
  EXPECT_TRUE(breakage.unsteady);
  EXPECT_THAT(breakage.causes, IsEmpty());
}

TEST(FindBreakage, DoesNotBlameAConsumerThatBreaksWithNothingChanged) {
  SimulatedConsumer consumer{[](const PlaceSet&) { return true; }, [](const PlaceSet&) { return PlaceSet(); }};
  EXPECT_TRUE(found(consumer, 8).unsteady);
}

// A consumer that fails by chance is hardly ever blamed: in 2,000 searches in which one run of five fails, ten times at
// most.
TEST(FindBreakage, HardlyEverBlamesAFlakyConsumer) {
  std::size_t blamed = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    contracts::Random random(seed, "test.flaky");
    SimulatedConsumer flaky{[&](const PlaceSet&) { return random.chance(0.2); }};
    const auto breakage = found(flaky, 20);
    blamed += !breakage.unsteady && !breakage.causes.empty();
  }
  RecordProperty("blamed", static_cast<int>(blamed));
  EXPECT_LE(blamed, 10U);
}

TEST(FindBreakage, StopsWhereNoRunIsLeft) {
  for (std::size_t most = 0; most < 11; ++most) {
    SimulatedConsumer consumer{[](const PlaceSet& changed) { return has(changed, "1005"); }};
    consumer.most = most;
    const auto breakage = found(consumer, 16);
    EXPECT_TRUE(breakage.unfinished) << most;
    for (const auto& cause : breakage.causes) EXPECT_EQ(cause.places, std::vector<std::string>{"1005"});
  }
}

// Whatever breaks it: each cause is needed whole, and together they explain everything.
TEST(FindBreakage, FindsEveryPlantedCause) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    contracts::Random random(seed, "test.causes");
    const std::size_t count = 1 + random.below(60);
    PlaceSet planted;
    for (std::uint64_t i = 0; i < 1 + random.below(4); ++i) planted.insert(std::to_string(1000 + random.below(count)));
    SimulatedConsumer consumer{[&](const PlaceSet& changed) {
      return std::any_of(planted.begin(), planted.end(), [&](const auto& place) { return has(changed, place); });
    }};
    PlaceSet named;
    for (const auto& cause : found(consumer, count).causes) {
      ASSERT_THAT(cause.places, SizeIs(1)) << seed;
      EXPECT_TRUE(cause.proved);
      named.insert(cause.places.front());
    }
    EXPECT_EQ(named, planted) << seed;
  }
}

}  // namespace
}  // namespace squall::harness
