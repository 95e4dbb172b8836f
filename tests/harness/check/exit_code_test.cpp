#include "harness/check/exit_code.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace squall::harness {
namespace {

using reports::Outcome;

struct Row {
  const char* name;
  std::vector<Outcome> outcomes;
  bool allow_inconclusive;
  int code;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class ExitCodeOfChecks : public testing::TestWithParam<Row> {};

TEST_P(ExitCodeOfChecks, Is) {
  std::vector<reports::Check> checks;
  for (const Outcome outcome : GetParam().outcomes) {
    reports::Check check;
    check.outcome = outcome;
    checks.push_back(check);
  }
  EXPECT_EQ(to_int(exit_code_of(checks, GetParam().allow_inconclusive)), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodeOfChecks,
    testing::Values(Row{"held", {Outcome::passed, Outcome::skipped}, false, 0},
                    Row{"failed", {Outcome::passed, Outcome::failed}, false, 1},
                    Row{"inconclusive", {Outcome::passed, Outcome::inconclusive}, false, 3},
                    Row{"forgiven", {Outcome::passed, Outcome::inconclusive}, true, 0},
                    Row{"errored", {Outcome::errored}, false, 3},
                    Row{"errored_is_not_forgiven", {Outcome::errored}, true, 3},
                    Row{"failed_before_errored", {Outcome::errored, Outcome::failed, Outcome::inconclusive}, false, 1}),
    [](const auto& row) { return row.param.name; });

TEST(ExitCode, RanksAsDocumented) {
  const std::array order = {ExitCode::held,        ExitCode::could_not_run, ExitCode::failed,  ExitCode::malformed,
                            ExitCode::interrupted, ExitCode::terminated,    ExitCode::internal};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i; j < order.size(); ++j) {
      EXPECT_EQ(worse(order[i], order[j]), order[j]);
      EXPECT_EQ(worse(order[j], order[i]), order[j]);
    }
  }
}

TEST(ExitCode, OfErrors) {
  const std::array<contracts::Error, 2> errors = {contracts::Error{contracts::ErrorKind::io, "a", {}, ""},
                                                  contracts::Error{contracts::ErrorKind::usage, "b", {}, ""}};
  EXPECT_EQ(exit_code_of(errors), ExitCode::malformed);
  EXPECT_EQ(exit_code_of(contracts::ErrorKind::internal), ExitCode::internal);
  EXPECT_EQ(exit_code_of(contracts::ErrorKind::timeout), ExitCode::could_not_run);
}

}  // namespace
}  // namespace squall::harness
