#include "harness/consumer/plan.h"

#include "harness/check/finding_builder.h"

namespace squall::harness {
namespace {

std::string counted(std::uint64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// Where a check looks, in words.
struct Place {
  std::string name;  // of the edge, or of the stub's service
  std::string from, to;
  std::string untouched;  // why nothing was judged, and what to do
  reports::Outcome when_untouched = reports::Outcome::inconclusive;
};

reports::Check judge(const PlannedCheck& planned, const Place& place, ConsumerRecord& record,
                     const RunContext& context) {
  reports::Check check;
  check.id = planned.id;
  check.kind = planned.kind;
  check.title = planned.title;
  ConsumerRecord::Seen seen = record.take(place.name);
  if (seen.requests == 0) {
    check.outcome = place.when_untouched;
    check.reason = place.untouched;
    return check;
  }
  check.facts.push_back(counted(seen.requests, "request") + " of " + place.from + " judged, " +
                        counted(seen.answers, "answer") + " of " + place.to + " judged");
  for (const auto& [operation, count] : seen.operations)
    check.facts.push_back(operation + ": " + std::to_string(count));
  check.findings = std::move(seen.findings);
  for (auto& finding : check.findings) {
    if (context.replay) finding.replay.command = context.replay(check.id);
  }
  check.outcome = has_error(check.findings) ? reports::Outcome::failed : reports::Outcome::passed;
  return check;
}

PlannedCheck planned_for(const Place& place, const std::shared_ptr<ConsumerRecord>& record) {
  PlannedCheck check;
  check.id = "consumer/" + place.name;
  check.kind = reports::CheckKind::consumer;
  check.title = place.from + " calls " + place.to + " as its contract says";
  check.blast_radius = "none: it judges what the other checks bring about";
  check.run = [check, place, record](RunContext& context) { return judge(check, place, *record, context); };
  return check;
}

}  // namespace

std::vector<PlannedCheck> plan_consumers(const System& system, std::shared_ptr<ConsumerRecord> record) {
  std::vector<PlannedCheck> checks;
  if (system.resilience.empty() && system.experiments.empty()) return checks;
  for (const EdgeSpec& edge : system.edges) {
    if (!record->judges(edge.name)) continue;
    checks.push_back(
        planned_for({edge.name, edge.from, edge.to,
                     "no request crossed edge " + edge.name + "; have a stimulus or load that makes " + edge.from +
                         " call " + edge.to + ", and start " + edge.from + " with the edge's url"},
                    record));
  }
  for (const ServiceSpec& service : system.services) {
    if (!service.stub || !record->judges(service.name)) continue;
    checks.push_back(planned_for(
        {service.name, "a consumer", service.name,
         "no request reached the stub of " + service.name + "; have a stimulus or load that makes a service call it",
         // Nothing in the system file says that somebody calls it.
         reports::Outcome::skipped},
        record));
  }
  return checks;
}

}  // namespace squall::harness
