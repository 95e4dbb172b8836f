// Every pattern against consumers whose ways are known, in tables: what it measures, how it judges, and what must not
// mislead it.

#include <gtest/gtest.h>

#include <ostream>

#include "chaos/patterns/pattern.h"
#include "tests/chaos/patterns/simulated_consumer.h"

namespace squall::tests {
namespace {

using chaos::Measurement;
using chaos::Presence;
using chaos::Verdict;
using contracts::Object;
using contracts::Value;
using Key = ConsumerTraits::Key;

struct Row {
  std::string name;
  std::string pattern;
  ConsumerTraits traits;
  Value expectation;
  Presence present;
  Verdict verdict;
  std::string rule;                                             // of the judgement; "" when it does not matter
  std::vector<std::pair<std::string, double>> quantities = {};  // medians, within 10 %
  std::vector<std::string> labels = {};
  std::vector<std::string> observations = {};
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.pattern << " " << row.name;
}

struct Outcome {
  Measurement measurement;
  chaos::Judgement judgement;
};

Outcome run(const Row& row, std::uint64_t seed, bool inject = true) {
  SimulatedConsumer consumer(row.traits, seed, inject);
  const auto* pattern = chaos::find_pattern(row.pattern);
  chaos::PatternInput input;
  input.edge = "a-b";
  input.expectation = row.expectation;
  input.quick = true;
  if (row.pattern == "timeout") {
    if (const auto* at_most = row.expectation.find("at_most"))
      input.declared_timeout = *contracts::parse_duration(at_most->text());
  }
  if (const auto* open = row.expectation.find("open_for"))
    input.declared_open_time = *contracts::parse_duration(open->text());
  std::vector<chaos::PhaseRecord> earlier;
  if (row.pattern == "retries" || row.pattern == "safe_retries" || row.pattern == "in_contract_under_fault") {
    earlier = play(consumer, *chaos::find_pattern("timeout"), input);
    input.earlier = earlier;
  }
  const auto records = play(consumer, *pattern, input);
  Outcome outcome;
  outcome.measurement = pattern->pattern->measure(input, records);
  outcome.judgement = chaos::judge(*pattern, outcome.measurement, row.expectation);
  return outcome;
}

ConsumerTraits with(void (*change)(ConsumerTraits&)) {
  ConsumerTraits traits;
  change(traits);
  return traits;
}

Value expect(Object members) {
  return Value(std::move(members));
}

std::vector<Row> rows() {
  const Value present(true);
  return {
      // timeout
      {"closes",
       "timeout",
       with([](auto& t) { t.timeout = 300ms; }),
       expect({{"at_most", "400ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"response", 300}},
       {"total deadline"}},
      {"races_only",
       "timeout",
       with([](auto& t) { t.timeout = 400ms, t.closes = false; }),
       expect({{"at_most", "500ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"response", 400}},
       {"leaves the connection open"},
       {"resilience.timeout.leaked-connection"}},
      {"races_and_retries",
       "timeout",
       with([](auto& t) { t.timeout = 200ms, t.closes = false, t.retries = 2, t.pauses = {50ms}; }),
       expect({{"at_most", "300ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"response", 200}},
       {},
       {"resilience.timeout.leaked-connection"}},
      {"closes_and_retries",
       "timeout",
       with([](auto& t) {
         t.timeout = 300ms, t.retries = 2, t.pauses = {50ms, 100ms};
       }),
       expect({{"at_most", "300ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"response", 300}}},
      {"breaker_in_the_way",
       "timeout",
       with([](auto& t) { t.timeout = 300ms, t.retries = 2, t.pauses = {50ms}, t.opens_after = 5; }),
       expect({{"at_most", "300ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"response", 300}}},
      {"too_long",
       "timeout",
       with([](auto& t) { t.timeout = 900ms; }),
       expect({{"at_most", "400ms"}}),
       Presence::yes,
       Verdict::broken,
       "resilience.timeout.too-long",
       {{"response", 900}}},
      {"too_short", "timeout", with([](auto& t) { t.timeout = 100ms; }),
       expect({{"at_least", "300ms"}, {"at_most", "1s"}}), Presence::yes, Verdict::broken,
       "resilience.timeout.too-short"},
      {"missing", "timeout", with([](auto&) {}), expect({{"at_most", "400ms"}}), Presence::no, Verdict::broken,
       "resilience.timeout.missing"},
      {"missing_undeclared", "timeout", with([](auto&) {}), present, Presence::no, Verdict::inconclusive, ""},
      {"not_reached", "timeout", with([](auto& t) { t.reaches_edge = false; }), expect({{"at_most", "400ms"}}),
       Presence::unknown, Verdict::inconclusive, ""},
      {"body_unwatched",
       "timeout",
       with([](auto& t) { t.timeout = 300ms, t.watches_body = false; }),
       expect({{"at_most", "400ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {},
       {"no body timeout", "no total deadline"},
       {"resilience.timeout.body-unwatched"}},
      {"idle_only",
       "timeout",
       with([](auto& t) { t.timeout = 300ms, t.total_deadline = false; }),
       expect({{"at_most", "400ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"body_idle", 300}},
       {"no total deadline"}},
      // retries
      {"exponential",
       "retries",
       with([](auto& t) {
         t.retries = 3, t.pauses = {50ms, 100ms, 200ms};
       }),
       expect({{"at_most", 3}, {"backoff", "exponential"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 3}, {"pause_1", 50}, {"pause_2", 100}, {"pause_3", 200}},
       {"backoff: exponential"}},
      {"two_gaps",
       "retries",
       with([](auto& t) {
         t.retries = 2, t.pauses = {50ms, 100ms};
       }),
       expect({{"at_most", 2}, {"backoff", "exponential"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 2}}},
      {"two_gaps_with_breaker",
       "retries",
       with([](auto& t) {
         t.retries = 2, t.pauses = {50ms, 100ms}, t.opens_after = 5, t.timeout = 300ms;
       }),
       expect({{"at_most", 2}, {"backoff", "exponential"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 2}}},
      {"constant",
       "retries",
       with([](auto& t) { t.retries = 3, t.pauses = {100ms}; }),
       expect({{"at_most", 3}, {"backoff", "constant"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 3}, {"pause_1", 100}}},
      {"linear",
       "retries",
       with([](auto& t) {
         t.retries = 4, t.pauses = {100ms, 200ms, 300ms, 400ms};
       }),
       expect({{"backoff", "linear"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 4}}},
      {"constant_not_exponential", "retries", with([](auto& t) { t.retries = 3, t.pauses = {100ms}; }),
       expect({{"at_most", 3}, {"backoff", "exponential"}}), Presence::yes, Verdict::broken,
       "resilience.retries.backoff"},
      {"first_at_once",
       "retries",
       with([](auto& t) {
         t.retries = 3, t.pauses = {0ms, 200ms, 400ms};
       }),
       expect({{"backoff", "exponential"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 3}}},
      {"no_pause",
       "retries",
       with([](auto& t) { t.retries = 3; }),
       expect({{"backoff", "none"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 3}},
       {"backoff: none"}},
      {"jitter",
       "retries",
       with([](auto& t) {
         t.retries = 3, t.pauses = {100ms, 200ms, 400ms}, t.jitter = 0.5;
       }),
       expect({{"at_most", 3}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 3}},
       {"equal jitter"}},
      {"one_gap_has_no_shape",
       "retries",
       with([](auto& t) { t.retries = 1, t.pauses = {100ms}; }),
       expect({{"backoff", "exponential"}}),
       Presence::yes,
       Verdict::inconclusive,
       "",
       {{"retries", 1}}},
      {"none", "retries", with([](auto&) {}), expect({{"at_most", 2}}), Presence::no, Verdict::holds, ""},
      {"none_has_no_backoff", "retries", with([](auto&) {}), expect({{"at_most", 2}, {"backoff", "exponential"}}),
       Presence::no, Verdict::inconclusive, ""},
      {"none_but_wanted", "retries", with([](auto&) {}), present, Presence::no, Verdict::broken,
       "resilience.retries.missing"},
      {"too_many",
       "retries",
       with([](auto& t) { t.retries = 5, t.pauses = {20ms}; }),
       expect({{"at_most", 2}}),
       Presence::yes,
       Verdict::broken,
       "resilience.retries.too-many",
       {{"retries", 5}}},
      {"too_few", "retries", with([](auto& t) { t.retries = 1, t.pauses = {20ms}; }), expect({{"at_least", 2}}),
       Presence::yes, Verdict::broken, "resilience.retries.too-few"},
      {"unbounded",
       "retries",
       with([](auto& t) { t.retries = kForEver, t.pauses = {50ms}; }),
       expect({{"at_most", 2}}),
       Presence::yes,
       Verdict::broken,
       "resilience.retries.unbounded",
       {},
       {"unbounded"}},
      {"unbounded_with_timeout", "retries",
       with([](auto& t) { t.retries = kForEver, t.pauses = {50ms}, t.timeout = 300ms; }), expect({{"at_most", 2}}),
       Presence::yes, Verdict::broken, "resilience.retries.unbounded"},
      {"unbounded_at_once", "retries", with([](auto& t) { t.retries = kForEver; }), expect({{"at_most", 2}}),
       Presence::yes, Verdict::broken, "resilience.retries.unbounded"},
      {"unbounded_growing", "retries", with([](auto& t) {
         t.retries = kForEver, t.pauses = {200ms, 400ms, 800ms, 1600ms, 3200ms};
       }),
       present, Presence::yes, Verdict::broken, "resilience.retries.unbounded"},
      {"replay_is_no_retry",
       "retries",
       with([](auto& t) { t.transport_replays = true; }),
       expect({{"at_most", 0}}),
       Presence::no,
       Verdict::holds,
       "",
       {{"retries", 0}},
       {"transport replay on a reused connection"}},
      {"two_by_design",
       "retries",
       with([](auto& t) {
         t.calls_by_design = 2, t.retries = 2, t.pauses = {50ms, 100ms};
       }),
       expect({{"at_most", 2}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 2}}},
      {"serial_without_trace",
       "retries",
       with([](auto& t) {
         t.propagates_trace = false, t.retries = 2, t.pauses = {50ms, 100ms};
       }),
       expect({{"at_most", 2}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 2}}},
      {"background_is_no_retry",
       "retries",
       with([](auto& t) {
         t.retries = 2, t.pauses = {50ms, 100ms}, t.background = true;
       }),
       expect({{"at_most", 2}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"retries", 2}}},
      {"post_repeated", "retries", with([](auto& t) { t.retries = 2, t.pauses = {50ms}; }),
       expect({{"only", "idempotent"}}), Presence::yes, Verdict::broken, "resilience.retries.not-idempotent"},
      {"post_with_key", "retries", with([](auto& t) { t.retries = 2, t.pauses = {50ms}, t.key = Key::stable; }),
       expect({{"only", "idempotent"}}), Presence::yes, Verdict::holds, ""},
      {"cached", "retries", with([](auto& t) { t.reaches_edge = false; }), expect({{"at_most", 2}}), Presence::unknown,
       Verdict::inconclusive, ""},
      // safe retries
      {"get_repeated", "safe_retries", with([](auto& t) { t.method = "GET", t.retries = 2, t.pauses = {50ms}; }),
       present, Presence::yes, Verdict::holds, ""},
      {"key_stable",
       "safe_retries",
       with([](auto& t) { t.retries = 2, t.pauses = {50ms}, t.key = Key::stable; }),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"sent_again", 2}}},
      {"not_repeated",
       "safe_retries",
       with([](auto&) {}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"sent_again", 0}}},
      {"repeated_on_503_only", "safe_retries", with([](auto& t) { t.retries = 2, t.retries_ambiguous = false; }),
       present, Presence::yes, Verdict::holds, ""},
      {"without_key", "safe_retries", with([](auto& t) { t.retries = 2, t.pauses = {50ms}; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.unsafe-retry"},
      {"fresh_keys", "safe_retries", with([](auto& t) { t.retries = 2, t.key = Key::fresh; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.unsafe-retry"},
      {"shared_key", "safe_retries", with([](auto& t) { t.retries = 2, t.key = Key::shared; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.key-shared"},
      {"replayed_post", "safe_retries", with([](auto& t) { t.transport_replays = true; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.unsafe-retry"},
      {"rejection_retried", "safe_retries",
       with([](auto& t) { t.method = "GET", t.retries = 1, t.retries_rejections = true; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.rejection-retried"},
      {"post_twice_by_design", "safe_retries", with([](auto& t) { t.calls_by_design = 2; }), present, Presence::yes,
       Verdict::holds, ""},
      {"nothing_sent", "safe_retries", with([](auto& t) { t.reaches_edge = false; }), present, Presence::unknown,
       Verdict::inconclusive, ""},
      // circuit breaker
      {"opens",
       "circuit_breaker",
       with([](auto& t) { t.opens_after = 5; }),
       expect({{"opens_within", "10 calls"}, {"open_for", "600ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"opens_after", 5}, {"open_for", 600}, {"probes", 1}},
       {"closes"}},
      {"opens_amid_retries",
       "circuit_breaker",
       with([](auto& t) {
         t.opens_after = 5, t.retries = 2, t.pauses = {50ms, 100ms};
       }),
       expect({{"opens_within", "10 calls"}, {"open_for", "600ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"opens_after", 2}, {"failures", 5}, {"open_for", 600}}},
      {"behind_a_fallback", "circuit_breaker", with([](auto& t) { t.opens_after = 5, t.fallback_status = 200; }),
       expect({{"opens_within", 10}, {"open_for", "600ms"}}), Presence::yes, Verdict::holds, ""},
      {"never_opens", "circuit_breaker", with([](auto&) {}), expect({{"opens_within", "10 calls"}}), Presence::no,
       Verdict::broken, "resilience.circuit-breaker.never-opens"},
      {"never_opens_retrying", "circuit_breaker", with([](auto& t) { t.retries = 2, t.pauses = {50ms}; }),
       expect({{"opens_within", "10 calls"}}), Presence::no, Verdict::broken, "resilience.circuit-breaker.never-opens"},
      {"never_closes",
       "circuit_breaker",
       with([](auto& t) { t.opens_after = 5, t.closes_again = false; }),
       expect({{"opens_within", "10 calls"}, {"open_for", "600ms"}}),
       Presence::yes,
       Verdict::broken,
       "resilience.circuit-breaker.never-closes",
       {},
       {"never closes", "never half-open"},
       {"resilience.circuit-breaker.never-closes"}},
      {"too_late",
       "circuit_breaker",
       with([](auto& t) { t.opens_after = 15; }),
       expect({{"opens_within", "10 calls"}}),
       Presence::yes,
       Verdict::broken,
       "resilience.circuit-breaker.too-late",
       {{"opens_after", 15}, {"opens_after_quiet", 15}}},
      {"open_too_long", "circuit_breaker", with([](auto& t) { t.opens_after = 5, t.open_for = 1200ms; }),
       expect({{"open_for", "600ms"}}), Presence::yes, Verdict::broken, "resilience.circuit-breaker.open-time"},
      {"measured_only",
       "circuit_breaker",
       with([](auto& t) { t.opens_after = 5, t.open_for = 2s; }),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"opens_after", 5}, {"open_for", 2000}}},
      {"breaker_cached", "circuit_breaker", with([](auto& t) { t.reaches_edge = false; }), present, Presence::unknown,
       Verdict::inconclusive, ""},
      {"opens_at_a_share",
       "circuit_breaker",
       with([](auto& t) { t.opens_at_share = 0.5; }),
       expect({{"opens_within", "6 calls"}, {"open_for", "600ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"opens_after", 8}, {"opens_after_quiet", 4}},
       {"counts a share of calls, not failures in a row"}},
      {"opens_at_a_share_beyond_the_limit",
       "circuit_breaker",
       with([](auto& t) { t.opens_at_share = 0.9; }),
       expect({{"opens_within", "10 calls"}, {"open_for", "600ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {},
       {"counts a share of calls, not failures in a row"}},
      {"background_calls",
       "circuit_breaker",
       with([](auto& t) { t.opens_after = 5, t.background = true; }),
       expect({{"opens_within", "10 calls"}, {"open_for", "600ms"}}),
       Presence::yes,
       Verdict::holds,
       "",
       {{"opens_after", 5}, {"open_for", 600}}},
      // fallback
      {"declared_answer",
       "fallback",
       with([](auto& t) { t.fallback_status = 200, t.timeout = 300ms; }),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"successes", 100}}},
      {"missing_fallback", "fallback", with([](auto& t) { t.timeout = 300ms; }), present, Presence::no, Verdict::broken,
       "resilience.fallback.missing"},
      {"off_contract", "fallback",
       with([](auto& t) { t.fallback_status = 200, t.fallback_declared = false, t.timeout = 300ms; }), present,
       Presence::yes, Verdict::broken, "resilience.fallback.off-contract"},
      {"late", "fallback", with([](auto& t) { t.fallback_status = 200, t.timeout = 900ms; }),
       expect({{"within", "400ms"}}), Presence::yes, Verdict::broken, "resilience.fallback.late"},
      {"behind_breaker", "fallback",
       with([](auto& t) { t.fallback_status = 200, t.opens_after = 2, t.timeout = 300ms; }), present, Presence::yes,
       Verdict::holds, ""},
      {"cache_answers", "fallback", with([](auto& t) { t.reaches_edge = false; }), present, Presence::unknown,
       Verdict::inconclusive, ""},
      // in contract under fault
      {"declared_failure", "in_contract_under_fault", with([](auto& t) { t.timeout = 300ms; }), present, Presence::yes,
       Verdict::holds, ""},
      {"undeclared", "in_contract_under_fault",
       with([](auto& t) { t.failure_status = 500, t.failure_declared = false; }), present, Presence::no,
       Verdict::broken, "resilience.in-contract.undeclared"},
      {"off_schema", "in_contract_under_fault",
       with([](auto& t) { t.fallback_status = 200, t.fallback_declared = false; }), present, Presence::no,
       Verdict::broken, "resilience.in-contract.off-contract"},
      {"nothing_broken", "in_contract_under_fault", with([](auto& t) { t.reaches_edge = false; }), present,
       Presence::unknown, Verdict::inconclusive, ""},
  };
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
                              [&](const Row& row) { return row.pattern == pattern.name && row.verdict == verdict; }))
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
