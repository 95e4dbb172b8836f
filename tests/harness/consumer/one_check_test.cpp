#include "harness/consumer/one_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using reports::Check;
using reports::Outcome;
using testing::Contains;
using testing::ElementsAre;

Check part(const std::string& id, Outcome outcome, const std::string& reason = "") {
  Check check;
  check.id = id;
  check.outcome = outcome;
  check.reason = reason;
  return check;
}

Check whole_of(std::vector<Check> parts) {
  Check whole;
  whole.id = "consumers/web";
  add_parts(std::move(parts), whole);
  return whole;
}

struct Row {
  const char* name;
  std::vector<Outcome> parts;
  Outcome whole;
};

class OneCheck : public testing::TestWithParam<Row> {};

TEST_P(OneCheck, IsAsBadAsItsWorstPart) {
  std::vector<Check> parts;
  for (const Outcome outcome : GetParam().parts) parts.push_back(part("part", outcome, "why"));
  EXPECT_EQ(whole_of(parts).outcome, GetParam().whole);
}

INSTANTIATE_TEST_SUITE_P(
    Parts, OneCheck,
    testing::Values(Row{"all_passed", {Outcome::passed, Outcome::passed}, Outcome::passed},
                    Row{"skipped_counts_for_nothing", {Outcome::passed, Outcome::skipped}, Outcome::passed},
                    Row{"nothing_but_skipped", {Outcome::skipped}, Outcome::inconclusive},
                    Row{"nothing_at_all", {}, Outcome::inconclusive},
                    Row{"one_inconclusive", {Outcome::passed, Outcome::inconclusive}, Outcome::inconclusive},
                    Row{"one_errored", {Outcome::inconclusive, Outcome::errored}, Outcome::errored},
                    Row{"one_failed", {Outcome::errored, Outcome::passed, Outcome::failed}, Outcome::failed}),
    [](const auto& row) { return row.param.name; });

TEST(OneCheckOfSeveral, TellsWhatBecameOfEach) {
  Check asks = part("consumer/orders", Outcome::passed);
  asks.facts = {"3 requests judged"};
  Check breaks = part("variation/absent", Outcome::failed);
  breaks.findings.emplace_back();
  breaks.findings.back().message = "relies on it";
  const Check whole = whole_of({part("command", Outcome::passed), asks, breaks,
                                part("variation/null", Outcome::skipped, "no answer leaves room for it")});
  EXPECT_THAT(whole.facts,
              ElementsAre("command: passed", "consumer/orders: passed", "consumer/orders: 3 requests judged",
                          "variation/absent: failed", "variation/null: skipped (no answer leaves room for it)"));
  ASSERT_EQ(whole.findings.size(), 1u);
  EXPECT_EQ(whole.findings[0].message, "relies on it");
  EXPECT_EQ(whole.id, "consumers/web");
}

TEST(OneCheckOfSeveral, SaysWhyOfTheWorst) {
  const Check whole = whole_of(
      {part("command", Outcome::errored, "exited 1"), part("consumer/orders", Outcome::inconclusive, "no request")});
  EXPECT_EQ(whole.reason, "command: exited 1");
  EXPECT_THAT(whole.facts, Contains("consumer/orders: inconclusive (no request)"));
}

}  // namespace
}  // namespace squall::harness
