#pragma once
// Every field of the report's values with its published name, stated once. Writing, reading, redacting and tidying are
// visitors: `io(name, member)` is called for each field, in the order in which it is written.

#include <concepts>
#include <type_traits>

#include "reports/model/run_report.h"

namespace squall::reports {

template <class T, class Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

void fields(auto& io, Is<Location> auto& v) {
  io("file", v.file), io("line", v.line), io("column", v.column), io("pointer", v.pointer);
}
void fields(auto& io, Is<Replay> auto& v) {
  io("command", v.command), io("curl", v.curl);
}
void fields(auto& io, Is<EvidenceLine> auto& v) {
  io("at_ms", v.at_ms), io("text", v.text);
}
void fields(auto& io, Is<HeaderLine> auto& v) {
  io("name", v.name), io("value", v.value);
}
void fields(auto& io, Is<ExchangeRequest> auto& v) {
  io("method", v.method), io("url", v.url), io("headers", v.headers);
  io("body", v.body), io("body_encoding", v.body_encoding), io("truncated", v.truncated);
}
void fields(auto& io, Is<ExchangeResponse> auto& v) {
  io("status", v.status), io("headers", v.headers);
  io("body", v.body), io("body_encoding", v.body_encoding), io("truncated", v.truncated), io("error", v.error);
}
void fields(auto& io, Is<Exchange> auto& v) {
  io("started_ms", v.started_ms), io("duration_ms", v.duration_ms);
  io("request", v.request), io("response", v.response);
}
void fields(auto& io, Is<FaultSpan> auto& v) {
  io("edge", v.edge), io("kind", v.kind), io("text", v.text);
  io("from_ms", v.from_ms), io("to_ms", v.to_ms), io("applied", v.applied), io("received", v.received);
}
void fields(auto& io, Is<TimelineSpan> auto& v) {
  io("from_ms", v.from_ms), io("to_ms", v.to_ms), io("end", v.end), io("struck", v.struck), io("text", v.text);
}
void fields(auto& io, Is<TimelineLane> auto& v) {
  io("name", v.name), io("outside", v.outside), io("spans", v.spans), io("left_out", v.left_out);
}
void fields(auto& io, Is<PhaseTimeline> auto& v) {
  io("name", v.name), io("from_ms", v.from_ms), io("to_ms", v.to_ms), io("lanes", v.lanes), io("faults", v.faults);
}
void fields(auto& io, Is<MeasuredTimeline> auto& v) {
  io("phases", v.phases), io("left_out", v.left_out);
}
void fields(auto& io, Is<Finding> auto& v) {
  io("id", v.id), io("rule", v.rule), io("severity", v.severity), io("message", v.message);
  io("edge", v.edge), io("operation", v.operation), io("operations", v.operations);
  io("location", v.location), io("evidence", v.evidence);
  io("occurrences", v.occurrences), io("suggestion", v.suggestion), io("replay", v.replay);
  io("exchanges", v.exchanges), io("timeline", v.timeline);
  io("ignored", v.ignored);
}
void fields(auto& io, Is<Measured> auto& v) {
  io("name", v.name), io("median", v.median), io("min", v.min), io("max", v.max);
  io("unit", v.unit), io("samples", v.samples);
}
void fields(auto& io, Is<PatternResult> auto& v) {
  io("pattern", v.pattern), io("present", v.present), io("measured", v.measured), io("expectation", v.expectation);
  io("summary", v.summary), io("evidence", v.evidence), io("confounders", v.confounders), io("replay", v.replay);
  io("timeline", v.timeline);
}
void fields(auto& io, Is<EdgeProfile> auto& v) {
  io("edge", v.edge), io("from", v.from), io("to", v.to), io("patterns", v.patterns);
}
void fields(auto& io, Is<GraphCall> auto& v) {
  io("depth", v.depth), io("edge", v.edge), io("from", v.from), io("to", v.to), io("operation", v.operation);
  io("timeout_ms", v.timeout_ms), io("attempts", v.attempts), io("worst_ms", v.worst_ms);
}
void fields(auto& io, Is<EntryOperation> auto& v) {
  io("service", v.service), io("operation", v.operation);
  io("worst_ms", v.worst_ms), io("worst", v.worst);
  io("amplification", v.amplification), io("amplified", v.amplified);
  io("single_points", v.single_points), io("calls", v.calls);
}
void fields(auto& io, Is<Bucket> auto& v) {
  io("at_ms", v.at_ms), io("calls", v.calls), io("errors", v.errors), io("p50_ms", v.p50_ms), io("p99_ms", v.p99_ms);
}
void fields(auto& io, Is<Series> auto& v) {
  io("name", v.name), io("bucket_ms", v.bucket_ms), io("buckets", v.buckets), io("faults", v.faults);
}
void fields(auto& io, Is<Check> auto& v) {
  io("id", v.id), io("kind", v.kind), io("title", v.title), io("outcome", v.outcome), io("reason", v.reason);
  io("duration_ms", v.duration_ms), io("facts", v.facts), io("findings", v.findings);
}
void fields(auto& io, Is<BranchCoverage> auto& v) {
  io("seen", v.seen), io("total", v.total), io("unseen", v.unseen);
}
void fields(auto& io, Is<OperationCoverage> auto& v) {
  io("service", v.service), io("operation", v.operation), io("requests", v.requests), io("successes", v.successes);
  io("responses", v.responses), io("parameters", v.parameters);
  io("request_media", v.request_media), io("response_media", v.response_media);
  io("request_branches", v.request_branches), io("response_branches", v.response_branches);
}
void fields(auto& io, Is<ServiceNode> auto& v) {
  io("name", v.name), io("mode", v.mode), io("contract", v.contract);
}
void fields(auto& io, Is<EdgeNode> auto& v) {
  io("name", v.name), io("from", v.from), io("to", v.to), io("protocol", v.protocol);
}

// A run report is written in sections; a visitor that needs no sections ignores their names.
void run_fields(auto& io, Is<RunReport> auto& v) {
  io("id", v.id), io("name", v.name), io("seed", v.seed), io("started_at", v.started_at);
  io("duration_ms", v.duration_ms), io("outcome", v.outcome), io("exit_code", v.exit_code);
}
void system_fields(auto& io, Is<RunReport> auto& v) {
  io("services", v.services), io("edges", v.edges);
}
void body_fields(auto& io, Is<RunReport> auto& v) {
  io("checks", v.checks), io("profiles", v.profiles), io("graph", v.graph), io("coverage", v.coverage);
  io("timeline", v.timeline), io("notes", v.notes);
}

}  // namespace squall::reports
