#pragma once
// Exerciser: sends a phase's requests, judges the answers, and keeps what was found, seen and covered.

#include <map>
#include <string>
#include <vector>

#include "contracts/core/error.h"
#include "contracts/match/message_generator.h"
#include "harness/check/finding_builder.h"
#include "harness/verify/judge.h"
#include "harness/verify/known_resources.h"
#include "harness/verify/tally.h"
#include "harness/verify/verify.h"

namespace squall::harness {

class Exerciser {
 public:
  explicit Exerciser(const VerifyPlan& plan);

  const VerifyPlan& plan() const { return plan_; }
  const contracts::openapi::Contract& contract() const { return plan_.router->contract(); }
  // Creating ones first, deleting ones last.
  const std::vector<const contracts::openapi::Operation*>& operations() const { return operations_; }
  contracts::Random random(std::string_view domain, const contracts::openapi::Operation& operation,
                           std::uint64_t index) const;
  contracts::match::KnownValues known_values(const contracts::openapi::Operation& operation,
                                             std::uint64_t index) const {
    return resources_.values_for(operation, index);
  }
  // Stop was asked for, or the service is out of reach.
  bool stopped() const { return plan_.stop.stop_requested() || !unreachable_.empty(); }

  void exercise(const contracts::match::RequestCase& request, Expected expected);
  // No valid request could be generated; said in the facts.
  void cannot_make(const contracts::openapi::Operation& operation, const contracts::Error& why);

  // What came of it all; to be called once, at the end.
  Verification finish();

 private:
  struct Acceptance {  // invalid requests that one part of an operation let pass
    std::vector<reports::EvidenceLine> ways;
    std::uint64_t count = 0;
    std::string first;  // its summary
    std::string curl;
    contracts::Location location;
  };

  contracts::http::Request ready_to_send(const contracts::match::RequestCase& request) const;
  void report(const contracts::match::RequestCase& request, const Judgement::Problem& problem,
              const contracts::http::Request& sent, const Answer& answer);
  void note_acceptance(const contracts::match::RequestCase& request, const contracts::http::Request& sent,
                       const Answer& answer);
  void add_acceptances();

  const VerifyPlan& plan_;
  std::vector<const contracts::openapi::Operation*> operations_;
  KnownResources resources_;
  Tally tally_;
  FindingSet findings_;
  std::map<std::pair<std::string, std::string>, Acceptance> accepted_;  // (operation, part of the message)
  std::string unreachable_;
};

}  // namespace squall::harness
