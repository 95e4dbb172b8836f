#include "harness/resilience/to_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/statistics.h"
#include "harness/check/finding_builder.h"
#include "harness/resilience/advice.h"
#include "harness/resilience/phase_timeline.h"

namespace squall::harness {
namespace {

using chaos::Presence;
using chaos::Verdict;

reports::Presence to_presence(Presence presence) {
  switch (presence) {
    case Presence::yes:
      return reports::Presence::yes;
    case Presence::no:
      return reports::Presence::no;
    case Presence::unknown:
      break;
  }
  return reports::Presence::unknown;
}

reports::Expectation to_expectation(const PatternRun& run, const PatternPlace& place) {
  if (!place.expected) return reports::Expectation::none;
  switch (run.judgement.verdict) {
    case Verdict::holds:
      return reports::Expectation::holds;
    case Verdict::broken:
      return reports::Expectation::broken;
    case Verdict::inconclusive:
      break;
  }
  return reports::Expectation::inconclusive;
}

std::string summary_of(const chaos::Measurement& m) {
  return !m.summary.empty() ? m.summary : m.why_unknown.empty() ? "not measured" : "not measured: " + m.why_unknown;
}

reports::Finding finding(const PatternPlace& place, const std::string& rule, const std::string& message,
                         const std::string& operation, const std::vector<chaos::EvidenceLine>& evidence) {
  reports::Finding found;
  found.id = finding_id(rule, operation, {}, place.edge->as_written());
  found.rule = rule;
  found.message = message;
  found.edge = place.edge->as_written();
  found.operation = operation;
  found.location = place.location;
  found.evidence = report_lines(evidence);
  found.suggestion = advice_for(rule);
  found.replay.command = place.replay;
  return found;
}

void add_findings(const PatternRun& run, const PatternPlace& place, reports::Check& check) {
  const chaos::Measurement& m = run.measurement;
  FindingSet findings;
  const bool broken = place.expected && run.judgement.verdict == Verdict::broken;
  if (broken) {
    reports::Finding main = finding(place, run.judgement.rule, run.judgement.message, m.operation, m.evidence);
    main.occurrences = run.measurements;
    findings.add(std::move(main));
  }
  for (const chaos::Observation& observation : m.observations) {
    if (broken && observation.rule == run.judgement.rule && observation.operation == m.operation) continue;
    reports::Finding seen =
        finding(place, observation.rule, observation.message, observation.operation, observation.evidence);
    // A broken pattern's further departures are departures; what else was seen by the way is advice.
    const bool own = broken && observation.rule.substr(0, observation.rule.rfind('.')) ==
                                   run.judgement.rule.substr(0, run.judgement.rule.rfind('.'));
    seen.severity = own ? reports::Severity::error : reports::Severity::warning;
    findings.add(std::move(seen));
  }
  check.findings = findings.take();
}

}  // namespace

std::vector<reports::EvidenceLine> report_lines(const std::vector<chaos::EvidenceLine>& lines) {
  std::vector<reports::EvidenceLine> result;
  for (const chaos::EvidenceLine& line : lines) {
    reports::EvidenceLine to;
    if (line.at) to.at_ms = chaos::to_ms(*line.at);
    to.text = line.text;
    result.push_back(std::move(to));
  }
  return result;
}

reports::PatternResult to_pattern_result(const PatternRun& run, const PatternPlace& place) {
  const chaos::Measurement& m = run.measurement;
  reports::PatternResult result;
  result.pattern = place.pattern->name;
  result.present = m.injected ? to_presence(m.present) : reports::Presence::unknown;
  for (const chaos::Quantity& quantity : m.quantities) {
    reports::Measured measured;
    measured.name = quantity.name;
    measured.median = quantity.median;
    measured.min = quantity.min;
    measured.max = quantity.max;
    measured.unit = quantity.unit;
    measured.samples = quantity.samples;
    result.measured.push_back(std::move(measured));
  }
  result.expectation = to_expectation(run, place);
  result.summary = summary_of(m);
  for (const std::string& label : m.labels) {
    if (result.summary.find(label) == std::string::npos) result.summary += "; " + label;
  }
  result.evidence = report_lines(m.evidence);
  result.confounders = m.confounders;
  result.replay = place.replay;
  result.timeline = measured_timeline(run.records);
  return result;
}

reports::Check to_check(const PatternRun& run, const PatternPlace& place) {
  const chaos::Measurement& m = run.measurement;
  reports::Check check;
  check.id = place.check_id;
  check.kind = reports::CheckKind::resilience;
  check.title = fmt::format("{} of {}", place.pattern->title, place.edge->as_written());
  check.facts.push_back(summary_of(m));
  for (const std::string& confounder : m.confounders) check.facts.push_back("not excluded: " + confounder);
  if (run.stopped) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "the run was stopped before the measurement ended";
    return check;
  }
  if (!place.expected) {
    check.outcome = m.injected ? reports::Outcome::passed : reports::Outcome::inconclusive;
    if (!m.injected) check.reason = m.why_unknown;
  } else if (run.judgement.verdict == Verdict::inconclusive) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = run.judgement.message;
  } else {
    check.outcome = run.judgement.verdict == Verdict::holds ? reports::Outcome::passed : reports::Outcome::failed;
  }
  add_findings(run, place, check);
  return check;
}

void add_drift(const std::vector<PatternDrift>& drifts, const PatternRun& run, const PatternPlace& place,
               reports::Check& check) {
  for (const PatternDrift& drift : drifts) {
    if (drift.kind == PatternDrift::Kind::unknown) {
      if (check.outcome == reports::Outcome::passed) check.outcome = reports::Outcome::inconclusive;
      check.reason = drift.text;
      continue;
    }
    const std::string rule = drift.kind == PatternDrift::Kind::gone    ? "resilience.drift.gone"
                             : drift.kind == PatternDrift::Kind::grown ? "resilience.drift.new"
                                                                       : "resilience.drift.changed";
    reports::Finding found = finding(place, rule, drift.text, run.measurement.operation, run.measurement.evidence);
    found.id = finding_id(rule, run.measurement.operation, {}, place.check_id + "/" + drift.parameter);
    found.occurrences = run.measurements;
    if (drift.kind == PatternDrift::Kind::grown) {
      found.severity = reports::Severity::info;
    } else {
      check.outcome = reports::Outcome::failed;
    }
    check.findings.push_back(std::move(found));
  }
}

}  // namespace squall::harness
