#pragma once
// A finding that a phase makes by itself, from more than one answer.

#include <string>

#include "contracts/openapi/contract.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// `what` goes on after the operation's name: "still finds what DELETE /orders/{id} deleted".
reports::Finding phase_finding(std::string rule, reports::Severity severity,
                               const contracts::openapi::Operation& operation, const std::string& what);

}  // namespace squall::harness
