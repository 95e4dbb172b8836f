#include "harness/graph/to_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "chaos/patterns/statistics.h"
#include "harness/check/finding_builder.h"
#include "harness/resilience/advice.h"
#include "harness/resilience/to_report.h"

namespace squall::harness {
namespace {

reports::Finding finding_of(const GraphViolation& violation, const System& system) {
  reports::Finding finding;
  finding.id = finding_id(violation.rule, violation.operation, {}, violation.edge);
  finding.rule = violation.rule;
  finding.severity = reports::Severity::warning;
  finding.message = violation.message;
  finding.edge = violation.edge;
  finding.operation = violation.operation;
  if (const EdgeSpec* edge = system.edge(violation.edge)) finding.location = edge->location;
  finding.evidence = report_lines(violation.evidence);
  finding.suggestion = advice_for(violation.rule);
  finding.timeline = violation.timeline;
  return finding;
}

}  // namespace

void add_graph(const GraphAssessment& found, const RunContext& context,
               const std::function<std::string(const std::vector<std::string>& edges)>& replay, reports::Check& check) {
  check.outcome = found.entries.empty() ? reports::Outcome::inconclusive : reports::Outcome::passed;
  if (found.entries.empty()) check.reason = found.notes.empty() ? "there is no entry operation" : found.notes.front();
  for (const reports::EntryOperation& entry : found.entries) {
    std::string fact = fmt::format("{} {}: {}; {}", entry.service, entry.operation, entry.worst, entry.amplified);
    if (!entry.single_points.empty())
      fact += fmt::format("; fails when one of these does: {}", fmt::join(entry.single_points, ", "));
    check.facts.push_back(std::move(fact));
  }
  for (const std::string& note : found.notes) check.facts.push_back(note);
  FindingSet findings;
  for (const GraphViolation& violation : found.violations) {
    reports::Finding finding = finding_of(violation, context.system);
    finding.replay.command = replay(violation.edges);
    findings.add(std::move(finding));
  }
  check.findings = findings.take();
}

}  // namespace squall::harness
