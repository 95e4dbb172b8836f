#pragma once
// A run report that was recorded earlier, from its JSON file.

#include <string>

#include "contracts/core/result.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Errors: usage when the file cannot be read, malformed when it is no run report.
contracts::Result<reports::RunReport> read_run_report(const std::string& path);

}  // namespace squall::harness
