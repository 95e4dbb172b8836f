#pragma once
// RunReport: what one run found, as plain values. Every output format is rendered from it; nothing else.
// Times are milliseconds from the run's start unless the name says otherwise.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/error.h"

namespace squall::reports {

using contracts::Location;

enum class Outcome { passed, failed, inconclusive, errored, skipped };
enum class Severity { error, warning, info };
enum class CheckKind { provider, consumer, compatibility, resilience, experiment };
enum class Presence { yes, no, unknown };
enum class Expectation { holds, broken, inconclusive, none };
enum class BodyEncoding { text, base64 };
enum class SpanEnd { answered, failed, given_up, broken_off, open };  // open: when it was last looked at

struct Replay {
  std::string command;  // "squall run squall.yaml --seed 42 --only orders-payments/timeout"; secrets as ${env.NAME}
  std::string curl;     // the one request, when one shows it; else ""
  bool operator==(const Replay&) const = default;
};

struct EvidenceLine {  // one line of a timeline slice or of a message
  std::optional<double> at_ms;
  std::string text;
  bool operator==(const EvidenceLine&) const = default;
};

struct HeaderLine {
  std::string name, value;
  bool operator==(const HeaderLine&) const = default;
};

// One message of an exchange. A body is kept as it was on the wire when it is UTF-8, else in base64 (RFC 4648, section
// 4), in both forms up to max_exchange_body bytes of text.
struct ExchangeRequest {
  std::string method;
  std::string url;  // absolute
  std::vector<HeaderLine> headers = {};
  std::string body;
  BodyEncoding body_encoding = BodyEncoding::text;
  bool truncated = false;  // the body was longer
  bool operator==(const ExchangeRequest&) const = default;
};
struct ExchangeResponse {
  std::uint32_t status = 0;  // 0: there was no answer
  std::vector<HeaderLine> headers = {};
  std::string body;
  BodyEncoding body_encoding = BodyEncoding::text;
  bool truncated = false;  // the body was longer
  std::string error;       // why there was no answer, or why it broke off
  bool operator==(const ExchangeResponse&) const = default;
};
inline constexpr std::size_t max_exchange_body = 64u * 1024;

struct Exchange {
  ExchangeRequest request;
  ExchangeResponse response;
  double started_ms = 0, duration_ms = 0;
  bool operator==(const Exchange&) const = default;
};

struct FaultSpan {
  std::string edge, kind, text;  // "latency 800ms +- 200ms, 30%"
  double from_ms = 0, to_ms = 0;
  std::uint64_t applied = 0;  // proof: how often a step was executed
  // What the consumer got then, by the provider's contract: "legal", "illegal", "transport" (no whole HTTP answer) ->
  // times. What nobody can tell is not counted.
  std::map<std::string, std::uint64_t> received = {};
  bool operator==(const FaultSpan&) const = default;
};

// One attempt on an edge, or one call from outside.
struct TimelineSpan {
  double from_ms = 0;
  std::optional<double> to_ms;  // absent: open when the phase ended
  SpanEnd end = SpanEnd::answered;
  bool struck = false;  // a fault's step was executed on it
  std::string text;     // "POST /charges: 503"
  bool operator==(const TimelineSpan&) const = default;
};
struct TimelineLane {
  std::string name;      // "outside", or the edge
  bool outside = false;  // calls from outside
  std::vector<TimelineSpan> spans;
  std::uint64_t left_out = 0;  // those that would be too many
  bool operator==(const TimelineLane&) const = default;
};
// A stretch of a measurement: what was sent, and what happened on the edges meanwhile.
struct PhaseTimeline {
  std::string name;  // "hold", "503"
  double from_ms = 0, to_ms = 0;
  std::vector<TimelineLane> lanes;
  std::vector<FaultSpan> faults;
  bool operator==(const PhaseTimeline&) const = default;
};
struct MeasuredTimeline {
  std::vector<PhaseTimeline> phases;  // those that show most
  std::uint64_t left_out = 0;         // other phases under a fault
  bool operator==(const MeasuredTimeline&) const = default;
};

struct Finding {
  std::string id;    // stable for the same cause: a hash of rule, place and operation
  std::string rule;  // "resilience.timeout.missing", "response.status.undeclared"
  Severity severity = Severity::error;
  std::string message;                  // one sentence a person understands
  std::string edge;                     // when it is about an edge
  std::string operation;                // "POST /orders", when it is about one
  std::vector<std::string> operations;  // all of them, `operation` first, when one cause shows at several; else empty
  Location location;                    // in the contract or system file
  std::vector<EvidenceLine> evidence;
  std::uint64_t occurrences = 1;
  std::string suggestion;  // may be ""
  Replay replay;
  std::vector<Exchange> exchanges;  // the smallest request that shows it, with those it needs before it, in order
  MeasuredTimeline timeline;        // of the replay that shows it; may be empty
  std::string ignored;              // the reason, when it is accepted by the ignore file and fails nothing; else ""
  bool operator==(const Finding&) const = default;
};

struct Measured {
  std::string name;  // "response", "attempts", "open_for"
  double median = 0, min = 0, max = 0;
  std::string unit;  // "ms", "attempts", "calls", "%"
  std::uint64_t samples = 0;
  bool operator==(const Measured&) const = default;
};

struct PatternResult {
  std::string pattern;  // "timeout", "retries" ...
  Presence present = Presence::unknown;
  std::vector<Measured> measured;
  Expectation expectation = Expectation::none;
  std::string summary;  // "times out after 498 ms"
  std::vector<EvidenceLine> evidence;
  std::vector<std::string> confounders;
  std::string replay;
  MeasuredTimeline timeline = {};  // may be empty
  bool operator==(const PatternResult&) const = default;
};

struct EdgeProfile {
  std::string edge;
  std::string from, to;
  std::vector<PatternResult> patterns;
  bool operator==(const EdgeProfile&) const = default;
};

struct Bucket {  // one interval of a series
  double at_ms = 0;
  std::uint64_t calls = 0;
  std::uint64_t errors = 0;
  double p50_ms = 0, p99_ms = 0;
  bool operator==(const Bucket&) const = default;
};

struct Series {
  std::string name;  // an experiment's or an edge's name
  double bucket_ms = 0;
  std::vector<Bucket> buckets;
  std::vector<FaultSpan> faults;
  bool operator==(const Series&) const = default;
};

struct Check {
  std::string id;  // "verify/orders", "resilience/orders-payments", "experiment/payments brown-out"
  CheckKind kind = CheckKind::provider;
  std::string title;
  Outcome outcome = Outcome::skipped;
  std::string reason;  // why inconclusive, errored or skipped
  double duration_ms = 0;
  std::vector<Finding> findings;
  std::vector<std::string> facts;  // what was seen, one line each: "success 99.6 % of 1,000 calls, p99 412 ms"
  bool operator==(const Check&) const = default;
};

// Branches of the schemas of an operation's requests or responses (contracts/schema/branches.h) that messages took.
struct BranchCoverage {
  std::uint64_t seen = 0, total = 0;
  std::vector<std::string> unseen =
      {};  // the first ones: "201 body /state: \"paid\""; "404 body: all 5" of a part never seen
  bool operator==(const BranchCoverage&) const = default;
};

struct OperationCoverage {
  std::string service, operation;
  std::uint64_t requests = 0;
  std::uint64_t successes = 0;                               // valid requests answered 2xx or 3xx
  std::map<std::string, std::uint64_t> responses;            // declared status -> times seen; 0 for never
  std::map<std::string, std::uint64_t> parameters;           // "query.limit" -> times sent
  std::map<std::string, std::uint64_t> request_media = {};   // declared media type -> times sent
  std::map<std::string, std::uint64_t> response_media = {};  // "200 application/json" -> times seen
  BranchCoverage request_branches = {}, response_branches = {};
  bool operator==(const OperationCoverage&) const = default;
};

struct ServiceNode {
  std::string name;
  std::string mode;  // "started", "stub", "attached"
  std::string contract;
  bool operator==(const ServiceNode&) const = default;
};
struct EdgeNode {
  std::string name, from, to, protocol;
  bool operator==(const EdgeNode&) const = default;
};

// A call that an entry operation leads to, with what was measured of its edge.
struct GraphCall {
  std::uint32_t depth = 1;  // 1: made by the service that has the entry operation
  std::string edge, from, to;
  std::string operation;
  std::optional<double> timeout_ms;  // of one attempt; absent: none was measured
  std::optional<double> attempts;    // of one call, at most; absent: not measured, or without an end
  std::optional<double> worst_ms;    // of all of them with their pauses; absent: unknown
  bool operator==(const GraphCall&) const = default;
};

// What users call, and what it may come to, added up from what was measured on the edges.
struct EntryOperation {
  std::string service, operation;
  std::optional<double> worst_ms;          // absent: unknown or unbounded
  std::string worst;                       // in words: "at most 3.2 s", "unknown: ..."
  std::optional<double> amplification;     // attempts on one edge for one call, at most; absent: unknown
  std::string amplified;                   // in words: "6 attempts of POST /authorisations on payments-bank (3 x 2)"
  std::vector<std::string> single_points;  // edges whose failure made it fail
  std::vector<GraphCall> calls;            // in calm, in their order
  bool operator==(const EntryOperation&) const = default;
};

struct RunReport {
  std::string squall_version;
  std::string id, name;
  std::uint64_t seed = 0;
  std::string started_at;  // RFC 3339, UTC
  double duration_ms = 0;
  Outcome outcome = Outcome::passed;
  int exit_code = 0;
  std::vector<ServiceNode> services;
  std::vector<EdgeNode> edges;
  std::vector<Check> checks;
  std::vector<EdgeProfile> profiles;
  std::vector<EntryOperation> graph;  // empty where nothing was added up
  std::vector<OperationCoverage> coverage;
  std::vector<Series> timeline;
  std::vector<std::string> notes;
  bool operator==(const RunReport&) const = default;
};

}  // namespace squall::reports
