#pragma once
// Run reports to render: what the tests of every format share.

#include <string>
#include <string_view>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::tests {

// A run of a small shop with something of everything: passed, failed, inconclusive, errored and skipped checks,
// profiles, a series with fault windows, coverage, findings with evidence.
reports::RunReport stormy_report();
// The same shop, all well.
reports::RunReport calm_report();
// Nothing was checked.
reports::RunReport empty_report();
// Markup, terminal escapes, control characters and broken UTF-8 in every text.
reports::RunReport hostile_report();
// 10,000 findings, one of them with a message of 1 MB.
reports::RunReport huge_report();

struct Sample {
  std::string_view name;
  reports::RunReport (*make)();
};
const std::vector<Sample>& samples();

}  // namespace squall::tests
