#pragma once
// A report cut to what can be shown: every format for people begins with it.

#include <cstddef>

#include "reports/model/run_report.h"

namespace squall::reports {

struct Bounds {
  std::size_t text = 2000;     // bytes of any one text
  std::size_t findings = 100;  // of the whole report, errors first
  std::size_t evidence = 20;   // lines of a finding or pattern
  std::size_t rows = 500;      // checks, edges, coverage rows ... each
};

struct Presentable {
  RunReport report;  // every text tidy (text.h) and within the bounds
  std::size_t findings_left_out = 0;
};

Presentable presentable(const RunReport& report, const Bounds& bounds);

}  // namespace squall::reports
