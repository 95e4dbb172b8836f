#include "harness/resilience/measure.h"

#include <gtest/gtest.h>

#include <ostream>

#include "chaos/patterns/replica_traffic.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"
#include "tests/harness/resilience/simulated_stage.h"

namespace squall::tests {
namespace {

using chaos::Verdict;
using contracts::Object;
using contracts::Value;
using harness::measure_pattern;
using harness::MeasureOptions;
using harness::PatternRun;

ConsumerTraits sound() {
  ConsumerTraits traits;
  traits.key = ConsumerTraits::Key::stable;
  traits.timeout = 300ms;
  traits.retries = 2;
  traits.pauses = {50ms, 100ms};
  traits.opens_after = 5;
  traits.open_for = 600ms;
  traits.fallback_status = 200;
  return traits;
}

struct Expectation {
  std::string pattern;
  Value value;
};

std::vector<Expectation> expectations() {
  return {{"timeout", Value(Object{{"at_most", "500ms"}})},
          {"retries", Value(Object{{"at_most", 2}, {"backoff", "exponential"}})},
          {"safe_retries", Value(true)},
          {"fallback", Value(true)},
          {"circuit_breaker", Value(Object{{"opens_within", "10 calls"}, {"open_for", "600ms"}})},
          {"in_contract_under_fault", Value(true)}};
}

PatternRun measure(SimulatedStage& stage, const Expectation& expectation,
                   const std::vector<chaos::PhaseRecord>& earlier = {}) {
  MeasureOptions options;
  options.input.edge = "a-b";
  options.input.expectation = expectation.value;
  options.input.declared_timeout = 500ms;
  options.input.declared_open_time = 600ms;
  options.input.earlier = earlier;
  options.settle_within = 5s;
  return measure_pattern(stage, *chaos::find_pattern(expectation.pattern), options);
}

// One edge as a run measures it: every pattern after the other, on a consumer that has all of them.
std::vector<PatternRun> measure_all(SimulatedStage& stage) {
  std::vector<PatternRun> runs;
  std::vector<chaos::PhaseRecord> earlier;
  for (const Expectation& expectation : expectations()) {
    runs.push_back(measure(stage, expectation, earlier));
    earlier.insert(earlier.end(), runs.back().records.begin(), runs.back().records.end());
  }
  return runs;
}

TEST(MeasurePattern, NoPatternDisturbsTheNext) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SimulatedStage stage(sound(), seed);
    for (const PatternRun& run : measure_all(stage)) {
      EXPECT_EQ(run.judgement.verdict, Verdict::holds) << run.measurement.pattern << ": " << run.judgement.message;
      EXPECT_EQ(run.measurements, 1u) << run.measurement.pattern;
      EXPECT_TRUE(run.measurement.observations.empty()) << run.measurement.pattern;
    }
    EXPECT_EQ(stage.faults_on(), 0);
  }
}

TEST(MeasurePattern, TheSoundConsumersEdgeTakesSeconds) {
  SimulatedStage stage(sound());
  const auto began = stage.now();
  measure_all(stage);
  EXPECT_LT(chaos::to_ms(stage.now() - began), 25'000);
}

TEST(MeasurePattern, WithoutInjectionEverythingIsInconclusive) {
  SimulatedStage stage(sound(), 1, false);
  for (const PatternRun& run : measure_all(stage)) {
    EXPECT_EQ(run.judgement.verdict, Verdict::inconclusive) << run.measurement.pattern << ": " << run.judgement.message;
    EXPECT_FALSE(run.measurement.injected);
  }
}

struct Flaw {
  std::string name;
  void (*plant)(ConsumerTraits&);
  std::string pattern;
  std::string rule;
  std::string operation = "POST /charges";
};
void PrintTo(const Flaw& flaw, std::ostream* out) {
  *out << flaw.name;
}

class PlantedFlaw : public testing::TestWithParam<Flaw> {};

// Each flaw is named, twice measured, and nothing else on the edge is blamed.
TEST_P(PlantedFlaw, IsNamedAndNothingElseIs) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    ConsumerTraits traits = sound();
    GetParam().plant(traits);
    SimulatedStage stage(traits, seed);
    for (const PatternRun& run : measure_all(stage)) {
      if (run.measurement.pattern == GetParam().pattern) {
        EXPECT_EQ(run.judgement.verdict, Verdict::broken) << run.judgement.message;
        EXPECT_EQ(run.judgement.rule, GetParam().rule);
        EXPECT_EQ(run.measurements, 2u);
        EXPECT_EQ(run.measurement.operation, GetParam().operation);
      } else {
        EXPECT_NE(run.judgement.verdict, Verdict::broken) << run.measurement.pattern << ": " << run.judgement.message;
      }
    }
    EXPECT_EQ(stage.faults_on(), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, PlantedFlaw,
    testing::Values(Flaw{"no_timeout", [](ConsumerTraits& traits) { traits.timeout.reset(); }, "timeout",
                         "resilience.timeout.missing"},
                    Flaw{"unbounded_retries",
                         [](ConsumerTraits& traits) { traits.retries = 12, traits.opens_after = 60; }, "retries",
                         "resilience.retries.unbounded"},
                    Flaw{"fresh_keys", [](ConsumerTraits& traits) { traits.key = ConsumerTraits::Key::fresh; },
                         "safe_retries", "resilience.safe-retries.unsafe-retry"},
                    Flaw{"no_key", [](ConsumerTraits& traits) { traits.key = ConsumerTraits::Key::none; },
                         "safe_retries", "resilience.safe-retries.unsafe-retry"},
                    Flaw{"never_opens", [](ConsumerTraits& traits) { traits.opens_after.reset(); }, "circuit_breaker",
                         "resilience.circuit-breaker.never-opens"},
                    Flaw{"never_closes", [](ConsumerTraits& traits) { traits.closes_again = false; }, "circuit_breaker",
                         "resilience.circuit-breaker.never-closes"},
                    Flaw{"no_fallback", [](ConsumerTraits& traits) { traits.fallback_status.reset(); }, "fallback",
                         "resilience.fallback.missing", "POST /orders"}),
    [](const auto& flaw) { return flaw.param.name; });

TEST(MeasurePattern, FallbackOffItsContractIsNamedByBothQuestionsAboutAnswers) {
  ConsumerTraits traits = sound();
  traits.fallback_declared = false;
  SimulatedStage stage(traits);
  const auto runs = measure_all(stage);
  EXPECT_EQ(runs[3].judgement.rule, "resilience.fallback.off-contract");
  EXPECT_EQ(runs[5].judgement.rule, "resilience.in-contract.off-contract");
}

TEST(MeasurePattern, UndeclaredFailureIsNamed) {
  ConsumerTraits traits = sound();
  traits.fallback_status.reset();
  traits.failure_status = 500;
  traits.failure_declared = false;
  SimulatedStage stage(traits);
  EXPECT_EQ(measure_all(stage)[5].judgement.rule, "resilience.in-contract.undeclared");
}

TEST(MeasurePattern, StopsAtOnceAndLeavesNoFault) {
  for (const Expectation& expectation : expectations()) {
    for (const std::size_t calls : {0u, 1u, 5u, 9u}) {
      SimulatedStage stage(sound());
      stage.stop_after(calls);
      const PatternRun run = measure(stage, expectation);
      EXPECT_TRUE(run.stopped) << expectation.pattern;
      EXPECT_EQ(run.judgement.verdict, Verdict::inconclusive);
      EXPECT_LE(stage.calls(), calls);
      EXPECT_EQ(stage.faults_on(), 0);
    }
  }
}

TEST(MeasurePattern, AFaultThatCannotBePutIsTheReason) {
  for (const Expectation& expectation : expectations()) {
    SimulatedStage stage(sound());
    stage.refuse_faults();
    const PatternRun run = measure(stage, expectation);
    EXPECT_EQ(run.judgement.verdict, Verdict::inconclusive);
    EXPECT_NE(run.judgement.message.find("needs an http edge"), std::string::npos) << run.judgement.message;
  }
}

TEST(MeasurePattern, ProfilesWithoutExpectations) {
  SimulatedStage stage(sound());
  MeasureOptions options;
  options.input.quick = true;
  options.judged = false;
  options.settle_within = 5s;
  std::vector<std::string> said;
  options.progress = [&](const std::string& text, chaos::Duration) { said.push_back(text); };
  const auto timeout = measure_pattern(stage, *chaos::find_pattern("timeout"), options);
  EXPECT_NEAR(timeout.measurement.quantity("response")->median, 300, 30);
  const auto breaker = measure_pattern(stage, *chaos::find_pattern("circuit_breaker"), options);
  EXPECT_NEAR(breaker.measurement.quantity("open_for")->median, 600, 60);
  EXPECT_FALSE(said.empty());
}

// A replica that the first measurement saw left for good: what later measurements of it find in calm.
int turns = 0;
bool used_in_calm_again = false;

std::optional<chaos::Phase> one_calm_phase(const chaos::PatternInput& input,
                                           std::span<const chaos::PhaseRecord> records) {
  return records.empty() ? std::optional(chaos::baseline_phase(input, 1)) : std::nullopt;
}
chaos::Measurement left_for_good(const chaos::PatternInput&, std::span<const chaos::PhaseRecord>) {
  chaos::Measurement m;
  m.pattern = "failover";
  m.injected = ++turns == 1;
  m.present = m.injected ? chaos::Presence::yes : chaos::Presence::unknown;
  if (!m.injected && !used_in_calm_again) m.labels.emplace_back(chaos::kUnusedInCalm);
  return m;
}
chaos::Judgement no_return(const chaos::Measurement&, const contracts::Value&) {
  return {Verdict::broken, "resilience.failover.no-return", "none did"};
}
const chaos::Pattern kLeaving{one_calm_phase, nullptr, left_for_good, no_return, nullptr};
const chaos::PatternDescriptor leaving_pattern{"failover", "Failover", "", {}, &kLeaving};

TEST(MeasurePattern, AReplicaThatIsStillUnusedConfirmsThatItWasLeftForGood) {
  for (const bool used_again : {false, true}) {
    turns = 0;
    used_in_calm_again = used_again;
    SimulatedStage stage(sound());
    MeasureOptions options;
    options.input.edge = "a-b";
    options.input.expectation = Value(true);
    options.settle_within = 5s;
    const PatternRun run = measure_pattern(stage, leaving_pattern, options);
    EXPECT_EQ(run.judgement.verdict, used_again ? Verdict::inconclusive : Verdict::broken) << run.judgement.message;
    EXPECT_EQ(run.measurements, used_again ? 3u : 2u);
  }
}

}  // namespace
}  // namespace squall::tests
