#pragma once
// "Called 2 times with": what calls a test expects a stub to have had.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/stub_rules/rules.h"

namespace squall::harness {

struct CallAssertion {
  RuleRequest request;  // as in a rule
  std::optional<std::uint64_t> times, at_least, at_most;

  enum class Verdict { holds, fails, unknown };
  // With none of them given: at least once. The calls are no fewer than `low` and no more than `high`.
  Verdict judge(std::uint64_t low, std::uint64_t high) const;
  std::string expected() const;  // "2 times", "at least 1 time and at most 3 times"
};

// JSON or YAML: {request: {...}, times: 2}. Errors: every mistake, located in the text.
tl::expected<CallAssertion, std::vector<contracts::Error>> parse_assertion(
    const std::string& text, const contracts::openapi::Contract& contract);

}  // namespace squall::harness
