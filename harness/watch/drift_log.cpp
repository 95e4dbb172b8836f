#include "harness/watch/drift_log.h"

#include <algorithm>
#include <chrono>

#include "chaos/faults/selection.h"
#include "harness/check/finding_builder.h"
#include "harness/check/recorded.h"
#include "harness/watch/example.h"

namespace squall::harness {
namespace {

double milliseconds(chaos::Duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

chaos::Instant seen_at(const chaos::Attempt& attempt, Side side) {
  const auto answered = attempt.last_byte.value_or(attempt.request_started);
  return side == Side::answer ? answered : attempt.request_started;
}

std::string subject_of(Side side, const std::string& operation, const chaos::Exchange& exchange) {
  return side == Side::answer ? operation + " answers " + std::to_string(exchange.response.status)
                              : operation + " is asked";
}

void note_operation(reports::Finding& finding, const std::string& operation) {
  auto& all = finding.operations;
  if (finding.operation == operation || all.size() >= DriftLog::kMostOperations) return;
  if (all.empty()) all.push_back(finding.operation);
  if (std::find(all.begin(), all.end(), operation) == all.end()) all.push_back(operation);
}

// As finding_of() has it, but the same for all operations that come to a place which they share.
std::string cause_of(const reports::Finding& finding, const contracts::Violation& violation) {
  if (!is_shared_place(violation.contract)) return finding.id;
  return finding_id(violation.rule, "", violation.contract, violation.keyword);
}

}  // namespace

const Drift* DriftLog::add(const Departure& departure, const std::string& operation, const chaos::Exchange& exchange) {
  const auto& attempt = exchange.attempt;
  const auto id = cause_of(finding_of(departure.violation, operation, ""), departure.violation);
  const std::string key = attempt.edge + '\n' + id;
  if (const auto known = known_.find(key); known != known_.end()) {
    Drift& drift = all_[known->second];
    note_operation(drift.finding, operation);
    if (departure.severity < drift.finding.severity) drift.finding.severity = departure.severity;
    // Many items of one list may be wrong for one cause.
    if (drift.attempt != attempt.id) ++drift.finding.occurrences;
    drift.attempt = attempt.id;
    drift.last = std::max(drift.last, seen_at(attempt, departure.side));
    return nullptr;
  }
  if (all_.size() >= kMostCauses) {
    ++left_out_;
    return nullptr;
  }
  known_.emplace(key, all_.size());
  all_.push_back(drift_of(departure, operation, exchange));
  all_.back().finding.id = id;
  return &all_.back();
}

Drift DriftLog::drift_of(const Departure& departure, const std::string& operation,
                         const chaos::Exchange& exchange) const {
  const auto& attempt = exchange.attempt;
  const bool of_answer = departure.side == Side::answer;
  const Masked shown = masked(exchange, departure.violation, places_);
  Drift drift;
  drift.side = departure.side;
  drift.finding = finding_of(shown.violation, operation, subject_of(departure.side, operation, exchange));
  drift.finding.severity = departure.severity;
  drift.finding.edge = attempt.edge;
  drift.finding.evidence = evidence_of(attempt, shown, of_answer);
  const auto* const host = exchange.request.headers.find("Host");
  const std::string address = "http://" + (host != nullptr ? *host : "localhost");
  reports::Exchange example;
  example.request = recorded(shown.request, address, kLongestBody);
  if (of_answer) example.response = recorded(shown.response, kLongestBody);
  example.started_ms = milliseconds(attempt.request_started);
  example.duration_ms = milliseconds(seen_at(attempt, Side::answer) - attempt.request_started);
  if (shown.request.body.size() <= kLongestBody) drift.finding.replay = replay_of(shown.request, address);
  drift.finding.exchanges.push_back(std::move(example));
  drift.place = departure.violation.where + departure.violation.pointer;
  for (const auto& line : drift.finding.evidence) drift.example += (drift.example.empty() ? "" : " ") + line.text;
  drift.trace_id = std::string(chaos::trace_id_of(exchange.request.headers.get("traceparent")));
  drift.attempt = attempt.id;
  drift.first = drift.last = seen_at(attempt, departure.side);
  return drift;
}

}  // namespace squall::harness
