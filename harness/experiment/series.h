#pragma once
// Calls and fault windows as a report's plot wants them. Pure.

#include <string>
#include <vector>

#include "chaos/timeline/records.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Buckets of equal width from `from`, by when each call was due; the width is a round number that gives about 60 of
// them.
reports::Series series_of(const std::string& name, const std::vector<chaos::Call>& calls, chaos::Instant from,
                          chaos::Duration length);
double milliseconds(chaos::Instant at);

}  // namespace squall::harness
