#pragma once
// What a stub answers by its rules. Thread-safe.

#include <memory>
#include <optional>
#include <string>

#include "harness/stub/responder.h"
#include "harness/stub_rules/rules.h"
#include "harness/stub_rules/scenarios.h"

namespace squall::harness {

class RuleAnswers {
 public:
  RuleAnswers(Rules rules, std::uint64_t seed);

  // The answer of the first rule that matches and whose scenario is in its state. Rules are not asked about requests
  // that are refused, unless they are for those, too, or the contract has no such operation. What was matched, and how
  // the answer departs from the contract, goes into the notes.
  std::optional<chaos::http::Reply> answer(JudgedRequest& judged);
  Scenarios& scenarios() { return scenarios_; }

 private:
  const Rules rules_;
  const std::uint64_t seed_;
  Scenarios scenarios_;
};

}  // namespace squall::harness
