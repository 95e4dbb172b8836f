// The verdict in words and in JUnit, for every way a run can end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/formats/format.h"
#include "reports/model/digest.h"
#include "tests/reports/support/samples.h"

namespace squall::tests {
namespace {
using namespace reports;
using testing::HasSubstr;

Check check(const char* id, Outcome outcome, const char* reason = "") {
  Check made;
  made.id = id;
  made.outcome = outcome;
  made.reason = reason;
  return made;
}

struct Ending {
  const char* name;
  Outcome outcome;
  int exit_code;
  std::vector<Check> checks;
  const char* headline;
  const char* junit;  // the counts of all suites
};
void PrintTo(const Ending& ending, std::ostream* out) {
  *out << ending.name;
}

class Endings : public testing::TestWithParam<Ending> {};

TEST_P(Endings, AreSaidAndCounted) {
  RunReport report;
  report.name = "shop";
  report.outcome = GetParam().outcome;
  report.exit_code = GetParam().exit_code;
  report.checks = GetParam().checks;
  EXPECT_EQ(headline(report, digest(report)), GetParam().headline);
  EXPECT_THAT(find_format("junit")->render(report), HasSubstr(GetParam().junit));
}

using enum Outcome;
INSTANTIATE_TEST_SUITE_P(Runs, Endings,
                         testing::Values(Ending{"one_passed",
                                                passed,
                                                0,
                                                {check("a", passed)},
                                                "The only check passed",
                                                R"(tests="1" failures="0" errors="0" skipped="0")"},
                                         Ending{"all_passed",
                                                passed,
                                                0,
                                                {check("a", passed), check("b", passed)},
                                                "All 2 checks passed",
                                                R"(tests="2" failures="0" errors="0" skipped="0")"},
                                         Ending{"some_skipped",
                                                passed,
                                                0,
                                                {check("a", passed), check("b", skipped)},
                                                "1 of 2 checks passed, none failed",
                                                R"(tests="2" failures="0" errors="0" skipped="1")"},
                                         Ending{"failed_without_findings",
                                                failed,
                                                1,
                                                {check("a", failed, "exit 1")},
                                                "1 of 1 check failed",
                                                R"(<failure type="failed" message="exit 1">)"},
                                         Ending{"inconclusive",
                                                inconclusive,
                                                3,
                                                {check("a", inconclusive, "no traffic"), check("b", passed)},
                                                "1 of 2 checks is inconclusive",
                                                R"(<error type="inconclusive" message="no traffic">)"},
                                         Ending{"errored",
                                                errored,
                                                3,
                                                {check("a", errored, "port in use")},
                                                "1 of 1 check could not run",
                                                R"(<error type="could-not-run" message="port in use">)"},
                                         Ending{"nothing_checked",
                                                inconclusive,
                                                3,
                                                {},
                                                "Nothing was checked",
                                                R"(tests="1" failures="0" errors="1" skipped="0")"},
                                         Ending{"never_started",
                                                errored,
                                                3,
                                                {},
                                                "The run could not be carried out",
                                                R"(tests="1" failures="0" errors="1" skipped="0")"},
                                         Ending{"failed_beside_the_checks",
                                                failed,
                                                1,
                                                {check("a", passed)},
                                                "The run failed",
                                                R"(tests="2" failures="1" errors="0" skipped="0")"},
                                         Ending{"bug_after_passing",
                                                passed,
                                                70,
                                                {check("a", passed)},
                                                "The only check passed",
                                                R"(tests="2" failures="0" errors="1" skipped="0")"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(EdgeStates, AreTheWorstThatIsKnown) {
  const RunReport stormy = stormy_report(), calm = calm_report();
  EXPECT_EQ(edge_state(stormy, "orders-payments"), EdgeState::broken);
  EXPECT_EQ(edge_state(stormy, "orders-inventory"), EdgeState::undecided);
  EXPECT_EQ(edge_state(stormy, "gateway-orders"), EdgeState::untouched);
  EXPECT_EQ(edge_state(calm, "orders-payments"), EdgeState::holds);
  EXPECT_EQ(edge_state(calm, "gateway-orders"), EdgeState::conforms);
  RunReport uncalled = calm;
  uncalled.checks[2].outcome = Outcome::inconclusive;
  EXPECT_EQ(edge_state(uncalled, "gateway-orders"), EdgeState::untouched);
  RunReport only_measured = calm;
  only_measured.profiles[1].patterns.erase(only_measured.profiles[1].patterns.begin());
  EXPECT_EQ(edge_state(only_measured, "orders-inventory"), EdgeState::measured);
  RunReport only_experiment = calm;
  only_experiment.profiles.clear();
  EXPECT_EQ(edge_state(only_experiment, "orders-payments"), EdgeState::holds);
  only_experiment.timeline[0].faults[0].applied = 0;
  EXPECT_EQ(edge_state(only_experiment, "orders-payments"), EdgeState::untouched);
}

TEST(Digest, CountsCoverageAndPutsErrorsFirst) {
  const RunReport report = stormy_report();
  const Digest found = digest(report);
  EXPECT_EQ(found.operations, (Share{4, 5}));
  EXPECT_EQ(found.responses, (Share{8, 11}));
  EXPECT_EQ(found.parameters, (Share{4, 6}));
  ASSERT_EQ(found.findings.size(), 4u);
  EXPECT_EQ(found.findings.back().finding->severity, Severity::warning);
}

}  // namespace
}  // namespace squall::tests
