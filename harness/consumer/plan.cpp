#include "harness/consumer/plan.h"

namespace squall::harness {
namespace {

std::string counted(std::uint64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

reports::Check judge(const PlannedCheck& planned, const EdgeSpec& edge, ConsumerRecord& record,
                     const RunContext& context) {
  reports::Check check;
  check.id = planned.id;
  check.kind = planned.kind;
  check.title = planned.title;
  ConsumerRecord::Seen seen = record.take(edge.name);
  if (seen.requests == 0) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "no request crossed edge " + edge.name + "; have a stimulus or load that makes " + edge.from +
                   " call " + edge.to + ", and start " + edge.from + " with the edge's url";
    return check;
  }
  check.facts.push_back(counted(seen.requests, "request") + " of " + edge.from + " judged, " +
                        counted(seen.answers, "answer") + " of " + edge.to + " judged");
  for (const auto& [operation, count] : seen.operations)
    check.facts.push_back(operation + ": " + std::to_string(count));
  check.findings = std::move(seen.findings);
  for (auto& finding : check.findings) {
    if (context.replay) finding.replay.command = context.replay(check.id);
  }
  check.outcome = check.findings.empty() ? reports::Outcome::passed : reports::Outcome::failed;
  return check;
}

}  // namespace

std::vector<PlannedCheck> plan_consumers(const System& system, std::shared_ptr<ConsumerRecord> record) {
  std::vector<PlannedCheck> checks;
  if (system.resilience.empty() && system.experiments.empty()) return checks;
  for (const EdgeSpec& edge : system.edges) {
    if (!record->judges(edge.name)) continue;
    PlannedCheck check;
    check.id = "consumer/" + edge.name;
    check.kind = reports::CheckKind::consumer;
    check.title = edge.from + " calls " + edge.to + " as its contract says";
    check.blast_radius = "none: it judges what the other checks made cross the edge";
    check.run = [check, &edge, record](RunContext& context) { return judge(check, edge, *record, context); };
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace squall::harness
