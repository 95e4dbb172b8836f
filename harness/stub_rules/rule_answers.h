#pragma once
// What a stub answers by its rules. Thread-safe.

#include <memory>
#include <optional>
#include <string>

#include "harness/stub/responder.h"
#include "harness/stub_faults/stub_fault.h"
#include "harness/stub_rules/rules.h"
#include "harness/stub_rules/scenarios.h"

namespace squall::harness {

class RuleAnswers {
 public:
  // `router` is the stub's; it is kept while an answer goes out under a fault.
  RuleAnswers(Rules rules, std::uint64_t seed, std::shared_ptr<const contracts::match::Router> router);

  // The answer of the first rule that matches and whose scenario is in its state. Rules are not asked about requests
  // that are refused, unless they are for those, too, or the contract has no such operation. What was matched, and how
  // the answer departs from the contract, goes into the notes, without secrets.
  std::optional<chaos::http::Reply> answer(JudgedRequest& judged);
  Scenarios& scenarios() { return scenarios_; }

 private:
  std::optional<chaos::http::Reply> by_rule(std::size_t rule, JudgedRequest& judged, const struct RuleSubject& subject);
  // Headers, latency and fault of the rule, on whatever was answered.
  void add_to(chaos::http::Reply& reply, std::size_t rule, const JudgedRequest& judged, TemplateSource& source,
              const contracts::Random& random) const;

  const Rules rules_;
  const std::uint64_t seed_;
  const std::shared_ptr<const contracts::match::Router> router_;
  std::vector<std::shared_ptr<const StubFault>> faults_;  // by rule; nullptr for none
  Scenarios scenarios_;
};

}  // namespace squall::harness
