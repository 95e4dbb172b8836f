#pragma once
// The parts of a run's report that are known before anything happens.

#include "harness/run/run.h"

namespace squall::harness {

reports::RunReport report_head(const RunParts& parts);

}  // namespace squall::harness
