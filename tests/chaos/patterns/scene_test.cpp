// The patterns that look at more than one stimulus at a time, on timelines drawn by hand: what each measures, how it
// judges, what must not mislead it. And of all patterns: where no fault was at work, for whatever reason, nothing
// holds.

#include <gtest/gtest.h>

#include <algorithm>

#include "chaos/patterns/statistics.h"
#include "tests/chaos/patterns/no_fault.h"
#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Outcome {
  chaos::Measurement measurement;
  chaos::Judgement judgement;
  std::size_t phases = 0;
};

Outcome run(const Scene& scene, std::uint64_t seed, Spoil spoil = nullptr) {
  const auto* pattern = chaos::find_pattern(scene.pattern);
  chaos::PatternInput input;
  input.edge = "a-b";
  input.expectation = scene.expectation;
  input.edges_above = {"x-a"};
  input.replicas = scene.replicas;
  input.tier_between = scene.tier_between;
  input.compensations = scene.compensations;
  input.address_can_move = scene.moves;
  std::vector<PhaseRecord> records;
  Instant now = 1s;
  while (auto phase = pattern->pattern->next(input, records)) {
    Sketch sketch(scene.pattern, *phase, now + phase->quiet_before, seed);
    scene.play(sketch);
    records.push_back(sketch.take());
    now = records.back().to + 100ms;
    if (spoil != nullptr) spoil(records.back());
    if (!records.back().settled || records.size() > 60) break;
  }
  Outcome outcome;
  outcome.phases = records.size();
  outcome.measurement = pattern->pattern->measure(input, records);
  outcome.judgement = chaos::judge(*pattern, outcome.measurement, scene.expectation);
  return outcome;
}

std::vector<Scene> scenes() {
  std::vector<Scene> all;
  for (const auto& of_pattern :
       {fallback_scenes, circuit_breaker_scenes, bulkhead_scenes, rate_limit_scenes, hedging_scenes,
        idempotent_consumer_scenes, failover_scenes, failover_move_scenes, deadline_propagation_scenes,
        load_shedding_scenes, amplification_scenes, saga_scenes, saga_compensation_scenes, health_checks_scenes}) {
    for (auto& scene : of_pattern()) all.push_back(std::move(scene));
  }
  return all;
}

std::string words(const Outcome& outcome) {
  const auto& m = outcome.measurement;
  std::string text =
      m.summary + " | " + m.why_unknown + " | " + outcome.judgement.rule + ": " + outcome.judgement.message + "\n";
  for (const auto& q : m.quantities) text += "  " + q.name + " " + text_of(q) + "\n";
  for (const auto& l : m.labels) text += "  label " + l + "\n";
  for (const auto& o : m.observations) text += "  saw " + o.rule + "\n";
  for (const auto& e : m.evidence) text += "  " + e.text + "\n";
  return text;
}

class Scenes : public testing::TestWithParam<Scene> {};

TEST_P(Scenes, MeasuresAndJudges) {
  const Scene& scene = GetParam();
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const Outcome outcome = run(scene, seed);
    const auto& m = outcome.measurement;
    EXPECT_LE(outcome.phases, 60u);
    EXPECT_EQ(m.present, scene.present) << words(outcome);
    EXPECT_EQ(outcome.judgement.verdict, scene.verdict) << words(outcome);
    if (!scene.rule.empty()) {
      EXPECT_EQ(outcome.judgement.rule, scene.rule) << words(outcome);
    }
    for (const auto& [name, value] : scene.quantities) {
      const auto* quantity = m.quantity(name);
      ASSERT_NE(quantity, nullptr) << name << "\n" << words(outcome);
      const double tolerance = quantity->unit == "ms" ? std::max(0.05 * value, 20.0)
                                                      : 0.05 * value * (quantity->unit.ends_with("/s") ? 1 : 0);
      EXPECT_NEAR(quantity->median, value, tolerance) << name << "\n" << words(outcome);
    }
    for (const auto& label : scene.labels) EXPECT_TRUE(m.labelled(label)) << label << "\n" << words(outcome);
    for (const auto& rule : scene.observations) {
      EXPECT_TRUE(
          std::any_of(m.observations.begin(), m.observations.end(), [&](const auto& o) { return o.rule == rule; }))
          << rule << "\n"
          << words(outcome);
    }
    if (!scene.observations.empty()) {
      for (const auto& o : m.observations) {
        EXPECT_NE(std::find(scene.observations.begin(), scene.observations.end(), o.rule), scene.observations.end())
            << o.rule << "\n"
            << words(outcome);
      }
    }
    if (scene.observations.empty() && scene.verdict == Verdict::holds) {
      EXPECT_TRUE(m.observations.empty()) << words(outcome);
    }
  }
}

TEST_P(Scenes, NothingHoldsWhereNoFaultWasAtWork) {
  for (const Spoil spoil : kNoFaultAtWork) {
    const Outcome outcome = run(GetParam(), 1, spoil);
    EXPECT_FALSE(outcome.measurement.injected) << words(outcome);
    EXPECT_EQ(outcome.judgement.verdict, Verdict::inconclusive) << words(outcome);
    EXPECT_FALSE(outcome.judgement.message.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Scenes, testing::ValuesIn(scenes()),
                         [](const auto& scene) { return scene.param.pattern + "_" + scene.param.name; });

}  // namespace

bool has_scene(std::string_view pattern, Verdict verdict) {
  const auto all = scenes();
  return std::any_of(all.begin(), all.end(),
                     [&](const Scene& scene) { return scene.pattern == pattern && scene.verdict == verdict; });
}

}  // namespace squall::tests
