#pragma once
// Pattern: how one resilience pattern is stimulated, measured and judged. Pure: values in, values out; it opens no
// socket and reads no clock, so its tests are synthetic timelines.
//
// The protocol is adaptive. Whoever runs it asks next() for a phase, plays it, appends the record and asks again, until
// there is none; then measure() reads the records, and judge() compares the measurement with an expectation.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "chaos/faults/fault_spec.h"
#include "chaos/patterns/measurement.h"
#include "chaos/patterns/registry.h"
#include "chaos/timeline/records.h"

namespace squall::chaos {

// How the stimuli of a phase follow each other.
enum class Pace {
  alone,     // one at a time
  together,  // `in_flight` at once; whenever one ends the next begins
  steady,    // one begins every `every`, whatever the answers do
};

// A stretch of stimuli under one set of faults.
struct Phase {
  std::string name;               // "baseline", "503", "hold 1.6s": what it is for; patterns find it by this
  std::vector<FaultSpec> faults;  // on the edge for the length of the phase; empty: calm
  std::string replica = "";       // of the edge's replicas, the one that the faults are on; "": all
  std::size_t calls = 1;          // stimuli, at most
  // Of the stimuli, evenly spread; the others meet no fault. The first is one of these, unless all fail. Pace::alone
  // only.
  double failing_share = 1;
  Duration every{0};           // from the start of one stimulus to that of the next, or its end when that is later
  Duration client_timeout{0};  // of each stimulus; outlasts every hold
  Duration lasts{0};           // no stimulus begins later than this after the phase's start; 0: no bound
  Duration linger = std::chrono::milliseconds(60);  // watched on after the last answer, faults still on
  // A stimulus is given up once it has caused this many attempts; 0: never. It bounds consumers that retry for ever.
  std::size_t attempts_at_most = 0;
  // Before the phase, in calm: the edge becomes quiet and carries this many healthy calls in a row. 0: as things are.
  std::size_t healthy_before = 1;
  Duration quiet_before{0};  // in calm, no stimulus at all for this long, before the healthy calls
  Pace pace = Pace::alone;   // the ways beside `alone` know no attempts_at_most
  std::size_t in_flight = 1;
  // Stimulus n carries the headers of given[n % size()] in place of its own of these names.
  std::vector<contracts::http::Headers> given = {};
  // Requests sent beside the stimuli, each again and again, one at a time: the expectation's members of these names,
  // where they are there. They begin when the phase does and end with its linger.
  std::vector<std::string> beside = {};
  Duration beside_every = std::chrono::milliseconds(20);
  bool reads_state = false;  // the expectation's `state` is read before and after
};

struct PhaseRecord {
  std::string pattern;  // whose phase it was
  Phase phase;
  Instant from{};       // the faults were on, or the first stimulus was due
  Instant to{};         // the last moment before the faults were lifted
  bool settled = true;  // false: the edge did not become quiet and healthy in time; nothing was sent
  std::string trouble;  // what was in the way, when nothing was sent
  // The consumer hands the stimulus' trace on, as seen on this edge before: then an attempt with another trace, or
  // none, is background traffic and belongs to no stimulus.
  bool traced = false;
  std::vector<Attempt> attempts = {};                // on the edge, begun in [from, to), as they stood at `to`
  std::vector<Call> calls = {};                      // stimuli of this phase, in order of their start
  std::vector<Attempt> elsewhere = {};               // on the other edges meanwhile
  std::vector<FaultWindow> windows = {};             // of the phase's faults: proof of those that refuse connections
  std::vector<Call> beside = {};                     // their purpose is the member's name
  std::vector<std::string> before = {}, after = {};  // what each probe of `state` read, as JSON; "" when it could not
};

// What one stimulus of each kind took before anything was measured: what forecasts are made of.
struct FirstLook {
  Duration calm{0};
  Duration failing{0};   // the outside answer while the provider answers 503
  Duration held{0};      // the outside answer, or `hold`, while its replies are held
  Duration hold{0};      // for so long
  bool gave_up = false;  // the consumer answered before the hold was over
  std::size_t attempts_failing = 1;
  std::size_t attempts_held = 1;
  std::size_t opens_after = 0;  // failing calls in a row, then one did not reach the edge; 0: that was not seen
  Duration open_for{0};         // then, in calm, until the edge carried a call again
};

// An operation that another one undoes, on an edge.
struct Compensation {
  std::string edge;
  std::string operation, by;  // "POST /reservations", "DELETE /reservations/{id}"
  bool operator==(const Compensation&) const = default;
};

// What a pattern may know besides its own records.
struct PatternInput {
  std::string edge;
  std::vector<std::string> replicas = {};      // what the edge consists of, where it leads to several
  contracts::Value expectation;                // as written; null when it is only measured, `true` for "is present"
  std::optional<Duration> declared_timeout;    // the edge's expectation timeout.at_most
  std::optional<Duration> declared_open_time;  // the edge's expectation circuit_breaker.open_for
  bool quick = false;                          // shorter holds and bounds where nothing is declared
  bool has_contract = true;               // of the service that answers the stimulus: Call::in_contract means something
  bool provider_declares_errors = false;  // its contract is known to the edge, and declares errors
  bool tier_between = false;              // the stimulus reaches the consumer through another service
  std::string correlation_header = "traceparent";
  std::span<const PhaseRecord> earlier;       // of patterns measured before on this edge
  std::vector<std::string> edges_above = {};  // on a way from outside to the edge's consumer
  std::string nonce = "0";                    // another one for each measurement: what idempotency keys are made of
  // The header that makes the attempts of one call one request, by operation ("": every other); else Idempotency-Key.
  std::vector<std::pair<std::string, std::string>> key_headers = {};
  bool address_can_move = false;  // a name leads to the first replica, and can be made to lead to the others
  std::vector<Compensation> compensations = {};  // on this edge and on others
  std::optional<FirstLook> look = {};            // for expected_time() only: no measurement depends on it
};

struct Pattern {
  // The next phase to play, or nullopt when the records suffice (or cannot get better).
  std::optional<Phase> (*next)(const PatternInput& input, std::span<const PhaseRecord> records);
  // Asked after every stimulus of a running phase: does the record show enough to end it? May be nullptr: never.
  bool (*enough)(const PatternInput& input, std::span<const PhaseRecord> records, const PhaseRecord& running);
  Measurement (*measure)(const PatternInput& input, std::span<const PhaseRecord> records);
  // Only asked about measurements with proof of injection and a known presence; see judge() below.
  Judgement (*judge)(const Measurement& measurement, const contracts::Value& expectation);
  // About how long next() and the stimuli take, for --plan and progress.
  Duration (*expected_time)(const PatternInput& input);
};

// The one way to a verdict: without proof of injection, or with an unknown presence, it is inconclusive, whatever the
// pattern would say.
Judgement judge(const PatternDescriptor& pattern, const Measurement& measurement, const contracts::Value& expectation);

}  // namespace squall::chaos
