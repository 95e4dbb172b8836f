#include "harness/explore/search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/harness/explore/simulated_shop.h"

namespace squall::harness {
namespace {

const Entry order{"POST /orders", {{"orders", {}}}, {}};

SearchResult explored(SimulatedShop& shop, bool prune = true, bool pairs = true) {
  return search(shop, order, {prune, pairs}, nullptr);
}

// Rules and places of what was found.
std::vector<std::string> causes(const SearchResult& result) {
  std::vector<std::string> all;
  for (const Found& found : result.found) {
    std::string text = found.breach.what;
    for (const PlacedFault& fault : found.trial.faults) text += " | " + fault.place.operation;
    all.push_back(std::move(text));
  }
  std::sort(all.begin(), all.end());
  return all;
}

const std::vector<std::string> planted = {"nothing stays reserved | POST /charges | DELETE /reservations",
                                          "status 500 | POST /reservations | POST /charges"};

TEST(Search, FindsNothingInASoundShop) {
  SimulatedShop shop;
  const auto result = explored(shop);
  EXPECT_TRUE(result.found.empty());
  EXPECT_EQ(result.inconclusive, "");
  EXPECT_EQ(result.left, 0u);
  EXPECT_EQ(result.places, (std::vector<Place>{reserve, charge, confirm, release}));
}

TEST(Search, FindsWhatOnlyPairsShow) {
  SimulatedShop shop;
  shop.drops_failed_release = shop.stumbles_after_retry = true;
  const auto result = explored(shop);
  EXPECT_EQ(causes(result), planted);
  for (const Found& found : result.found) {
    EXPECT_EQ(found.trial.faults.size(), 2u);
    EXPECT_EQ(found.came_up, found.tries);
  }
}

TEST(Search, LeavesOutMoreThanHalfAndLosesNothing) {
  SimulatedShop pruned, exhaustive;
  for (SimulatedShop* shop : {&pruned, &exhaustive}) shop->drops_failed_release = shop->stumbles_after_retry = true;
  const auto some = explored(pruned), all = explored(exhaustive, false);
  EXPECT_EQ(causes(some), causes(all));
  EXPECT_EQ(all.singles + all.pairs, all.all_singles + all.all_pairs);
  EXPECT_EQ(all.all_singles + all.all_pairs, some.all_singles + some.all_pairs);
  EXPECT_LE(2 * (some.singles + some.pairs), all.singles + all.pairs);
}

TEST(Search, CountsEveryTrialThatItLeavesOut) {
  SimulatedShop shop;
  const auto result = explored(shop);
  std::size_t left_out = 0;
  for (const auto& [reason, times] : result.pruned) left_out += times;
  // Fields are removed several at a time until those that are read are found: such runs stand for no trial of their
  // own.
  EXPECT_GE(result.singles + result.pairs + left_out, result.all_singles + result.all_pairs);
  for (const Pruned reason : {Pruned::same_handling, Pruned::no_effect, Pruned::unread_field, Pruned::unreachable})
    EXPECT_GT(result.pruned.count(reason), 0u) << what(reason);
}

TEST(Search, SaysWhichFieldsNobodyReads) {
  SimulatedShop shop;
  auto unread = explored(shop).unread;
  EXPECT_EQ(unread[reserve], (std::vector<std::string>{"/id", "/note", "/when"}));
  EXPECT_EQ(unread[charge], (std::vector<std::string>{"/total", "/note", "/when"}));
  EXPECT_EQ(unread[confirm], (std::vector<std::string>{"/id", "/total", "/note", "/when"}));
}

TEST(Search, TellsWhatOneFaultShowsOnceAndWithThatAlone) {
  SimulatedShop shop;
  shop.undeclared_when_declined = true;
  const auto result = explored(shop);
  EXPECT_EQ(causes(result), std::vector<std::string>{"status 500 | POST /charges"});
  EXPECT_GT(result.found.front().occurrences, 1u);
}

TEST(Search, MakesNoPairsWhenToldSo) {
  SimulatedShop shop;
  shop.drops_failed_release = true;
  const auto result = explored(shop, true, false);
  EXPECT_TRUE(result.found.empty());
  EXPECT_EQ(result.pairs, 0u);
  EXPECT_EQ(result.all_pairs, 0u);
}

TEST(Search, TakesNoFaultsForTheSameWhereTheWayDiffersFromRunToRun) {
  SimulatedShop shop;
  shop.restless = [](std::size_t run) { return run == 2; };
  const auto result = explored(shop);
  EXPECT_EQ(result.pruned.count(Pruned::same_handling), 0u);
  ASSERT_EQ(result.notes.size(), 1u);
}

TEST(Search, SaysHowManyRunsAreLeftWhenItMustEnd) {
  SimulatedShop shop;
  shop.most_runs = 20;
  const auto result = explored(shop);
  EXPECT_EQ(shop.runs, 20u);
  EXPECT_GT(result.left, 0u);
}

TEST(Search, SendsTheSameTrialsInTheSameOrder) {
  SimulatedShop one, other;
  explored(one);
  explored(other);
  ASSERT_EQ(one.trials.size(), other.trials.size());
  for (std::size_t i = 0; i < one.trials.size(); ++i) {
    ASSERT_EQ(one.trials[i].faults.size(), other.trials[i].faults.size());
    for (std::size_t k = 0; k < one.trials[i].faults.size(); ++k)
      EXPECT_EQ(to_string(one.trials[i].faults[k]), to_string(other.trials[i].faults[k]));
  }
}

class BrokenInCalm : public SimulatedShop {
 public:
  Observation run(const Trial& trial) override {
    Observation seen = SimulatedShop::run(trial);
    seen.breaches.push_back({"explore.hang", "explore.hang", "it hangs", "POST /orders", {}});
    return seen;
  }
};

TEST(Search, InjectsNothingWhereThePromiseIsBrokenInCalm) {
  BrokenInCalm shop;
  const auto result = explored(shop);
  ASSERT_EQ(result.found.size(), 1u);
  EXPECT_TRUE(result.found.front().trial.faults.empty());
  EXPECT_NE(result.inconclusive, "");
  EXPECT_EQ(result.singles, 0u);
}

class NeverWellAgain : public SimulatedShop {
 public:
  Observation run(const Trial& trial) override {
    Observation seen = SimulatedShop::run(trial);
    if (runs < 10) return seen;
    seen.unwell = "POST /orders answered 503, and answered 201 before";
    seen.lasting = seen.broken = true;
    return seen;
  }
};

TEST(Search, TellsASystemThatDoesNotRecover) {
  NeverWellAgain shop;
  const auto result = explored(shop);
  ASSERT_EQ(result.found.size(), 1u);
  EXPECT_EQ(result.found.front().breach.rule, "explore.not-restored");
  EXPECT_FALSE(result.found.front().trial.faults.empty());
  EXPECT_GT(result.left, 0u);
}

}  // namespace
}  // namespace squall::harness
