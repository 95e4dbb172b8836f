#include "harness/resilience/drift.h"

#include <gtest/gtest.h>

#include <ostream>

namespace squall::tests {
namespace {

using chaos::Measurement;
using chaos::Presence;
using harness::PatternDrift;

Measurement measured(std::string pattern, std::string name, double median, double min, double max,
                     std::vector<std::string> labels = {}) {
  Measurement m;
  m.pattern = std::move(pattern);
  m.present = Presence::yes;
  m.injected = true;
  m.summary = "it is there";
  m.quantities.push_back({std::move(name), median, min, max, "ms", 3});
  m.labels = std::move(labels);
  return m;
}

Measurement absent(std::string pattern, Presence presence = Presence::no, bool injected = true) {
  Measurement m;
  m.pattern = std::move(pattern);
  m.present = presence;
  m.injected = injected;
  m.summary = "no " + m.pattern;
  return m;
}

struct Row {
  const char* name;
  Measurement before, now;
  std::vector<PatternDrift::Kind> drifts;
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

using K = PatternDrift::Kind;

std::vector<Row> rows() {
  const auto timeout = [](double ms, double spread) {
    return measured("timeout", "response", ms, ms - spread, ms + spread);
  };
  const auto retries = [](double n, double min, double max) { return measured("retries", "retries", n, min, max); };
  const auto open = [](double ms) { return measured("circuit_breaker", "open_for", ms, ms - 5, ms + 5); };
  const auto shape = [](const char* label) { return measured("retries", "retries", 2, 2, 2, {label}); };
  return {
      {"timeout_doubled", timeout(300, 2), timeout(600, 2), {K::changed}},
      {"timeout_halved", timeout(300, 2), timeout(150, 2), {K::changed}},
      {"timeout_within_noise", timeout(300, 2), timeout(318, 9), {}},
      {"short_timeout_within_a_tick", timeout(20, 2), timeout(45, 3), {}},
      {"timeout_of_wide_spread", timeout(300, 150), timeout(420, 10), {}},
      {"retries_two_to_five", retries(2, 2, 2), retries(5, 5, 5), {K::changed}},
      {"retries_two_to_three", retries(2, 2, 2), retries(3, 3, 3), {K::changed}},
      {"retries_that_vary", retries(2, 1, 3), retries(3, 2, 3), {}},
      {"open_time_doubled", open(600), open(1200), {K::changed}},
      {"open_time_within_noise", open(600), open(618), {}},
      {"timeout_gone", timeout(300, 2), absent("timeout"), {K::gone}},
      {"timeout_new", absent("timeout"), timeout(300, 2), {K::grown}},
      {"still_absent", absent("timeout"), absent("timeout"), {}},
      {"could_not_be_measured_now", timeout(300, 2), absent("timeout", Presence::unknown), {K::unknown}},
      {"no_proof_now", timeout(300, 2), absent("timeout", Presence::no, false), {K::unknown}},
      {"was_not_known_before", absent("timeout", Presence::unknown), timeout(300, 2), {}},
      {"another_backoff", shape("backoff: exponential"), shape("backoff: constant"), {K::changed}},
      {"backoff_not_told", shape("backoff: exponential"), shape("backoff: unknown"), {}},
      {"leaks_now",
       measured("timeout", "response", 300, 299, 301),
       measured("timeout", "response", 300, 299, 301, {"leaves the connection open"}),
       {K::changed}},
      {"what_hangs_on_the_moment",
       measured("circuit_breaker", "closes_after", 100, 100, 100),
       measured("circuit_breaker", "closes_after", 900, 900, 900),
       {}},
  };
}

class DriftTest : public testing::TestWithParam<Row> {};

TEST_P(DriftTest, IsTold) {
  const Row& row = GetParam();
  std::vector<PatternDrift::Kind> kinds;
  for (const PatternDrift& drift : harness::drift_between(row.before, row.now)) {
    kinds.push_back(drift.kind);
    EXPECT_FALSE(drift.text.empty());
  }
  EXPECT_EQ(kinds, row.drifts);
}

INSTANTIATE_TEST_SUITE_P(Table, DriftTest, testing::ValuesIn(rows()),
                         [](const auto& tested) { return tested.param.name; });

TEST(Drift, SaysBothValues) {
  const auto drifts = harness::drift_between(measured("timeout", "response", 300, 299, 301),
                                             measured("timeout", "response", 600.4, 600, 601));
  ASSERT_EQ(drifts.size(), 1U);
  EXPECT_EQ(drifts.front().text, "the timeout: 600ms, where it was 300ms");
}

}  // namespace
}  // namespace squall::tests
