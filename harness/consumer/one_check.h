#pragma once
// The checks of a consumer verification as one: what the command, the requests and every variation came to.

#include <string>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::harness {

// Into `whole`: all findings, a fact for each part ("variation/absent: passed"), the parts' own facts below it where
// they tell of requests, and the worst outcome with its reason: failed, errored, inconclusive, passed. What was skipped
// counts for nothing; where nothing else is, it is inconclusive.
void add_parts(std::vector<reports::Check> parts, reports::Check& whole);

}  // namespace squall::harness
