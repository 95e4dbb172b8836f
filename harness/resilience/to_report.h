#pragma once
// A pattern's run as a report shows it: Check, PatternResult, Findings.

#include "harness/check/check.h"
#include "harness/resilience/drift.h"
#include "harness/resilience/measure.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct PatternPlace {
  std::string check_id;  // "resilience/orders-payments/timeout"
  const chaos::PatternDescriptor* pattern = nullptr;
  const EdgeSpec* edge = nullptr;
  contracts::Location location;  // of the expectation, or of the edge's section
  bool expected = false;         // an expectation stands in the system file
  std::string replay;            // the command that measures it again
};

std::vector<reports::EvidenceLine> report_lines(const std::vector<chaos::EvidenceLine>& lines);
reports::PatternResult to_pattern_result(const PatternRun& run, const PatternPlace& place);
// PatternDrift from a baseline as findings; what is gone or changed fails the check, what cannot be measured any more
// leaves it inconclusive.
void add_drift(const std::vector<PatternDrift>& drifts, const PatternRun& run, const PatternPlace& place,
               reports::Check& check);
// A measurement without an expectation passes, with its observations as warnings; without proof it is inconclusive.
reports::Check to_check(const PatternRun& run, const PatternPlace& place);

}  // namespace squall::harness
