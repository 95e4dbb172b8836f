// Timeout: the provider holds its reply. Does the consumer stop waiting, after how long, and does it let go of the
// connection? Then the other kinds, told apart: a body that stops (idle), one that only trickles (the whole answer), a
// connection that nobody answers (connect).

#include <fmt/format.h>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/timeout_limits.h"
#include "chaos/patterns/timeout_response.h"
#include "chaos/patterns/trouble.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::format_duration;
using namespace std::chrono_literals;

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 4);
  const HeldReplies held = held_replies(input, records);
  if (auto hold = next_hold(input, records, held)) return hold;
  return held.samples == 0 ? std::nullopt : next_limit(input, records, held.response());
}

void keep_evidence(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m) {
  const PhaseRecord* held = find_phase(records, "hold");
  if (held == nullptr) return;
  for (const LogicalCall& call : logical_calls(*held, input.correlation_header)) {
    if (call.injected()) m.evidence = lines_of(call);
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "timeout";
  const HeldReplies held = held_replies(input, records);
  m.quantities.push_back(quantity_of("hold", {to_ms(held.hold)}, "ms"));
  if (input.tier_between) m.confounders.push_back("a service between may cancel before the consumer does");
  if (held.samples == 0) {
    m.why_unknown = why_nothing(records, "no held reply reached the consumer");
    return m;
  }
  m.injected = true;
  m.operation = operation_of(*held.reactions.front().attempt);
  keep_evidence(input, records, m);
  conclude_response(held, m);
  const auto response = m.present == Presence::yes ? held.response() : std::nullopt;
  if (m.present != Presence::unknown) conclude_limits(input, records, response, m);
  return m;
}

Judgement judge_response(const Measurement& m, std::optional<Duration> at_most, std::optional<Duration> at_least) {
  const double hold = m.quantity("hold")->median;
  if (m.present == Presence::no) {
    const bool proven = at_most ? to_ms(*at_most) < hold : hold >= 60'000;
    const std::string expected =
        at_most ? fmt::format("a timeout of at most {}", format_duration(*at_most)) : "a timeout";
    const std::string message = fmt::format("expected {}; no reaction to a reply held for {}", expected, ms_text(hold));
    if (!proven) return {Verdict::inconclusive, "resilience.timeout.inconclusive", message};
    return {Verdict::broken, "resilience.timeout.missing", message};
  }
  const double found = m.quantity("response")->median;
  if (at_most && found > to_ms(*at_most) * 1.1 + 10) {
    return {
        Verdict::broken, "resilience.timeout.too-long",
        fmt::format("expected a timeout of at most {}; it came after {}", format_duration(*at_most), ms_text(found))};
  }
  if (at_least && found < to_ms(*at_least) * 0.9) {
    return {
        Verdict::broken, "resilience.timeout.too-short",
        fmt::format("expected a timeout of at least {}; it came after {}", format_duration(*at_least), ms_text(found))};
  }
  return {Verdict::holds, "resilience.timeout.holds", m.summary};
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const auto at_most = duration_in(expectation, "at_most");
  const auto at_least = duration_in(expectation, "at_least");
  const auto limits = judge_limits(m, expectation);
  if (limits && !at_most && !at_least) return *limits;
  const Judgement response = judge_response(m, at_most, at_least);
  return limits && response.verdict == Verdict::holds ? *limits : response;
}

Duration expected_time(const PatternInput& input) {
  const Duration hold = hold_for_timeout(input);
  if (input.look) {
    const FirstLook& look = *input.look;
    const Duration held = held_call(look, hold);
    const std::int64_t holds = look.gave_up ? 3 : hold >= 10s ? 1 : 2;
    return calm_phase(look, 4) + holds * single_phase(look, held, 150ms) + expected_time_of_limits(input);
  }
  return (input.declared_timeout ? 6 * *input.declared_timeout + 500ms : hold + 2s) + expected_time_of_limits(input);
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor timeout_pattern{
    "timeout",
    "Timeout",
    "the consumer stops waiting for a slow provider",
    {{"at_most", ParameterType::duration, false, "", "the consumer gives up waiting for an answer within this"},
     {"at_least", ParameterType::duration, false, "", "and not before this"},
     {"connect", ParameterType::duration, false, "", "it gives up making a connection within this"},
     {"idle", ParameterType::duration, false, "", "it gives up a body of which nothing more comes within this"},
     {"total", ParameterType::duration, false, "", "it gives up a body that only trickles within this"}},
    &kPattern};

}  // namespace squall::chaos
