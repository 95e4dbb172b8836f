#include "harness/run/selection.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

struct Row {
  const char* pattern;
  const char* id;
  bool selected;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.pattern << " on " << row.id;
}

class Selects : public testing::TestWithParam<Row> {};

TEST_P(Selects, OrNot) {
  EXPECT_EQ(selects(GetParam().pattern, GetParam().id), GetParam().selected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Selects,
    testing::Values(Row{"verify/orders", "verify/orders", true}, Row{"verify", "verify/orders", true},
                    Row{"verify/", "verify/orders", true}, Row{"verify/ord", "verify/orders", false},
                    Row{"verify/orders", "verify/orders-archive", false},
                    Row{"resilience/a-b", "resilience/a-b/timeout", true}, Row{"orders", "verify/orders", false},
                    Row{"*/orders", "verify/orders", true}, Row{"*orders*", "resilience/orders-payments/retries", true},
                    Row{"resilience/*/retries", "resilience/a-b/retries", true},
                    Row{"resilience/*/retries", "resilience/a-b/timeout", false},
                    Row{"verify/order?", "verify/orders", true}, Row{"verify/order?", "verify/order", false},
                    Row{"*", "anything at all", true}, Row{"", "verify/orders", false}, Row{"**a**b", "xxaxxb", true},
                    Row{"a*b*c", "abcabx", false},
                    Row{"experiment/payments brown-out", "experiment/payments brown-out", true}));

std::vector<PlannedCheck> checks() {
  std::vector<PlannedCheck> all;
  for (const char* id : {"verify/orders", "verify/payments", "resilience/orders-payments/timeout"}) {
    PlannedCheck check;
    check.id = id;
    all.push_back(std::move(check));
  }
  return all;
}

std::string ids(const contracts::Result<std::vector<PlannedCheck>>& selected) {
  if (!selected) return contracts::to_string(selected.error());
  std::string text;
  for (const PlannedCheck& check : *selected) text += check.id + ";";
  return text;
}

TEST(Select, KeepsWhatOnlySaysAndSkipDoesNot) {
  EXPECT_EQ(ids(select(checks(), {}, {})), "verify/orders;verify/payments;resilience/orders-payments/timeout;");
  EXPECT_EQ(ids(select(checks(), {"verify"}, {})), "verify/orders;verify/payments;");
  EXPECT_EQ(ids(select(checks(), {"verify"}, {"*/payments"})), "verify/orders;");
  EXPECT_EQ(ids(select(checks(), {"verify/payments", "resilience"}, {})),
            "verify/payments;resilience/orders-payments/timeout;");
}

TEST(Select, RefusesWhatSelectsNothing) {
  EXPECT_EQ(ids(select(checks(), {"verify/order"}, {})),
            "--only 'verify/order' selects no check; did you mean 'verify/orders'?");
  EXPECT_EQ(ids(select(checks(), {}, {"x"})), "--skip 'x' selects no check; --plan lists the checks");
  EXPECT_EQ(ids(select(checks(), {"verify"}, {"verify"})),
            "--only and --skip leave no check to run; --plan lists the checks");
}

}  // namespace
}  // namespace squall::harness
