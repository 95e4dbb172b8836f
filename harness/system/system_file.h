#pragma once
// System: what a system file declares, as typed values with the place each came from. See harness/README.md.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "chaos/faults/fault_spec.h"
#include "chaos/patterns/pattern.h"
#include "chaos/tls/settings.h"
#include "contracts/core/document.h"
#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "harness/system/discovery_spec.h"
#include "harness/system/expression.h"
#include "harness/system/verify_spec.h"

namespace squall::harness {

using Duration = std::chrono::nanoseconds;
using contracts::Location;

// "POST /orders" with headers and body, as stimuli, steady states, load and probes name it.
struct RequestSpec {
  std::string method = "GET";
  std::string target = "/";
  contracts::http::Headers headers;
  std::optional<contracts::Value> body;  // sent as JSON; a string is sent as it is when Content-Type is not JSON
  Location location;
};

struct ReadySpec {
  std::string http_path;  // "" when readiness is a TCP connect
  Duration within = std::chrono::seconds(10);
};

struct StartSpec {
  std::vector<std::string> command;  // ${...} expanded late: ports are known only when the run starts
  std::map<std::string, std::string> env;
  std::string directory;  // absolute; the system file's folder by default
  ReadySpec ready;
};

struct StubSpec {
  std::optional<Duration> latency;
};

struct ServiceSpec {
  std::string name;
  std::string contract;               // absolute path; "" when there is none
  std::vector<std::string> overlays;  // applied to the contract, in this order; absolute paths
  std::uint16_t port = 0;             // 0: auto
  std::string url;                    // attach mode: where it already runs; may hold ${...}
  std::optional<StartSpec> start;
  std::optional<StubSpec> stub;
  std::optional<std::int64_t> pid;  // of one that runs already, for faults of processes
  Location location;
};

enum class EdgeProtocol { automatic, http, tcp, udp };

struct EdgeSpec {
  std::string name;   // of one replica of several: "GROUP.SERVICE"
  std::string group;  // the edge as it was written, where it leads to several replicas; else ""
  const std::string& as_written() const { return group.empty() ? name : group; }
  std::string from;
  std::string to;
  std::string listen_host = "127.0.0.1";
  std::uint16_t listen_port = 0;
  EdgeProtocol protocol = EdgeProtocol::automatic;  // http when the provider has a contract, else tcp
  std::string correlation_header;                   // "" : traceparent
  std::optional<Duration> connect_timeout, head_timeout;
  double max_faulted_share = 1;
  std::optional<chaos::tls::Listening> tls;  // files and folders absolute
  std::optional<chaos::tls::Dialling> upstream_tls;
  std::vector<std::pair<std::string, std::string>> routes;  // server name -> service
  Location location;
};

// A request sent before the stimulus, in calm; what it captures stands in the stimulus as ${captured.NAME}.
struct StimulusStep {
  std::string service;
  RequestSpec request;
  std::vector<std::pair<std::string, std::string>> capture;  // name -> pointer into its JSON answer
};

// What is expected of the consumer where it calls one operation, by the provider's contract (`x-squall-*`).
struct OperationExpectation {
  std::string operation;  // of the provider: "POST /charges"
  contracts::Value expectation;
  std::string clause;  // "x-squall-timeout"
  Location location;
};

struct PatternClauses {
  std::vector<OperationExpectation> operations;
  std::optional<contracts::Value> otherwise;  // the system file's expectation, for every other operation
};

struct ResilienceSpec {
  std::string edge;
  std::string stimulus_service;  // "": no stimulus is given, one is looked for
  // ${unique} and ${captured.NAME} in target, headers and body are replaced for each stimulus.
  RequestSpec stimulus;
  std::vector<StimulusStep> before;
  // Pattern name -> its expectation object as written, with the pointer for errors.
  std::vector<std::pair<std::string, contracts::Value>> expect;
  std::map<std::string, Location> expect_locations;
  std::map<std::string, PatternClauses> clauses;  // by pattern; from contracts: harness/resilience/clauses.h
  std::vector<std::pair<std::string, std::string>> key_headers;  // as chaos::PatternInput has them
  std::vector<chaos::Compensation> compensations;
  std::vector<std::string> patterns;  // measured even without an expectation; empty: those expected
  Location location;
};

struct Comparison {  // "< 50%", ">= 99%", "<= 1s"
  enum class Op { less, less_equal, greater, greater_equal } op = Op::less;
  double value = 0;  // a share, or seconds
};

struct SteadyState {
  RequestSpec request;
  std::string service;
  std::optional<int> status;  // default: any declared success
  std::optional<Duration> within;
};

struct LoadSpec {
  RequestSpec request;
  std::string service;
  double rate = 10;  // per second, open loop
  Duration duration = std::chrono::seconds(10);
};

struct ProcessFault {
  enum class Kind { kill, stop, restart, slow_start } kind = Kind::kill;
  std::string service;
  Duration time{0};  // restart: how long it is down; slow_start: how long it is halted at its start
};

struct HookFault {
  std::string inject, remove;  // for a shell
  Duration within = std::chrono::seconds(10);
  std::string directory;  // absolute
};

const char* to_string(ProcessFault::Kind kind);  // as the file writes it: "slow_start"

// A fault on an edge, of a process, of a hook, or of lookups.
struct ScheduledFault {
  std::string edge;
  chaos::FaultSpec fault;
  std::optional<ProcessFault> process;
  std::optional<HookFault> hook;
  std::optional<LookupFault> lookup;
  Duration from{0};
  std::optional<Duration> lasts;  // `for`; absent: until the load ends
  Location location;
};

struct AbortWhen {
  Comparison success;
  Duration lasts = std::chrono::seconds(3);  // `for`
};

struct ExperimentExpect {
  std::optional<Comparison> success;
  std::optional<Comparison> p50, p95, p99;  // seconds
  std::optional<bool> in_contract;
  Location location;
};

struct Invariant {
  RequestSpec probe;
  std::string service;
  std::string pointer;                     // into the JSON answer
  std::optional<contracts::Value> equals;  // absent: "before", the value read before the load
  Duration within = std::chrono::seconds(5);
  Location location;
};

struct ExperimentSpec {
  std::string name;
  std::vector<SteadyState> steady_state;
  std::optional<LoadSpec> load;
  std::vector<ScheduledFault> faults;
  std::optional<AbortWhen> abort_when;
  ExperimentExpect expect;
  std::vector<Invariant> invariants;
  Location location;
};

struct ExploreEntry {  // what a user does: one request, or several in a row
  std::string name;
  std::vector<std::pair<std::string, RequestSpec>> requests;  // service, request
  Location location;
};

struct NamedProbe {
  std::string name;  // in the expression
  RequestSpec request;
  std::string service;
  std::string pointer;  // into the JSON answer
  Location location;
};

struct ExploreInvariant {
  std::string name;
  std::vector<NamedProbe> values;
  Expression holds;  // between the values after a request and before it
  Duration within = std::chrono::seconds(5);
  Location location;
};

struct ExploreSpec {
  std::vector<ExploreEntry> entries;  // empty: those that the rest of the file and the contracts give
  std::vector<ExploreInvariant> invariants;
  std::optional<Duration> within;  // an answer that takes longer hangs
  Location location;
};

// A consumer whose own tests are run against stubs of its providers.
struct ConsumerSpec {
  std::string name;
  std::vector<std::string> command;        // ${...} expanded late
  std::map<std::string, std::string> env;  // the same; ${services.NAME.url} of a provider is its stub's
  std::string directory;                   // absolute; the system file's folder by default
  std::vector<std::string> providers;      // services with a contract
  std::vector<std::string> vary;           // names of variations; "default" and "all" stand for several; empty: none
  std::optional<Duration> slow;            // how late answers are that the variation `slow` delays
  bool stateful = false;
  std::optional<std::uint64_t> max_runs;
  std::optional<Duration> within, timeout;  // one run of the command, all of them
  std::string usage;                        // a file to write, absolute; "" for none
  std::string pacts;                        // a folder to write to, absolute; "" for none
  Location location;
};

struct System {
  std::string file;
  std::string name;
  std::optional<std::uint64_t> seed;
  std::vector<ServiceSpec> services;  // in document order
  std::vector<EdgeSpec> edges;
  std::vector<NameServerSpec> discovery;
  std::vector<VerifySpec> verify;
  std::vector<ConsumerSpec> consumers;
  std::vector<ResilienceSpec> resilience;
  std::vector<ExperimentSpec> experiments;
  ExploreSpec explore;
  std::string ca_file;               // of the CA that https services are verified by, absolute; "": the system's CAs
  std::string ignore;                // a file of accepted findings, absolute; "" for none
  std::vector<std::string> secrets;  // values that came from ${env...}: redacted everywhere
  // The text `${env.NAME}` stood for, so that replay commands can print the name again.
  std::map<std::string, std::string> secret_names;  // value -> "${env.NAME}"

  const ServiceSpec* service(const std::string& name) const;
  const EdgeSpec* edge(const std::string& name) const;                   // of a group, its first replica
  std::vector<const EdgeSpec*> edges_of(const std::string& name) const;  // all replicas of a group; empty: unknown
};

// The one service that no edge leads to; "" when there is none or several.
std::string entry_service(const System& system);

// Every mistake is reported (at most 50), each with file:line:column and a hint.
tl::expected<System, std::vector<contracts::Error>> load_system(const std::string& path);

}  // namespace squall::harness
