#include "harness/verify/phase_finding.h"

namespace squall::harness {

reports::Finding phase_finding(std::string rule, reports::Severity severity,
                               const contracts::openapi::Operation& operation, const std::string& what) {
  reports::Finding finding;
  finding.rule = std::move(rule);
  finding.severity = severity;
  finding.operation = operation.name();
  finding.location = operation.location;
  finding.message = finding.operation + " " + what;
  return finding;
}

}  // namespace squall::harness
