#pragma once
// What happened: plain values on one monotonic clock. Patterns are pure functions over these.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contracts/http/message.h"

namespace squall::chaos {

using Duration = std::chrono::nanoseconds;
using Instant = std::chrono::nanoseconds;  // since the timeline's origin (steady clock)

enum class Peer { none, consumer, proxy, provider };  // who ended a connection first
enum class Ending { open, fin, rst };

// Proof of injection: recorded when a step of the fault was executed, not when the fault was configured.
struct AppliedFault {
  std::string id;    // FaultSpec::id
  std::string kind;  // "latency", "abort" ...
  std::string step;  // "wait 800ms", "respond 503", "reset"
  Instant at{};
  bool operator==(const AppliedFault&) const = default;
};

// What the consumer got, by the provider's contract: a consumer that breaks on what is legal is at fault itself.
// `transport`: no whole HTTP answer, whatever the contract says. `unknown`: nobody looked, or nobody can tell.
enum class Legality { unknown, legal, illegal, transport };
const char* to_string(Legality legality);

// One request on an http edge, or one connection on a tcp edge (then the http fields stay empty).
struct Attempt {
  std::uint64_t id = 0;  // unique in the run, in order of arrival
  std::string edge;
  std::uint64_t connection = 0;             // unique in the run
  std::uint32_t ordinal = 0;                // of the request on its connection, from 0: > 0 means a reused connection
  Instant connected{};                      // the consumer's connection was accepted
  Instant request_started{};                // first byte of the request; on a tcp edge, the connection's beginning
  std::optional<Instant> request_complete;  // last byte of the request read
  std::optional<Instant> forwarded;         // first byte sent to the provider
  std::optional<Instant> first_byte;        // first byte of the answer sent to the consumer
  std::optional<Instant> last_byte;         // last byte of the answer sent to the consumer
  std::optional<Instant> consumer_closed;   // FIN or RST seen from the consumer while the attempt was open, or after it
  std::optional<Instant> ended;             // the attempt is over: answered, or its connection is gone
  Peer ended_by = Peer::none;
  Ending ending = Ending::open;
  std::string method;
  std::string target;
  std::string operation;                     // "POST /charges", resolved once from the edge's contract; "" when unknown
  contracts::http::Headers request_headers;  // those the edge was told to keep; never secrets
  std::uint64_t body_hash = 0;               // of the request body's first 64 KiB; 0 without a body
  int status = 0;                            // answered to the consumer; 0 when nothing was
  bool from_provider = false;                // the answer came from the provider (not made by a fault)
  std::uint64_t bytes_up = 0;
  std::uint64_t bytes_down = 0;
  std::vector<AppliedFault> faults;
  bool spared = false;                    // faults chose it, and its edge's max_faulted_share kept them from it
  Legality legality = Legality::unknown;  // of an ended attempt that faults struck, on an http edge or in its handshake
};

enum class CallError { none, refused, reset, timeout, closed, cancelled, malformed, other };

// One call made from outside, by Squall itself.
struct Call {
  std::uint64_t id = 0;
  std::string purpose;  // "stimulus", "steady-state", "load", "probe"
  std::string url;
  std::string method;
  std::string target;
  std::string operation;
  std::string trace_id;  // 32 hex digits of the traceparent that was sent; "" when none was
  Instant due{};         // when an open-loop schedule wanted it
  Instant started{};
  std::optional<Instant> first_byte;
  Instant finished{};
  int status = 0;  // 0 when there was no answer
  CallError error = CallError::none;
  std::string error_text;
  bool in_contract = true;
  std::string departure;  // the first violation when in_contract is false: "response.status.undeclared: ..."
  contracts::http::Response response;  // kept for stimuli and probes, body bounded; empty for load
};

struct FaultWindow {
  std::string id;
  std::string edge;
  std::string kind;
  Instant from{};
  std::optional<Instant> to;  // still on when absent
  // When a fault of the listener took effect: refused connections never become attempts, so this is its proof.
  std::optional<Instant> executed = {};
};

struct ProcessEvent {
  std::string service;
  std::string what;  // "started", "ready", "exited 1", "killed by signal 9", "stopped"
  Instant at{};
};

struct Slice {
  Instant from{};
  Instant to{};
  std::vector<Attempt> attempts;  // begun in [from, to)
  std::vector<Call> calls;        // begun in [from, to)
  std::vector<FaultWindow> windows;
  std::vector<ProcessEvent> processes;
};

}  // namespace squall::chaos
