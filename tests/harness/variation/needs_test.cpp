#include "harness/variation/needs.h"

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

Needs needs_of(SimulatedConsumer& consumer, std::size_t places) {
  return find_needs(numbered(places), [&](const PlaceSet& changed) { return consumer(changed); });
}

TEST(FindNeeds, TakesOneRunWhereNothingIsNeeded) {
  SimulatedConsumer consumer{[](const PlaceSet&) { return false; }};
  const Needs needs = needs_of(consumer, 50);
  EXPECT_THAT(needs.not_needed, SizeIs(50));
  EXPECT_THAT(needs.needed, IsEmpty());
  EXPECT_EQ(consumer.runs, 1U);
}

TEST(FindNeeds, TakesFewRunsForEachWhereEverythingIs) {
  SimulatedConsumer consumer{[](const PlaceSet& changed) { return !changed.empty(); }};
  const Needs needs = needs_of(consumer, 32);
  EXPECT_THAT(needs.needed, SizeIs(32));
  // 63 sets, each place once more, calm weather.
  EXPECT_EQ(consumer.runs, 96U);
}

TEST(FindNeeds, TellsWhatWasPlanted) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    contracts::Random random(seed, "test.needs");
    const std::size_t count = 1 + random.below(60);
    PlaceSet planted;
    for (std::uint64_t i = 0; i < random.below(20); ++i) planted.insert(std::to_string(1000 + random.below(count)));
    SimulatedConsumer consumer{[&](const PlaceSet& changed) {
      return std::any_of(planted.begin(), planted.end(), [&](const auto& place) { return changed.contains(place); });
    }};
    const Needs needs = needs_of(consumer, count);
    EXPECT_EQ(needs.needed, planted) << seed;
    EXPECT_EQ(needs.not_needed.size(), count - planted.size()) << seed;
    EXPECT_THAT(needs.unknown, IsEmpty());
    EXPECT_FALSE(needs.unsteady || needs.unfinished);
  }
}

TEST(FindNeeds, ReachesWhatAnotherHid) {
  // 1000 is needed and holds 1001, which is, and 1002, which is not.
  SimulatedConsumer consumer{
      [](const PlaceSet& changed) { return changed.contains("1000") || changed.contains("1001"); },
      [](PlaceSet asked) {
        if (asked.contains("1000")) {
          asked.erase("1001");
          asked.erase("1002");
        }
        return asked;
      }};
  const Needs needs = needs_of(consumer, 4);
  EXPECT_THAT(needs.needed, ElementsAre("1000", "1001"));
  EXPECT_THAT(needs.not_needed, ElementsAre("1002", "1003"));
}

TEST(FindNeeds, DoesNotKnowWhatIsNeededOnlyTogether) {
  SimulatedConsumer consumer{
      [](const PlaceSet& changed) { return changed.contains("1000") && changed.contains("1003"); }};
  const Needs needs = needs_of(consumer, 4);
  EXPECT_THAT(needs.needed, IsEmpty());
  EXPECT_THAT(needs.unknown, ElementsAre("1000", "1001", "1002", "1003"));
  EXPECT_FALSE(needs.unsteady);
}

TEST(FindNeeds, DoesNotKnowWhatItNeverReached) {
  SimulatedConsumer consumer{[](const PlaceSet&) { return false; },
                             [](PlaceSet asked) {
                               asked.erase("1001");
                               return asked;
                             }};
  const Needs needs = needs_of(consumer, 3);
  EXPECT_THAT(needs.unknown, ElementsAre("1001"));
  EXPECT_THAT(needs.not_needed, ElementsAre("1000", "1002"));
}

TEST(FindNeeds, KeepsWhatItKnowsWhereNoRunIsLeft) {
  SimulatedConsumer consumer{[](const PlaceSet& changed) { return changed.contains("1001"); }};
  consumer.most = 2;
  const Needs needs = needs_of(consumer, 4);
  EXPECT_TRUE(needs.unfinished);
  EXPECT_EQ(needs.needed.size() + needs.not_needed.size() + needs.unknown.size(), 4U);
  EXPECT_THAT(needs.needed, IsEmpty());
}

TEST(FindNeeds, KnowsNothingOfAConsumerThatBreaksInCalmWeather) {
  SimulatedConsumer consumer{[](const PlaceSet&) { return true; }};
  const Needs needs = needs_of(consumer, 8);
  EXPECT_TRUE(needs.unsteady);
  EXPECT_THAT(needs.unknown, SizeIs(8));
}

// Of 2,000 consumers that fail in one run of five and need nothing, hardly one seems to need something.
TEST(FindNeeds, HardlyEverErrsAboutAFlakyConsumer) {
  std::size_t wrong = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    contracts::Random random(seed, "test.flaky");
    SimulatedConsumer flaky{[&](const PlaceSet&) { return random.chance(0.2); }};
    wrong += !needs_of(flaky, 20).needed.empty();
  }
  RecordProperty("wrong", static_cast<int>(wrong));
  EXPECT_LE(wrong, 20U);
}

}  // namespace
}  // namespace squall::harness
