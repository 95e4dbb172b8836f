// Safe retries: after an ambiguous failure (the request was consumed, then the connection was reset or the reply never
// came) an operation that is not idempotent must not be sent again, unless every attempt carries one and the same
// idempotency key. And an answer that says "your request is wrong" must not be retried at all.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/repetition.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kAmbiguous = 3;

bool ambiguous(const Attempt& attempt) {
  return !attempt.faults.empty() && attempt.status == 0;
}

// Sent again although an attempt before had failed ambiguously.
bool sent_again_after_ambiguity(const Repetition& one) {
  if (one.attempts.size() <= one.by_design) return false;
  return std::any_of(one.attempts.begin(), std::prev(one.attempts.end()),
                     [](const Attempt* a) { return ambiguous(*a); });
}

struct Findings {
  std::vector<Repetition> ambiguous;  // under resets and holds
  std::vector<Repetition> rejected;   // under 400
  std::size_t resets = 0;
  bool not_idempotent_seen = false;
  bool all_apart = true;  // false: some attempts were not told from another tier's
};

Findings read(const PatternInput& input, std::span<const PhaseRecord> records) {
  const UsualCalls usual = usual_calls(records, input);
  Findings found;
  const auto add = [&](std::vector<Repetition>& to, const PhaseRecord& record) {
    Repetitions repetitions = repetitions_in(record, usual, input);
    found.all_apart = found.all_apart && repetitions.all_apart;
    std::move(repetitions.seen.begin(), repetitions.seen.end(), std::back_inserter(to));
  };
  for (const PhaseRecord& record : records) {
    if (record.phase.name == "reset") {
      add(found.ambiguous, record);
      found.resets = found.ambiguous.size();
    }
    if (record.phase.name == "400") add(found.rejected, record);
  }
  for (const PhaseRecord& record : input.earlier) {
    if (record.phase.name == "hold" || record.phase.name == "reset") add(found.ambiguous, record);
  }
  for (const Repetition& one : found.ambiguous) {
    if (!contracts::http::is_idempotent(one.attempts.front()->method)) found.not_idempotent_seen = true;
  }
  return found;
}

Phase failing(const PatternInput& input, const std::string& name, FaultSpec fault) {
  Phase phase = single_stimulus(input, name, std::move(fault));
  phase.attempts_at_most = 6;
  phase.linger = 150ms;
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 3);
  const Findings found = read(input, records);
  if (found.resets < kAmbiguous && count_phases(records, "reset") < kAmbiguous + 2) {
    return failing(input, "reset", reset_before_reply());
  }
  if (found.rejected.size() < 2 && count_phases(records, "400") < 3) return failing(input, "400", answer_with(400));
  return std::nullopt;
}

void observe(Measurement& m, std::string rule, std::string message, const Repetition& shown) {
  const bool known = std::any_of(m.observations.begin(), m.observations.end(), [&](const Observation& o) {
    return o.rule == rule && o.operation == shown.operation;
  });
  if (known) return;
  Observation observation;
  observation.rule = std::move(rule);
  observation.message = std::move(message);
  observation.operation = shown.operation;
  observation.evidence = lines_of(LogicalCall{shown.call, shown.attempts});
  m.observations.push_back(std::move(observation));
}

std::string without_key(const std::string& header) {
  const bool usual = contracts::http::equal_ignoring_case(header, "Idempotency-Key");
  return "without an idempotency key" + (usual ? std::string() : " (" + header + ")");
}

void look_at_ambiguous(const PatternInput& input, const Findings& found, Measurement& m) {
  std::map<std::pair<std::string, std::string>, const Call*> first_with;  // by operation and key
  for (const Repetition& one : found.ambiguous) {
    const Attempt& first = *one.attempts.front();
    if (contracts::http::is_idempotent(first.method) || !sent_again_after_ambiguity(one)) continue;
    if (one.attempts.size() - one.by_design == one.replays)
      m.labels.push_back("transport replay on a reused connection");
    const std::string header = key_header(input, one.operation);
    const std::string key(first.request_headers.get(header));
    const bool bodies_differ = std::any_of(one.attempts.begin(), one.attempts.end(),
                                           [&](const Attempt* a) { return a->body_hash != first.body_hash; });
    if (!has_stable_key(input, one)) {
      observe(m, "resilience.safe-retries.unsafe-retry",
              fmt::format("{} was sent again after a failure that left open whether it had been done, {}",
                          one.operation, key.empty() ? without_key(header) : "with a new idempotency key each time"),
              one);
    } else if (first_with.try_emplace({one.operation, key}, one.call).first->second != one.call) {
      observe(m, "resilience.safe-retries.key-shared",
              fmt::format("{}: two different calls carried the same idempotency key", one.operation), one);
    }
    if (bodies_differ) m.confounders.push_back("bodies change between attempts");
  }
}

void look_at_rejected(const Findings& found, Measurement& m) {
  for (const Repetition& one : found.rejected) {
    if (one.retries() == 0) continue;
    observe(m, "resilience.safe-retries.rejection-retried",
            fmt::format("{} was answered 400 and sent again all the same", one.operation), one);
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "safe_retries";
  const Findings found = read(input, records);
  if (!found.all_apart) m.confounders.push_back(kTiersMixed);
  if (found.resets == 0) {
    m.why_unknown = why_nothing(
        records, found.all_apart ? "no attempt was reset after its request had been consumed" : kTiersMixed);
    return m;
  }
  m.injected = true;
  m.operation = found.ambiguous.front().operation;
  look_at_ambiguous(input, found, m);
  look_at_rejected(found, m);
  std::vector<double> again;
  for (const Repetition& one : found.ambiguous) again.push_back(static_cast<double>(one.retries()));
  m.quantities.push_back(quantity_of("sent_again", again, "retries"));
  m.evidence = lines_of(LogicalCall{found.ambiguous.front().call, found.ambiguous.front().attempts});
  if (!m.observations.empty()) {
    m.present = Presence::no;
    m.summary = m.observations.front().message;
    m.operation = m.observations.front().operation;
    m.evidence = m.observations.front().evidence;
    return m;
  }
  if (found.rejected.empty()) {
    m.why_unknown = "no attempt was answered 400, so whether rejections are retried is not known";
    return m;
  }
  m.present = Presence::yes;
  const bool repeated = std::any_of(again.begin(), again.end(), [](double count) { return count > 0; });
  m.summary = !repeated                   ? "nothing is sent again after an ambiguous failure"
              : found.not_idempotent_seen ? "repeats carry one idempotency key"
                                          : "only idempotent operations are sent again";
  if (!found.not_idempotent_seen) m.confounders.push_back("only idempotent operations crossed the edge");
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value&) {
  if (m.present == Presence::yes) return {Verdict::holds, "resilience.safe-retries.holds", m.summary};
  return {Verdict::broken, m.observations.front().rule, m.observations.front().message};
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const FirstLook& look = *input.look;
    return calm_phase(look, 3) + kAmbiguous * single_phase(look, look.failing, 150ms) +
           2 * single_phase(look, look.calm, 150ms);
  }
  return 3s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor safe_retries_pattern{
    "safe_retries",
    "Safe retries only",
    "nothing that may have been done already is sent again without an idempotency key",
    {{"key", ParameterType::text, false, "Idempotency-Key", "the header that stays the same over all attempts"}},
    &kPattern};

}  // namespace squall::chaos
