#pragma once
// A phase's record drawn by hand: which calls came when, and what the edge saw of them. For patterns that look at more
// than one stimulus at a time.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "chaos/patterns/pattern.h"
#include "contracts/core/random.h"
#include "contracts/core/units.h"

namespace squall::tests {

using chaos::Attempt;
using chaos::Call;
using chaos::Duration;
using chaos::Instant;
using chaos::Phase;
using chaos::PhaseRecord;
using chaos::Presence;
using chaos::Verdict;
using contracts::Object;
using contracts::Value;
using namespace std::chrono_literals;

class Sketch {
 public:
  Sketch(std::string pattern, Phase phase, Instant from, std::uint64_t seed)
      : random_(seed, "test.sketch", phase.name, static_cast<std::uint64_t>(from.count())),
        ids_(static_cast<std::uint64_t>(from.count())) {
    record_.pattern = std::move(pattern);
    record_.phase = std::move(phase);
    record_.from = record_.to = from;
    record_.traced = true;
  }

  const Phase& phase() const { return record_.phase; }
  bool named(std::string_view prefix) const { return record_.phase.name.starts_with(prefix); }
  bool faulted() const { return !record_.phase.faults.empty(); }
  Instant from() const { return record_.from; }
  PhaseRecord& record() { return record_; }
  Duration noise() { return Duration(static_cast<Duration::rep>(random_.below(400'000))); }
  // The hold of the phase's fault.
  Duration held() const {
    if (!faulted()) return 0ms;
    const auto* text = record_.phase.faults.front().parameters.find("for");
    return text == nullptr ? 0ms : *contracts::parse_duration(text->text());
  }

  Call& call(Duration after, Duration took, int status) {
    Call& call = record_.calls.emplace_back();
    describe(call, "stimulus", after, took, status);
    return call;
  }
  Call& beside(const std::string& member, Duration after, Duration took, int status) {
    Call& call = record_.beside.emplace_back();
    describe(call, member, after, took, status);
    return call;
  }
  // On the edge, for the last call; answered after `took`. Struck by the phase's fault, where it has one.
  Attempt& attempt(Duration after, Duration took, int status = 201) {
    Attempt& attempt = record_.attempts.emplace_back();
    begin(attempt, "a-b", after);
    attempt.last_byte = attempt.first_byte = attempt.ended = record_.from + after + took;
    attempt.status = status;
    attempt.from_provider = true;
    if (faulted()) attempt.faults.push_back({"fault", phase().faults.front().kind, "step", attempt.request_started});
    reach(*attempt.ended);
    return attempt;
  }
  Attempt& elsewhere(const std::string& edge, Duration after, Duration took, int status = 201) {
    Attempt& attempt = record_.elsewhere.emplace_back();
    begin(attempt, edge, after);
    attempt.last_byte = attempt.first_byte = attempt.ended = record_.from + after + took;
    attempt.status = status;
    attempt.from_provider = true;
    return attempt;
  }
  // The port of an edge was closed by the phase's fault.
  void close_port(const std::string& edge) {
    record_.windows.push_back({"fault", edge, "refuse", record_.from, std::nullopt, record_.from});
  }
  // The name of an edge leads elsewhere.
  void move_name(const std::string& edge) {
    record_.windows.push_back({"fault", edge, "address_move", record_.from, std::nullopt, record_.from});
  }
  // The consumer gave the attempt up.
  static void give_up(Attempt& attempt, Duration after) {
    attempt.consumer_closed = attempt.ended = attempt.request_started + after;
    attempt.first_byte.reset();
    attempt.last_byte.reset();
    attempt.ended_by = chaos::Peer::consumer;
    attempt.status = 0;
    attempt.from_provider = false;
  }

  PhaseRecord take() {
    record_.to += record_.phase.linger;
    for (Attempt& attempt : record_.attempts) {  // as they stood at the end
      if (!attempt.ended || *attempt.ended <= record_.to) continue;
      attempt.ended.reset();
      attempt.first_byte.reset();
      attempt.last_byte.reset();
      attempt.consumer_closed.reset();
      attempt.ended_by = chaos::Peer::none;
      attempt.status = 0;
    }
    return std::move(record_);
  }

 private:
  void reach(Instant when) {
    record_.to = std::max(record_.to, record_.calls.empty() ? when : record_.calls.back().finished);
  }
  void describe(Call& call, const std::string& purpose, Duration after, Duration took, int status) {
    call.id = ++ids_;
    call.purpose = purpose;
    call.method = "POST";
    call.target = "/orders";
    call.operation = "POST /orders";
    const std::string id = std::to_string(call.id);
    call.trace_id = std::string(32 - id.size(), '0') + id;
    call.started = call.due = record_.from + after;
    call.finished = call.started + took;
    call.status = status;
    if (status == 0) call.error = chaos::CallError::timeout;
    if (status == 429) call.response.headers.add("Retry-After", "1");
    record_.to = std::max(record_.to, call.finished);
  }
  void begin(Attempt& attempt, const std::string& edge, Duration after) {
    attempt.id = ++ids_;
    attempt.edge = edge;
    attempt.connection = attempt.id;
    attempt.method = "POST";
    attempt.target = "/charges";
    attempt.operation = "POST /charges";
    attempt.connected = attempt.request_started = record_.from + after;
    attempt.request_complete = attempt.request_started;
    if (!record_.calls.empty())
      attempt.request_headers.add("traceparent", "00-" + record_.calls.back().trace_id + "-00f067aa0ba902b7-01");
  }

  PhaseRecord record_;
  contracts::Random random_;
  std::uint64_t ids_;
};

// One way of a consumer: how it answers every phase that its pattern asks for.
struct Scene {
  std::string name;
  std::string pattern;
  std::function<void(Sketch&)> play;
  Value expectation;
  Presence present;
  Verdict verdict;
  std::string rule = {};                                        // of the judgement; "" when it does not matter
  std::vector<std::pair<std::string, double>> quantities = {};  // medians, within 5 % or 20 ms; counts exact
  std::vector<std::string> labels = {};
  std::vector<std::string> observations = {};
  std::vector<std::string> replicas = {};  // of the edge
  bool tier_between = false;               // the stimulus reaches the consumer over the edge x-a
  std::vector<chaos::Compensation> compensations = {};
  bool moves = false;  // a name leads to the edge
};

inline void PrintTo(const Scene& scene, std::ostream* out) {
  *out << scene.pattern << " " << scene.name;
}

// Stimuli one at a time, `every` apart, each carried by one attempt.
inline void calm(Sketch& sketch, Duration every = 10ms) {
  for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
    const Duration at = n * std::max(every, sketch.phase().every);
    sketch.call(at, 4ms + sketch.noise(), 201);
    sketch.attempt(at + 1ms, 2ms);
  }
}

std::vector<Scene> fallback_scenes();
std::vector<Scene> circuit_breaker_scenes();
std::vector<Scene> bulkhead_scenes();
std::vector<Scene> rate_limit_scenes();
std::vector<Scene> hedging_scenes();
std::vector<Scene> idempotent_consumer_scenes();
std::vector<Scene> failover_scenes();
std::vector<Scene> failover_move_scenes();
std::vector<Scene> deadline_propagation_scenes();
std::vector<Scene> load_shedding_scenes();
std::vector<Scene> amplification_scenes();
std::vector<Scene> saga_scenes();
std::vector<Scene> saga_compensation_scenes();
std::vector<Scene> health_checks_scenes();

}  // namespace squall::tests
