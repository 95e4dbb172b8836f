#pragma once
// Every answer of the load held to the contract of the service that gave it. Thread-safe.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "chaos/timeline/records.h"
#include "contracts/match/router.h"
#include "harness/check/finding_builder.h"

namespace squall::harness {

class AnswerJudge {
 public:
  // `router` may be null: then nothing is judged.
  AnswerJudge(std::string service, std::shared_ptr<const contracts::match::Router> router)
      : service_(std::move(service)), router_(std::move(router)) {}

  // Fills in Call::operation, in_contract and departure.
  void judge(chaos::Call& call, const contracts::http::Response& response);

  std::uint64_t judged() const;
  std::uint64_t departed() const;
  // One for each cause, with its first answer as evidence.
  std::vector<reports::Finding> take_findings();

 private:
  const std::string service_;
  const std::shared_ptr<const contracts::match::Router> router_;
  mutable std::mutex mutex_;
  std::uint64_t judged_ = 0;
  std::uint64_t departed_ = 0;
  FindingSet findings_;
};

}  // namespace squall::harness
