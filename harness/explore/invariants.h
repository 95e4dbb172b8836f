#pragma once
// The saga's invariants: values read before a trial and after it, and what must hold between them.

#include <map>
#include <string>
#include <vector>

#include "harness/check/check.h"
#include "harness/explore/trial.h"
#include "harness/traffic/client.h"

namespace squall::harness {

class InvariantCheck {
 public:
  // Both outlive it.
  InvariantCheck(RunContext& context, const std::vector<ExploreInvariant>& invariants);

  // Reads every value as it is now; "" or why one could not be read.
  std::string read_before(Client& client);
  // Waits until every invariant holds, each for its `within` at most, and adds the breaches of those that do not.
  void judge(Client& client, Observation& seen);

 private:
  using Values = std::map<std::string, contracts::Value>;
  std::string read(Client& client, const ExploreInvariant& invariant, Values& values) const;
  bool judge_one(Client& client, const ExploreInvariant& invariant, const Values& before, std::string& why) const;

  RunContext& context_;
  const std::vector<ExploreInvariant>& invariants_;
  std::vector<Values> before_;
};

}  // namespace squall::harness
