#pragma once
// Storm: the middle of an experiment: load and faults together, watched. Internal to this room.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/check.h"
#include "harness/experiment/answers.h"
#include "harness/experiment/fault_schedule.h"
#include "harness/traffic/load.h"

namespace squall::harness {

struct StormRecord {
  chaos::Instant from{}, to{};
  LoadResult load;
  std::vector<FaultSchedule::Course> courses;  // in the order of the experiment's faults
  std::optional<std::string> aborted;          // why abort_when stopped it
  std::uint64_t steady_probes = 0;             // while a fault was on
  std::uint64_t steady_held = 0;
  std::string first_unsteady;  // what the first probe saw that did not hold
};

struct StormParts {
  const ExperimentSpec& spec;
  const std::string& check_id;
  RunContext& context;
  AnswerJudge& judge;
  std::uint64_t seed;
};

// Returns when the load is over and every fault is off. abort_when and the run's stop token end both within moments.
StormRecord blow(const StormParts& parts);

// How long load and faults last.
Duration length_of(const ExperimentSpec& spec);

}  // namespace squall::harness
