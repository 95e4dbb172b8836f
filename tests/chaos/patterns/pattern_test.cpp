// Every pattern against consumers whose ways are known, in tables: what it measures, how it judges, and what must not
// mislead it.

#include <gtest/gtest.h>

#include <algorithm>

#include "chaos/patterns/statistics.h"
#include "tests/chaos/patterns/play.h"
#include "tests/chaos/patterns/rows.h"

namespace squall::tests {
namespace {

struct Outcome {
  Measurement measurement;
  chaos::Judgement judgement;
};

Outcome run(const Row& row, std::uint64_t seed, bool inject = true, Spoil spoil = nullptr) {
  SimulatedConsumer consumer(row.traits, seed, inject);
  const auto* pattern = chaos::find_pattern(row.pattern);
  chaos::PatternInput input;
  input.edge = "a-b";
  input.expectation = row.expectation;
  input.quick = true;
  input.provider_declares_errors = true;
  input.edges_above = {"x-a"};
  if (row.pattern == "timeout") {
    if (const auto* at_most = row.expectation.find("at_most"))
      input.declared_timeout = *contracts::parse_duration(at_most->text());
  }
  if (const auto* open = row.expectation.find("open_for"))
    input.declared_open_time = *contracts::parse_duration(open->text());
  std::vector<chaos::PhaseRecord> earlier;
  if (row.pattern == "retries" || row.pattern == "safe_retries" || row.pattern == "in_contract_under_fault") {
    earlier = play(consumer, *chaos::find_pattern("timeout"), input, spoil);
    input.earlier = earlier;
  }
  const auto records = play(consumer, *pattern, input, spoil);
  Outcome outcome;
  outcome.measurement = pattern->pattern->measure(input, records);
  outcome.judgement = chaos::judge(*pattern, outcome.measurement, row.expectation);
  return outcome;
}

std::vector<Row> rows() {
  std::vector<Row> all;
  for (const auto& of_pattern :
       {timeout_rows, retries_rows, safe_retries_rows, circuit_breaker_rows, fallback_rows, in_contract_rows}) {
    for (auto& row : of_pattern()) all.push_back(std::move(row));
  }
  return all;
}

std::string words(const Outcome& outcome) {
  std::string text = outcome.measurement.summary + " | " + outcome.measurement.why_unknown + " | " +
                     outcome.judgement.rule + ": " + outcome.judgement.message + "\n";
  for (const auto& q : outcome.measurement.quantities) text += "  " + q.name + " " + text_of(q) + "\n";
  for (const auto& l : outcome.measurement.labels) text += "  label " + l + "\n";
  for (const auto& e : outcome.measurement.evidence) text += "  " + e.text + "\n";
  return text;
}

class Patterns : public testing::TestWithParam<Row> {};

TEST_P(Patterns, MeasuresAndJudges) {
  const Row& row = GetParam();
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const Outcome outcome = run(row, seed);
    const Measurement& m = outcome.measurement;
    EXPECT_EQ(m.present, row.present) << words(outcome);
    EXPECT_EQ(outcome.judgement.verdict, row.verdict) << words(outcome);
    if (!row.rule.empty()) {
      EXPECT_EQ(outcome.judgement.rule, row.rule) << words(outcome);
    }
    if (row.verdict != Verdict::inconclusive) {
      EXPECT_TRUE(m.injected) << words(outcome);
    }
    for (const auto& [name, value] : row.quantities) {
      const auto* quantity = m.quantity(name);
      ASSERT_NE(quantity, nullptr) << name << "\n" << words(outcome);
      EXPECT_NEAR(quantity->median, value, 0.1 * value + 0.01) << name << "\n" << words(outcome);
    }
    for (const auto& label : row.labels) EXPECT_TRUE(m.labelled(label)) << label << "\n" << words(outcome);
    for (const auto& rule : row.observations) {
      EXPECT_TRUE(
          std::any_of(m.observations.begin(), m.observations.end(), [&](const auto& o) { return o.rule == rule; }))
          << rule << "\n"
          << words(outcome);
    }
    if (row.observations.empty() && row.verdict == Verdict::holds) {
      EXPECT_TRUE(m.observations.empty()) << words(outcome);
    }
  }
}

// With injection disabled behind the scenes nothing is proven: never `holds`, never `broken`.
TEST_P(Patterns, WithoutInjectionNothingIsJudged) {
  const Outcome outcome = run(GetParam(), 1, false);
  EXPECT_FALSE(outcome.measurement.injected) << words(outcome);
  EXPECT_EQ(outcome.judgement.verdict, Verdict::inconclusive) << words(outcome);
  EXPECT_FALSE(outcome.judgement.message.empty());
}

TEST_P(Patterns, NothingHoldsWhereNoFaultWasAtWork) {
  for (const Spoil spoil : kNoFaultAtWork) {
    const Outcome outcome = run(GetParam(), 1, true, spoil);
    EXPECT_FALSE(outcome.measurement.injected) << words(outcome);
    EXPECT_EQ(outcome.judgement.verdict, Verdict::inconclusive) << words(outcome);
    EXPECT_FALSE(outcome.judgement.message.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Patterns, testing::ValuesIn(rows()),
                         [](const auto& row) { return row.param.pattern + "_" + row.param.name; });

TEST(PatternRegistry, EveryPatternIsWholeNamedAndTested) {
  const auto table = rows();
  for (const auto& pattern : chaos::patterns()) {
    EXPECT_EQ(chaos::find_pattern(pattern.name), &pattern);
    EXPECT_FALSE(pattern.title.empty());
    EXPECT_FALSE(pattern.summary.empty());
    ASSERT_NE(pattern.pattern, nullptr);
    EXPECT_NE(pattern.pattern->next, nullptr);
    EXPECT_NE(pattern.pattern->measure, nullptr);
    EXPECT_NE(pattern.pattern->judge, nullptr);
    EXPECT_GT(pattern.pattern->expected_time({}).count(), 0);
    for (const Verdict verdict : {Verdict::holds, Verdict::broken, Verdict::inconclusive}) {
      EXPECT_TRUE(std::any_of(table.begin(), table.end(),
                              [&](const Row& row) { return row.pattern == pattern.name && row.verdict == verdict; }) ||
                  has_scene(pattern.name, verdict))
          << pattern.name << " has no row for verdict " << static_cast<int>(verdict);
    }
  }
  EXPECT_EQ(chaos::find_pattern("bulkhed"), nullptr);
}

// Whatever a pattern would say, no records and no proof mean no verdict.
TEST(PatternRegistry, NoRecordsNoVerdict) {
  for (const auto& pattern : chaos::patterns()) {
    const Measurement m = pattern.pattern->measure({}, {});
    EXPECT_FALSE(m.injected) << pattern.name;
    EXPECT_FALSE(m.why_unknown.empty()) << pattern.name;
    EXPECT_EQ(chaos::judge(pattern, m, Value(true)).verdict, Verdict::inconclusive) << pattern.name;
    Measurement claimed;
    claimed.present = Presence::yes;
    EXPECT_EQ(chaos::judge(pattern, claimed, Value(true)).verdict, Verdict::inconclusive) << pattern.name;
  }
}

}  // namespace
}  // namespace squall::tests
