#pragma once
// What `run` and `profile` share: load, plan, run, deliver.

#include <memory>
#include <string>

#include "harness/cli/ignore_options.h"
#include "harness/cli/report_options.h"
#include "harness/run/options.h"

namespace squall::harness {

struct RunCommand {
  std::string file = "squall.yaml";
  RunOptions run;
  bool plan_only = false;
  bool allow_remote = false;
  std::shared_ptr<IgnoreOptions> ignore = std::make_shared<IgnoreOptions>();
  std::shared_ptr<ReportOptions> reports;
};

ExitCode perform(const RunCommand& command, Invocation& invocation);
// The same on a system that was not read from a file.
ExitCode perform(const RunCommand& command, const System& system, Invocation& invocation);

}  // namespace squall::harness
