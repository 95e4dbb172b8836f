#pragma once
// One exchange as the example of a finding.

#include <string>
#include <vector>

#include "harness/watch/masked.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// "GET /orders/7 answered 200 {...}", in two lines; bodies cut. The answer only where it is what is told.
std::vector<reports::EvidenceLine> evidence_of(const chaos::Attempt& attempt, const Masked& example, bool with_answer);
// curl, sent to `address`.
reports::Replay replay_of(const contracts::http::Request& request, const std::string& address);

}  // namespace squall::harness
