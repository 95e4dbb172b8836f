// Idempotent consumer: the same request is delivered several times, byte for byte and with the same key: at once,
// later, while the first is still being worked on, and after the provider's acknowledgement was lost. Are the effects
// those of one delivery, on the edge and in what is read back, and do the answers say the same?

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kDeliveries = 3;
constexpr Duration kOverlap = 100ms;  // so long is the provider's reply held while the duplicates arrive

std::string key_header(const PatternInput& input) {
  return text_in(input.expectation, "key").value_or("Idempotency-Key");
}

contracts::http::Headers keyed(const PatternInput& input, std::string_view phase) {
  return {{key_header(input), fmt::format("squall-{}-{}", input.nonce, phase)}};
}

Phase deliveries(const PatternInput& input, const std::string& name, std::size_t calls) {
  Phase phase = baseline_phase(input, calls);
  phase.name = name;
  phase.given = {keyed(input, name)};
  phase.linger = 150ms;
  phase.reads_state = true;
  return phase;
}

Phase overlapping(const PatternInput& input) {
  Phase phase = deliveries(input, "meanwhile", kDeliveries);
  phase.faults = {hold_reply(std::min<Duration>(kOverlap, hold_below_timeout(input)))};
  phase.pace = Pace::together;
  phase.in_flight = kDeliveries;
  return phase;
}

// The provider has done it, and its answer is lost on the way.
Phase losing_the_answer(const PatternInput& input) {
  Phase phase = deliveries(input, "answer-lost", kDeliveries);
  FaultSpec lost = reset_before_reply();
  lost.first = 1;
  phase.faults = {std::move(lost)};
  phase.every = 300ms;
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  switch (records.size()) {
    case 0:
      return deliveries(input, "once", 1);
    case 1:
      return deliveries(input, "at-once", kDeliveries);
    case 2: {
      Phase later = deliveries(input, "later", kDeliveries);
      later.every = 700ms;
      return later;
    }
    case 3:
      return overlapping(input);
    case 4:
      return losing_the_answer(input);
    default:
      return std::nullopt;
  }
}

// What one phase did on the edge: by operation that is not idempotent, the different things that were asked for. The
// same key or, without one, the same body is one thing however often it is sent.
std::map<std::string, std::size_t> effects_of(const PatternInput& input, const PhaseRecord& record) {
  std::map<std::string, std::set<std::string>> things;
  std::map<std::string, std::size_t> unnamed;
  for (const LogicalCall& call : logical_calls(record, input.correlation_header)) {
    for (const Attempt* attempt : call.attempts) {
      if (contracts::http::is_idempotent(attempt->method)) continue;
      const auto key = attempt->request_headers.get("idempotency-key");
      const std::string thing = key.empty()
                                    ? fmt::format("{} {:x} {}", attempt->target, attempt->body_hash, attempt->id)
                                    : fmt::format("key {}", key);
      things[operation_of(*attempt)].insert(thing);
    }
  }
  std::map<std::string, std::size_t> counts;
  for (const auto& [operation, distinct] : things) counts[operation] = distinct.size();
  return counts;
}

struct Found {
  const PhaseRecord* record = nullptr;
  std::string operation;
  std::string what;  // "" when nothing is wrong
  std::string rule;
};

bool same_class(const Call& a, const Call& b) {
  return a.status / 100 == b.status / 100;
}

// A duplicate may be told to wait while the first is worked on (409), and after a lost answer the first may have
// failed.
std::string answers_differ(const PhaseRecord& record) {
  const Call* good = nullptr;
  for (const Call& call : record.calls) {
    if (went_well(call)) good = &call;
  }
  if (good == nullptr) return "";
  for (const Call& call : record.calls) {
    const bool told_to_wait =
        record.phase.name == "meanwhile" && (call.status == 409 || call.status == 425 || call.status == 429);
    const bool first_failed = record.phase.name == "answer-lost" && &call < good;
    if (!same_class(call, *good) && !told_to_wait && !first_failed)
      return fmt::format("one delivery was answered {}, another {}", good->status, call.status);
  }
  return "";
}

double change_of(const std::string& before, const std::string& after) {
  try {
    return std::stod(after) - std::stod(before);
  } catch (const std::exception&) {
    return before == after ? 0 : 1;
  }
}

Found look_at(const PatternInput& input, const PhaseRecord& once, const PhaseRecord& record) {
  Found found;
  found.record = &record;
  const auto expected = effects_of(input, once);
  for (const auto& [operation, count] : effects_of(input, record)) {
    const auto one = expected.find(operation);
    const std::size_t by_design = one == expected.end() ? 0 : one->second;
    if (count <= by_design) continue;
    found.operation = operation;
    found.what =
        fmt::format("{} deliveries of one request asked the provider for {} different things with {}, one asks for {}",
                    record.calls.size(), count, operation, by_design);
    found.rule = "resilience.idempotent-consumer.repeated-effect";
  }
  for (std::size_t i = 0; i < record.after.size() && i < record.before.size() && i < once.after.size(); ++i) {
    if (!found.what.empty() || record.before[i].empty() || record.after[i].empty() || once.before[i].empty()) continue;
    const double one = change_of(once.before[i], once.after[i]);
    const double these = change_of(record.before[i], record.after[i]);
    if (one == these) continue;
    found.what = fmt::format("what is read back changed from {} to {} with {} deliveries, and from {} to {} with one",
                             record.before[i], record.after[i], record.calls.size(), once.before[i], once.after[i]);
    found.rule = "resilience.idempotent-consumer.repeated-effect";
  }
  if (!found.what.empty()) return found;
  found.what = answers_differ(record);
  if (!found.what.empty()) found.rule = "resilience.idempotent-consumer.answers-differ";
  return found;
}

std::string name_of(const Phase& phase) {
  if (phase.name == "at-once") return "delivered again at once";
  if (phase.name == "later") return "delivered again later";
  return phase.name == "meanwhile" ? "delivered again while the first was worked on"
                                   : "delivered again after a lost answer";
}

void observe(const PatternInput& input, const Found& found, Measurement& m) {
  Observation observation;
  observation.rule = found.rule;
  observation.operation = found.operation.empty() ? m.operation : found.operation;
  observation.message = name_of(found.record->phase) + ": " + found.what;
  for (const LogicalCall& call : logical_calls(*found.record, input.correlation_header)) {
    for (EvidenceLine& line : lines_of(call, 4)) observation.evidence.push_back(std::move(line));
  }
  m.observations.push_back(std::move(observation));
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "idempotent_consumer";
  const PhaseRecord* once = find_phase(records, "once");
  if (once == nullptr || !any_injected(records, input.correlation_header)) {
    m.why_unknown = why_nothing(records, "no delivery reached the edge while a fault was there");
    return m;
  }
  m.injected = true;
  if (!once->calls.empty()) m.operation = once->calls.front().operation;
  const bool state_read = std::any_of(once->after.begin(), once->after.end(), [](const auto& v) { return !v.empty(); });
  if (once->calls.empty() || !went_well(once->calls.front()) || (effects_of(input, *once).empty() && !state_read)) {
    m.why_unknown = "one delivery has no effect that could be seen: nothing but idempotent requests crossed the edge";
    return m;
  }
  if (!once->traced) m.confounders.push_back("the consumer hands no trace on: background traffic was not told apart");
  std::size_t looked_at = 0, deliveries = 0;
  for (const PhaseRecord& record : records.subspan(1)) {
    if (record.calls.size() < 2 || !std::any_of(record.calls.begin(), record.calls.end(), went_well)) {
      m.confounders.push_back(name_of(record.phase) + ": no delivery was answered well");
      continue;
    }
    ++looked_at;
    deliveries += record.calls.size();
    const Found found = look_at(input, *once, record);
    if (!found.what.empty()) observe(input, found, m);
  }
  m.quantities.push_back(quantity_of("deliveries", {static_cast<double>(deliveries)}, "calls"));
  if (!m.observations.empty()) {
    m.present = Presence::no;
    m.operation = m.observations.front().operation;
    m.evidence = m.observations.front().evidence;
    m.summary = m.observations.front().message;
  } else if (looked_at < 3) {
    m.why_unknown = fmt::format("only {} ways of delivering again could be looked at", looked_at);
  } else {
    m.present = Presence::yes;
    m.summary = fmt::format("{} deliveries in {} ways had the effects of one each", deliveries, looked_at);
    for (const LogicalCall& call : logical_calls(records[1], input.correlation_header)) {
      for (EvidenceLine& line : lines_of(call, 4)) m.evidence.push_back(std::move(line));
    }
    if (!state_read) m.confounders.push_back("effects that do not cross this edge were not looked at (`state`)");
  }
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value&) {
  if (m.present == Presence::yes) return {Verdict::holds, "resilience.idempotent-consumer.holds", m.summary};
  return {Verdict::broken, m.observations.front().rule, m.observations.front().message};
}

Duration expected_time(const PatternInput& input) {
  // Pauses between later deliveries, and after a lost answer; what is left is short.
  if (input.look) return 3800ms + 12 * calm_call(*input.look);
  return 6s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor idempotent_consumer_pattern{
    "idempotent_consumer",
    "Idempotent consumer",
    "a request that is delivered several times has the effects of one",
    {{"key", ParameterType::text, false, "Idempotency-Key", "the header that makes deliveries one request"}},
    &kPattern,
    {},
    {},
    {{"state", "values that must change as by one delivery"}}};

}  // namespace squall::chaos
