#pragma once
// What was exercised: for the coverage, and for the facts that a check states. Holds only what was seen, so that each
// worker can have one of its own.

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "contracts/match/message_generator.h"
#include "contracts/match/seen_branches.h"
#include "harness/verify/expected.h"
#include "harness/verify/judge.h"
#include "reports/model/run_report.h"

namespace squall::harness {

class Tally {
 public:
  using Operations = std::vector<const contracts::openapi::Operation*>;

  explicit Tally(std::string service) : service_(std::move(service)) {}

  void count(const contracts::match::RequestCase& request, Expected expected, const Answer& answer,
             const Judgement& judgement);
  // Of the operation's responses; those of requests are added by `count`.
  contracts::match::SeenBranches& branches(const contracts::openapi::Operation& operation) {
    return seen_[&operation].branches;
  }
  void cannot_make(const contracts::openapi::Operation& operation, const std::string& why);
  void add(Tally other);

  bool anything_succeeded() const;
  std::size_t operations() const { return seen_.size(); }  // that were asked at all
  std::uint64_t requests() const { return valid_ + invalid_; }
  std::vector<std::string> facts(const Operations& operations) const;
  // One entry for each, with all that is declared; 0 for what was never seen.
  std::vector<reports::OperationCoverage> coverage(const Operations& operations) const;

 private:
  struct Seen {
    std::map<int, std::uint64_t> statuses;  // of valid requests
    std::uint64_t requests = 0;
    std::uint64_t successes = 0;
    std::uint64_t credentials_refused = 0;
    std::string cannot_make;
    std::map<std::string, std::uint64_t> responses, parameters, request_media, response_media;  // as in the coverage
    contracts::match::SeenBranches branches;
  };
  const Seen& seen(const contracts::openapi::Operation& operation) const;

  std::string service_;
  std::unordered_map<const contracts::openapi::Operation*, Seen> seen_;
  std::uint64_t valid_ = 0;
  std::uint64_t invalid_ = 0;
  std::uint64_t refused_ = 0;  // invalid ones answered 4xx
};

}  // namespace squall::harness
