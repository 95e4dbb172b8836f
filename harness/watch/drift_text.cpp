#include "harness/watch/drift_text.h"

#include <algorithm>

#include "contracts/core/value.h"
#include "harness/check/finding_builder.h"
#include "reports/formats/utc.h"
#include "reports/model/names.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using contracts::Value;
using std::chrono::system_clock;

std::string at(chaos::Instant instant, system_clock::time_point origin) {
  const auto time = origin + std::chrono::duration_cast<system_clock::duration>(instant);
  return reports::utc_text(std::chrono::floor<std::chrono::milliseconds>(time));
}

Value to_value(const Drift& drift, system_clock::time_point origin) {
  const auto& finding = drift.finding;
  Value value{contracts::Object{}};
  value.set("kind", to_string(drift.side));
  value.set("edge", finding.edge);
  value.set("operation", finding.operation);
  if (!finding.operations.empty()) {
    contracts::Array operations;
    for (const auto& name : finding.operations) operations.push_back(name);
    value.set("operations", std::move(operations));
  }
  value.set("rule", finding.rule);
  value.set("severity", to_string(finding.severity));
  value.set("pointer", drift.place);
  value.set("message", finding.message);
  value.set("contract", contracts::to_string(finding.location));
  value.set("id", finding.id);
  value.set("count", finding.occurrences);
  value.set("first_seen", at(drift.first, origin));
  value.set("last_seen", at(drift.last, origin));
  if (!drift.trace_id.empty()) value.set("trace_id", drift.trace_id);
  value.set("example", drift.example);
  return value;
}

Value to_value(const std::array<std::uint64_t, kJudgings>& counts) {
  Value value{contracts::Object{}};
  for (std::size_t i = 0; i < kJudgings; ++i) {
    if (i == 0 || counts[i] > 0) value.set(to_string(static_cast<Judging>(i)), counts[i]);
  }
  return value;
}

// "118 requests judged; not judged: 2 broken off, 1 a tunnel"
std::string spoken(const std::array<std::uint64_t, kJudgings>& counts, std::string_view what) {
  std::string text = reports::counted(counts[0], what) + " judged";
  std::string not_judged;
  for (std::size_t i = 1; i < kJudgings; ++i) {
    if (counts[i] == 0) continue;
    not_judged += (not_judged.empty() ? "; not judged: " : ", ") + reports::grouped(counts[i]) + " " +
                  std::string(to_string(static_cast<Judging>(i)));
  }
  return text + not_judged;
}

std::vector<std::string> facts_of(const EdgeSeen& seen) {
  std::vector<std::string> facts = {spoken(seen.requests, "request"), spoken(seen.answers, "answer")};
  if (seen.passed_over > 0)
    facts.push_back("outside the share that is watched: " + reports::counted(seen.passed_over, "exchange"));
  return facts;
}

reports::Check check_of(const std::string& edge, const EdgeSeen& seen, const std::string& contract) {
  reports::Check check;
  check.id = "watch/" + edge;
  check.kind = reports::CheckKind::compatibility;
  check.title = "what crosses " + edge + " keeps " + contract;
  check.facts = facts_of(seen);
  if (seen.requests[0] == 0 || seen.answers[0] == 0) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = std::string("no ") + (seen.requests[0] == 0 ? "request" : "answer") + " could be judged";
  } else {
    check.outcome = reports::Outcome::passed;
  }
  return check;
}

void add(const Drift& drift, system_clock::time_point origin, reports::Check& check) {
  reports::Finding finding = drift.finding;
  finding.evidence.push_back({std::nullopt, "first seen " + at(drift.first, origin) + ", last " +
                                                at(drift.last, origin) +
                                                (drift.trace_id.empty() ? "" : ", trace " + drift.trace_id)});
  check.findings.push_back(std::move(finding));
}

}  // namespace

std::string drift_line(const Drift& drift) {
  const auto& finding = drift.finding;
  return "drift on " + finding.edge + ": " + std::string(to_string(drift.side)) + ", " + finding.rule + ": " +
         finding.message + " (" + contracts::to_string(finding.location) + "); " + drift.example;
}

std::string drift_event(const Drift& drift, system_clock::time_point origin) {
  Value event{contracts::Object{}};
  event.set("event", "drift");
  Value told = to_value(drift, origin);
  for (auto& [name, member] : told.members()) event.set(name, std::move(member));
  return contracts::to_json(event);
}

std::string drift_summary(const Watched& watched) {
  std::string text;
  for (const auto& [edge, seen] : watched.edges) {
    text += "watched " + edge;
    for (const auto& fact : facts_of(seen)) text += (fact == facts_of(seen).front() ? ": " : "; ") + fact;
    text += "\n";
  }
  if (watched.edges.empty()) text += "watched nothing yet\n";
  text += watched.drifts.empty() ? "no drift\n" : reports::counted(watched.drifts.size(), "cause") + " of drift:\n";
  for (const auto& drift : watched.drifts)
    text += "  " + reports::grouped(drift.finding.occurrences) + " x " + drift.finding.edge + ", " +
            drift.finding.rule + ": " + drift.finding.message + " (" + contracts::to_string(drift.finding.location) +
            ")\n";
  if (watched.left_out > 0) text += "  and " + reports::grouped(watched.left_out) + " of causes that found no room\n";
  return text;
}

std::string drift_json(const Watched& watched, const std::string& contract, system_clock::time_point origin) {
  Value edges{contracts::Object{}};
  for (const auto& [edge, seen] : watched.edges) {
    Value counts{contracts::Object{}};
    counts.set("requests", to_value(seen.requests));
    counts.set("answers", to_value(seen.answers));
    counts.set("passed_over", seen.passed_over);
    edges.set(edge, std::move(counts));
  }
  contracts::Array groups;
  for (const auto& drift : watched.drifts) groups.push_back(to_value(drift, origin));
  Value value{contracts::Object{}};
  value.set("contract", contract);
  value.set("edges", std::move(edges));
  value.set("groups", std::move(groups));
  value.set("left_out", watched.left_out);
  return contracts::to_json(value);
}

std::vector<reports::Check> drift_checks(const Watched& watched, const std::string& contract,
                                         system_clock::time_point origin) {
  std::vector<reports::Check> checks;
  for (const auto& [edge, seen] : watched.edges) {
    reports::Check check = check_of(edge, seen, contract);
    for (const auto& drift : watched.drifts) {
      if (drift.finding.edge == edge) add(drift, origin, check);
    }
    std::stable_sort(check.findings.begin(), check.findings.end(),
                     [](const auto& a, const auto& b) { return a.severity < b.severity; });
    if (has_error(check.findings)) {
      check.outcome = reports::Outcome::failed;
      check.reason.clear();
    }
    if (watched.left_out > 0)
      check.facts.push_back("departures whose cause found no room: " + reports::grouped(watched.left_out));
    checks.push_back(std::move(check));
  }
  if (checks.empty()) checks.push_back(check_of("proxy", {}, contract));
  return checks;
}

}  // namespace squall::harness
