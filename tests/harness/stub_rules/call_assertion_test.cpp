#include "harness/stub_rules/call_assertion.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using Verdict = CallAssertion::Verdict;

TEST(CallAssertion, JudgesByWhatIsKnownOfTheNumber) {
  constexpr std::optional<std::uint64_t> none;
  const struct {
    const char* name;
    CallAssertion assertion;
    std::uint64_t low, high;
    Verdict verdict;
  } rows[] = {{"once", {{}, none, none, none}, 1, 9, Verdict::holds},
              {"never", {{}, none, none, none}, 0, 0, Verdict::fails},
              {"perhaps once", {{}, none, none, none}, 0, 1, Verdict::unknown},
              {"exactly", {{}, 2, none, none}, 2, 2, Verdict::holds},
              {"perhaps exactly", {{}, 2, none, none}, 2, 3, Verdict::unknown},
              {"perhaps so many", {{}, 2, none, none}, 1, 2, Verdict::unknown},
              {"too few", {{}, 2, none, none}, 0, 1, Verdict::fails},
              {"too many", {{}, 2, none, none}, 3, 9, Verdict::fails},
              {"perhaps none", {{}, 0, none, none}, 0, 2, Verdict::unknown},
              {"within", {{}, none, 1, 3}, 1, 3, Verdict::holds},
              {"perhaps beyond", {{}, none, 1, 3}, 1, 4, Verdict::unknown},
              {"no fewer than none", {{}, none, 0, none}, 0, 9, Verdict::holds},
              {"never so", {{}, none, 3, 1}, 0, 9, Verdict::fails}};
  for (const auto& row : rows) EXPECT_EQ(row.assertion.judge(row.low, row.high), row.verdict) << row.name;
}

}  // namespace
}  // namespace squall::harness
