#pragma once
// The summary a person reads in ten seconds.

#include <cstddef>
#include <string>

#include "reports/model/run_report.h"

namespace squall::reports {

struct ConsoleOptions {
  bool colour = false;
  std::size_t columns = 100;  // messages are wrapped at it; at least 60 are used
  std::size_t findings = 20;  // more are counted, not shown
  std::size_t evidence = 6;   // lines of each
  bool facts = false;         // all that each check saw, not only the first
};

// Verdict first, then findings, checks, resilience, coverage, notes. Ends with a line feed. Texts cannot move the
// cursor.
std::string render_console(const RunReport& report, const ConsoleOptions& options);

}  // namespace squall::reports
