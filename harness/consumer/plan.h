#pragma once
// Consumer verification: one check `consumer/<edge>` for each http edge whose provider has a contract, and
// `consumer/<service>` for each stub that neither an edge leads to nor Squall itself calls.

#include <memory>
#include <vector>

#include "harness/check/check.h"
#include "harness/consumer/consumer_record.h"

namespace squall::harness {

// The checks judge what the record has seen when they run, so they run last. Without anything in the system that sends
// traffic (resilience, experiments) there are none.
std::vector<PlannedCheck> plan_consumers(const System& system, std::shared_ptr<ConsumerRecord> record);

}  // namespace squall::harness
