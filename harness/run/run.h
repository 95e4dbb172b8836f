#pragma once
// A run: everything comes up, the checks run one after another, everything is torn down, and what was found is a
// report.

#include <stop_token>

#include "harness/run/plan.h"
#include "harness/session/launcher.h"
#include "reports/model/run_event.h"

namespace squall::harness {

struct RunParts {
  const System& system;
  const Routers& contracts;
  const Plan& plan;
  const RunOptions& options;
  Launcher& launcher;
  const reports::EventSink& events;
  std::stop_token stop;  // Ctrl-C: the check under way ends soon, the rest is skipped, teardown is complete
};

// Always gives a report, redacted; its exit code does not know of signals. Returns after teardown: no process, no port
// and no thread is left.
reports::RunReport run(const RunParts& parts);

}  // namespace squall::harness
