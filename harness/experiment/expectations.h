#pragma once
// What an experiment expects, held against what its load showed. Pure.

#include <vector>

#include "chaos/timeline/records.h"
#include "harness/experiment/load_figures.h"
#include "harness/system/system_file.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// One finding for each expectation that is broken: experiment.success, experiment.p50, .p95, .p99. `attempts` are those
// on the edges with faults, for evidence.
std::vector<reports::Finding> judge_expectations(const ExperimentSpec& spec, const LoadFigures& figures,
                                                 const std::vector<chaos::Call>& calls,
                                                 const std::vector<chaos::Attempt>& attempts);

}  // namespace squall::harness
