#include "chaos/patterns/trouble.h"

#include <algorithm>

#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "contracts/core/units.h"

namespace squall::chaos {

using contracts::format_duration;
using contracts::Object;
using contracts::Value;
using namespace std::chrono_literals;

namespace {

FaultSpec fault(std::string kind, Object parameters) {
  FaultSpec spec;
  spec.kind = std::move(kind);
  spec.parameters = Value(std::move(parameters));
  return spec;
}

// To the millisecond, as people write it.
std::string in_words(Duration time) {
  return format_duration(std::max<Duration>(std::chrono::round<std::chrono::milliseconds>(time), 1ms));
}

}  // namespace

FaultSpec answer_with(int status) {
  return fault("abort", {{"status", status}});
}

FaultSpec only(FaultSpec fault, const std::string& operation) {
  const auto space = operation.find(' ');
  fault.match.method = operation.substr(0, space);
  fault.match.path = operation.substr(space + 1);
  return fault;
}

FaultSpec declared_error() {
  return fault("declared_error", {});
}
FaultSpec mark_answers(const std::string& mark) {
  return fault("canary", {{"mark", mark}});
}
FaultSpec hold_reply(Duration hold) {
  return fault("delay", {{"for", in_words(hold)}});
}
FaultSpec reset_before_reply() {
  return fault("reset", {});
}
FaultSpec reset_in_body() {
  return fault("reset", {{"when", "mid_body"}});
}
FaultSpec close_after_answer() {
  return fault("close", {{"when", "between_requests"}});
}
FaultSpec come_back_later(int status, Duration after) {
  return fault("throttle", {{"retry_after", in_words(after)}, {"status", status}});
}
FaultSpec trickle_body(Duration gap) {
  return fault("trickle", {{"gap", in_words(gap)}});
}
FaultSpec stall_body(Duration hold) {
  return fault("stall", {{"for", in_words(hold)}});
}
FaultSpec move_address() {
  return fault(kAddressMove, {});
}
FaultSpec refuse_connections() {
  return fault("refuse", {});
}
FaultSpec leave_syn_unanswered() {
  return fault("blackhole", {{"stage", "before_accept"}});
}

Phase baseline_phase(const PatternInput& input, std::size_t calls) {
  Phase phase;
  phase.name = "baseline";
  phase.calls = calls;
  phase.client_timeout = input.quick ? 10s : 30s;
  phase.linger = 20ms;
  return phase;
}

Phase single_stimulus(const PatternInput& input, std::string name, FaultSpec fault, std::size_t healthy) {
  Phase phase;
  phase.name = std::move(name);
  phase.faults = {std::move(fault)};
  phase.client_timeout = input.quick ? 5s : 15s;
  phase.healthy_before = healthy;
  return phase;
}

Duration hold_for_timeout(const PatternInput& input) {
  if (input.declared_timeout) return std::max<Duration>(4 * *input.declared_timeout, 1s);
  return input.quick ? 5s : 60s;
}

std::optional<Duration> measured_timeout(const PatternInput& input) {
  std::vector<PhaseRecord> records;
  for (const PhaseRecord& record : input.earlier) {
    if (record.pattern == timeout_pattern.name) records.push_back(record);
  }
  if (records.empty()) return std::nullopt;
  const Measurement m = timeout_pattern.pattern->measure(input, records);
  const Quantity* response = m.quantity("response");
  return response == nullptr ? std::nullopt : std::optional(from_ms(response->median));
}

Duration hold_below_timeout(const PatternInput& input) {
  Duration hold = input.quick ? 200ms : 300ms;
  if (input.declared_timeout) hold = std::min<Duration>(hold, *input.declared_timeout / 4);
  if (const auto measured = measured_timeout(input)) hold = std::min<Duration>(400ms, *measured * 3 / 5);
  return std::max<Duration>(hold, 50ms);
}

Duration patience_for(Duration hold) {
  return 4 * hold + 2s;
}

}  // namespace squall::chaos
