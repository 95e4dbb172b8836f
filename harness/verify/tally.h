#pragma once
// What was exercised: for the coverage, and for the facts that a check states.

#include <map>
#include <string>
#include <vector>

#include "contracts/match/message_generator.h"
#include "harness/verify/judge.h"
#include "reports/model/run_report.h"

namespace squall::harness {

class Tally {
 public:
  Tally(std::string service, const std::vector<const contracts::openapi::Operation*>& operations);

  void count(const contracts::match::RequestCase& request, Expected expected, int status, const Judgement& judgement);
  void cannot_make(const contracts::openapi::Operation& operation, const std::string& why);

  bool anything_succeeded() const;
  std::uint64_t requests() const { return valid_ + invalid_; }
  std::vector<std::string> facts() const;
  std::vector<reports::OperationCoverage> coverage() const { return coverage_; }

 private:
  struct Seen {
    std::map<int, std::uint64_t> statuses;  // of valid requests
    std::uint64_t successes = 0;
    std::uint64_t credentials_refused = 0;
    std::string cannot_make;
  };

  std::vector<reports::OperationCoverage> coverage_;  // in the contract's order
  std::map<const contracts::openapi::Operation*, std::size_t> index_;
  std::vector<Seen> seen_;
  std::uint64_t valid_ = 0;
  std::uint64_t invalid_ = 0;
  std::uint64_t refused_ = 0;  // invalid ones answered 4xx
};

}  // namespace squall::harness
