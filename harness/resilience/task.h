#pragma once
// One pattern to be measured on one edge, and how it is done.

#include <memory>
#include <string>
#include <vector>

#include "harness/check/check.h"
#include "harness/resilience/first_look.h"
#include "harness/resilience/plan.h"

namespace squall::harness {

// What the checks of one edge share. They never run at once.
struct EdgeHistory {
  ResilienceSpec spec;
  std::vector<std::string> edges;            // the edge, or each of its replicas
  std::optional<EdgeLook> look;              // taken before the first measurement
  std::vector<chaos::PhaseRecord> records;   // what was seen before on it
  std::vector<chaos::Measurement> measured;  // one for each pattern, in the order in which they were measured
};

struct PatternTask {
  std::shared_ptr<EdgeHistory> history;
  const chaos::PatternDescriptor* pattern = nullptr;
  const contracts::Value* expectation = nullptr;  // in history->spec; nullptr: nothing is said of it
  bool judged = false;                            // false: measured only; the expectation says with which requests
  std::string check_id;
  contracts::Location location;
  ResilienceOptions options;
};

const contracts::Value* expectation_of(const ResilienceSpec& spec, std::string_view pattern);

reports::Check run_task(const PatternTask& task, RunContext& context);
// How long that will take, as far as is known: better after a first look at the edge.
Duration forecast(const PatternTask& task);
// Does it send so much at once that it would disturb whatever else is measured?
bool sends_many(std::string_view pattern);

}  // namespace squall::harness
