#pragma once
// Timeline slices in words: what a person needs to see to believe a measurement.

#include <cstddef>
#include <string>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

// "edge: POST /charges [fault: wait 1.2s] -> given up by the consumer after 301 ms"; `where` begins it.
EvidenceLine line_of(const Attempt& attempt, const std::string& where = "edge");
EvidenceLine line_of(const Call& call);  // "stimulus POST /orders: 503 after 312 ms"
// The call and its attempts, in order, at most `limit` lines (then a line says how many more there were).
std::vector<EvidenceLine> lines_of(const LogicalCall& call, std::size_t limit = 10);
std::string outcome_of(const Call& call);  // "503 after 312 ms", "no answer within 5 s"

}  // namespace squall::chaos
