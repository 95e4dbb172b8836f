#include "harness/explore/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace squall::harness {
namespace {

const Breach wanted{"explore.invariant", "stock", "", "", {}};

PlacedFault fault(const std::string& name) {
  return {{"edge", "GET /" + name}, {name, {}}};
}
EntryRequest request(const std::string& target) {
  EntryRequest each{"orders", {}};
  each.request.target = target;
  return each;
}

// Broken when all of these faults and requests are there, on every `every`th run.
class Scripted : public Trials {
 public:
  std::set<std::string> faults, requests;
  std::size_t every = 1;
  std::size_t runs = 0;
  bool strikes = true;

  Observation run(const Trial& trial) override {
    Observation seen;
    std::set<std::string> present, sent;
    for (const auto& each : trial.faults) present.insert(each.choice.name);
    for (const auto& each : trial.entry.requests) sent.insert(each.request.target);
    const bool all = std::includes(present.begin(), present.end(), faults.begin(), faults.end()) &&
                     std::includes(sent.begin(), sent.end(), requests.begin(), requests.end());
    seen.struck.assign(trial.faults.size(), strikes);
    if (all && runs % every == 0) seen.breaches.push_back(wanted);
    ++runs;
    return seen;
  }
  std::vector<FaultChoice> menu(const Place&) override { return {}; }
  bool stopped() const override { return false; }
};

const Trial large{{"order", {request("/a"), request("/b"), request("/c")}, {}}, {fault("x"), fault("y"), fault("z")}};

std::set<std::string> faults_of(const Shrunk& shrunk) {
  std::set<std::string> names;
  for (const auto& each : shrunk.trial.faults) names.insert(each.choice.name);
  return names;
}
std::set<std::string> requests_of(const Shrunk& shrunk) {
  std::set<std::string> targets;
  for (const auto& each : shrunk.trial.entry.requests) targets.insert(each.request.target);
  return targets;
}

TEST(Shrink, LeavesWhatIsNeeded) {
  Scripted trials;
  trials.faults = {"x", "z"};
  trials.requests = {"/a", "/c"};
  const auto shrunk = shrink(trials, large, {}, wanted);
  EXPECT_EQ(faults_of(shrunk), trials.faults);
  EXPECT_EQ(requests_of(shrunk), trials.requests);
  EXPECT_EQ(shrunk.came_up, shrunk.tries);
  EXPECT_EQ(shrunk.runs, trials.runs);
}

TEST(Shrink, GoesDownToOneOfEach) {
  Scripted trials;
  trials.faults = {"y"};
  trials.requests = {"/c"};
  const auto shrunk = shrink(trials, large, {}, wanted);
  EXPECT_EQ(faults_of(shrunk), trials.faults);
  EXPECT_EQ(requests_of(shrunk), trials.requests);
}

TEST(Shrink, LeavesWhatDoesNotComeUpAgainAsItIs) {
  Scripted trials;
  trials.every = 100;
  trials.runs = 1;
  const auto shrunk = shrink(trials, large, {}, wanted);
  EXPECT_EQ(shrunk.came_up, 1u);
  EXPECT_EQ(shrunk.tries, 4u);
  EXPECT_EQ(shrunk.trial.faults.size(), 3u);
  EXPECT_EQ(shrunk.trial.entry.requests.size(), 3u);
}

TEST(Shrink, TakesABreachWithoutAnExecutedFaultForNoProof) {
  Scripted trials;
  trials.strikes = false;
  EXPECT_EQ(shrink(trials, large, {}, wanted).came_up, 1u);
}

}  // namespace
}  // namespace squall::harness
