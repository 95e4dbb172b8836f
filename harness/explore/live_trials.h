#pragma once
// Trials on the running system: faults on the engine, requests through the client, what was seen from the timeline. One
// at a time, so that what is seen belongs to the trial.

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/check/check.h"
#include "harness/explore/exchange_log.h"
#include "harness/explore/invariants.h"
#include "harness/explore/trial.h"
#include "harness/traffic/client.h"

namespace squall::harness {

struct LiveTrialsConfig {
  Duration within = std::chrono::seconds(5);     // an answer that takes longer hangs
  Duration patience = std::chrono::seconds(10);  // for the system to be well again
  std::vector<std::string> kinds;                // of faults; empty: all
  std::function<bool()> over;                    // the budget is; may be empty
};

class LiveTrials : public Trials {
 public:
  // The context, the invariants and the log outlive it.
  LiveTrials(RunContext& context, const std::vector<ExploreInvariant>& invariants, const ExchangeLog& log,
             LiveTrialsConfig config);

  Observation run(const Trial& trial) override;
  std::vector<FaultChoice> menu(const Place& place) override;
  bool stopped() const override;
  std::size_t trials() const { return trials_; }

 private:
  class FaultsOn;

  std::string wait_until_well(const Entry& entry, Observation& seen);
  bool as_in_calm(const Entry& entry, std::string& why, bool& failing);
  std::vector<chaos::Call> send(const Entry& entry, const std::string& purpose, Duration within);
  bool wait_until_quiet(Duration limit);
  void look(const Trial& trial, const std::vector<std::string>& ids, chaos::Instant from,
            const std::vector<chaos::Call>& calls, Observation& seen);
  std::vector<chaos::Attempt> attempts_of(const std::vector<chaos::Call>& calls, chaos::Instant from);
  const contracts::openapi::Operation* operation_at(const Place& place) const;

  RunContext& context_;
  const LiveTrialsConfig config_;
  const ExchangeLog& log_;
  InvariantCheck invariants_;
  Client client_;
  std::map<std::string, std::vector<int>> calm_statuses_;  // by entry
  std::set<std::string> tracing_;                          // services that hand the trace on
  bool disturbed_ = false;                                 // faults were on since the last time that all was well
  std::size_t trials_ = 0;
};

}  // namespace squall::harness
