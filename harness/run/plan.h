#pragma once
// The checks of a run, before anything is started.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/check/check.h"
#include "harness/run/contracts_of.h"
#include "harness/run/options.h"

namespace squall::harness {

class ConsumerRecord;

struct Plan {
  std::uint64_t seed = 0;
  std::vector<PlannedCheck> checks;  // in the order in which they run
  Duration expected{0};
  // Called once when everything is up, before the first check: what must be seen before it is known how long the checks
  // take and which may run at once.
  std::function<void(RunContext&, const std::vector<PlannedCheck>& checks)> prepare = {};
  std::vector<std::string> notes = {};                  // for the report and --plan
  std::shared_ptr<ConsumerRecord> consumers;            // gets every exchange on an edge
  std::function<void(const chaos::Exchange&)> observe;  // as well; may be empty
};

// Everything the system file declares that --only and --skip leave. Errors (usage): a pattern that selects nothing,
// nothing to do, what a
// verification asks for that its contract does not know. The system outlives the plan.
tl::expected<Plan, std::vector<contracts::Error>> make_plan(const System& system, const Routers& contracts,
                                                            const RunOptions& options);

// What --plan prints: edges, checks with their faults, blast radius and expected time.
std::string describe(const Plan& plan, const System& system);

// "squall run squall.yaml --seed 42 --only verify/orders", each word quoted for a shell where it must be.
std::string replay_command(const System& system, std::uint64_t seed, const std::string& check_id);

// "squall profile squall.yaml --edge orders-payments --pattern timeout --seed 42", of the check's id.
std::string profile_replay_command(const std::string& profile_command, std::uint64_t seed, const std::string& check_id);
std::string shell_word(const std::string& word);

}  // namespace squall::harness
