#pragma once
// --report and --report-dir, for every command that ends in a report.

#include <memory>
#include <string>
#include <vector>

#include "harness/cli/command.h"
#include "reports/model/run_event.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct ReportOptions {
  std::vector<std::string> reports;  // FORMAT=FILE
  std::string directory;
  bool facts = false;  // the summary has everything that each check saw
};

std::shared_ptr<ReportOptions> declare_report_options(CLI::App& app);
// Before anything runs: are the formats known? Prints what is wrong.
ExitCode check_report_options(const ReportOptions& options, Invocation& invocation);
// The summary to standard output, the files; a file that cannot be written is an error (3) that does not hide a
// failure. Returns the report's exit code, or what is worse.
ExitCode deliver(const reports::RunReport& report, const ReportOptions& options, Invocation& invocation);
// Live progress on standard error: a line that changes on a terminal, plain lines elsewhere.
reports::EventSink progress_to(Invocation& invocation);

}  // namespace squall::harness
