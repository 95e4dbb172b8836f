#include "chaos/patterns/breaker_scope.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/logical_call.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kCalm = "other in calm", kOpening = "opening for the other", kOpen = "other while open";
constexpr std::size_t kFewest = 5;  // calls of either kind that a silence must have seen
constexpr Duration kShortestOpen = 500ms;

struct Traffic {
  std::size_t asked = 0;    // calls that lead to the other operation
  std::size_t carried = 0;  // attempts of other operations than the failing one
  std::size_t silent = 0;   // stimuli of the failing one
};

Traffic traffic_in(const PhaseRecord& record, const std::string& operation, Instant until) {
  Traffic traffic;
  for (const Call& call : record.beside) traffic.asked += call.started < until ? 1 : 0;
  for (const Call& call : record.calls) traffic.silent += call.started < until ? 1 : 0;
  for (const Attempt& attempt : record.attempts)
    traffic.carried += operation_of(attempt) != operation && attempt.request_started < until ? 1 : 0;
  return traffic;
}

Instant first_attempt_of(const PhaseRecord& record, const std::string& operation) {
  Instant first = record.to;
  for (const Attempt& attempt : record.attempts) {
    if (operation_of(attempt) == operation) first = std::min(first, attempt.request_started);
  }
  return first;
}

// In calm: the other request leads to the edge, and not to the operation that will fail. "" when so.
std::string trouble_in_calm(const PhaseRecord& record, const std::string& operation) {
  const Traffic all = traffic_in(record, operation, record.to);
  const auto failing = static_cast<std::size_t>(
      std::count_if(record.attempts.begin(), record.attempts.end(),
                    [&](const Attempt& attempt) { return operation_of(attempt) == operation; }));
  if (all.carried == 0) return "`other` leads to no other operation on the edge";
  if (failing > record.calls.size() && failing >= record.beside.size())
    return fmt::format("`other` leads to {} too", operation);
  return "";
}

}  // namespace

std::optional<Phase> next_of_scope(const PatternInput& input, std::span<const PhaseRecord> records,
                                   const Phase& failing, const std::string& operation, Duration open_time) {
  if (input.expectation.find(kOther) == nullptr || open_time < kShortestOpen) return std::nullopt;
  const PhaseRecord* calm = find_phase(records, kCalm);
  if (calm == nullptr) {
    Phase phase = baseline_phase(input, 10);
    phase.name = kCalm;
    phase.every = 40ms;
    phase.healthy_before = 2;
    phase.beside = {std::string(kOther)};
    return phase;
  }
  if (!calm->settled || !trouble_in_calm(*calm, operation).empty()) return std::nullopt;
  Phase phase = failing;
  phase.faults = {only(answer_with(503), operation)};
  if (find_phase(records, kOpening) == nullptr) {
    phase.name = kOpening;
    phase.healthy_before = 2;
    return phase;
  }
  if (find_phase(records, kOpen) != nullptr) return std::nullopt;
  phase.name = kOpen;
  phase.healthy_before = 0;
  phase.lasts = std::min<Duration>(open_time, 2s);
  phase.beside = {std::string(kOther)};
  return phase;
}

void note_scope(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m) {
  if (input.expectation.find(kOther) == nullptr) return;
  const auto unknown = [&](const std::string& why) { m.confounders.push_back("scope not known: " + why); };
  const PhaseRecord* calm = find_phase(records, kCalm);
  if (calm == nullptr || !calm->settled) return unknown("it opens for too short a time, or was not healthy again");
  if (const std::string trouble = trouble_in_calm(*calm, m.operation); !trouble.empty()) return unknown(trouble);
  const PhaseRecord* open = find_phase(records, kOpen);
  if (open == nullptr || !open->settled) return unknown("it did not open again");
  const Traffic traffic = traffic_in(*open, m.operation, first_attempt_of(*open, m.operation) - 5ms);
  m.evidence.push_back(
      {open->from, fmt::format("silent for {}: {} calls; meanwhile {} of {} for another operation "
                               "reached the provider",
                               m.operation, traffic.silent, std::min(traffic.carried, traffic.asked), traffic.asked)});
  if (traffic.silent < kFewest || traffic.asked < kFewest) return unknown("the silence was too short to ask in it");
  if (traffic.carried == 0) {
    m.labels.emplace_back(kScopeEdge);
  } else if (traffic.carried * 5 >= traffic.asked * 4) {
    m.labels.emplace_back(kScopeOperation);
  } else {
    unknown(fmt::format("{} of {} calls for another operation reached the provider", traffic.carried, traffic.asked));
  }
}

}  // namespace squall::chaos
