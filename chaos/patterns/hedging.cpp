// Hedging: the first attempt of a call is slow and the second fast. Does a second one start while the first is still
// open, in slow calls and not in fast ones, and is the loser given up? A timer that only races against the call and
// then retries looks the same from the edge; where both attempts are slow, it waits for the second, a hedge takes the
// first.

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/repetition.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSlow = 8;
constexpr std::size_t kBothSlow = 2;
constexpr const char* kAlways = "sends everything twice";

Duration hold_of(const PatternInput& input) {
  if (const auto timeout = measured_timeout(input)) return std::max<Duration>(*timeout * 4 / 5, 50ms);
  if (input.declared_timeout) return std::max<Duration>(*input.declared_timeout / 2, 50ms);
  return input.quick ? 1s : 2s;
}

Phase slow_phase(const PatternInput& input, const std::string& name, Duration slow, bool first_only) {
  FaultSpec hold = hold_reply(slow);
  if (first_only) hold.first = 1;
  Phase phase = single_stimulus(input, name, std::move(hold), 1);
  phase.client_timeout = patience_for(slow);
  phase.attempts_at_most = 12;
  phase.linger = 100ms;
  return phase;
}

// One stimulus whose first attempt was slow.
struct Slow {
  LogicalCall call;
  const Attempt* first = nullptr;
  const Attempt* second = nullptr;  // sent while the first was open; nullptr: none was
  double after = 0;                 // ms after the first
  bool loser_closed = false;
};

// The consumer itself let go of the attempt because of the other's answer, not for a timeout of its own.
bool closed_soon_after(const Attempt& attempt, Instant answer) {
  return attempt.ended_by == Peer::consumer && attempt.ended && *attempt.ended <= answer + 50ms;
}

std::vector<Slow> read_slow(const PatternInput& input, std::span<const PhaseRecord> records, std::string_view name) {
  std::vector<Slow> found;
  const Design design = design_of(records, input.correlation_header);
  for (const PhaseRecord& record : records) {
    if (record.phase.name != name) continue;
    for (LogicalCall& call : logical_calls(record, input.correlation_header)) {
      if (!call.injected()) continue;
      Slow slow;
      slow.call = call;
      for (const AttemptGroup& group : groups_of(call, design)) {
        const auto struck = std::find_if(group.attempts.begin(), group.attempts.end(),
                                         [](const Attempt* a) { return !a->faults.empty(); });
        if (struck == group.attempts.end()) continue;
        slow.first = *struck;
        const auto open_until = (*struck)->ended.value_or(record.to);
        const std::size_t by_design = design.alike_of(group.operation);
        const auto next = std::next(struck);
        if (group.attempts.size() > by_design && next != group.attempts.end() &&
            (*next)->request_started < open_until) {
          slow.second = *next;
          slow.after = to_ms((*next)->request_started - (*struck)->request_started);
          slow.loser_closed = closed_soon_after(**struck, slow.second->last_byte.value_or(call.call->finished));
        }
        break;
      }
      if (slow.first != nullptr) found.push_back(std::move(slow));
    }
  }
  return found;
}

// Both were slow, and the first was waited for to its end.
bool tells_hedge_from_timer(const Slow& slow) {
  return slow.second != nullptr && slow.first->last_byte.has_value();
}

// Shorter than the consumer's timeout, where one ended a first attempt that was held.
Duration hold_of_both(const PatternInput& input, const std::vector<Slow>& both) {
  Duration hold = hold_of(input);
  for (const Slow& slow : both) {
    if (slow.first->ended_by == Peer::consumer && slow.first->ended && !slow.first->last_byte)
      hold = std::min<Duration>(hold, (*slow.first->ended - slow.first->request_started) * 4 / 5);
  }
  return hold;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 10);
  if (count_phases(records, "first slow") < kSlow) return slow_phase(input, "first slow", hold_of(input), true);
  const auto both = read_slow(input, records, "both slow");
  const auto telling = static_cast<std::size_t>(std::count_if(both.begin(), both.end(), tells_hedge_from_timer));
  const std::size_t tries = count_phases(records, "both slow");
  if (tries < kBothSlow || (telling < kBothSlow && tries < 2 * kBothSlow && hold_of_both(input, both) < hold_of(input)))
    return slow_phase(input, "both slow", hold_of_both(input, both), false);
  return std::nullopt;
}

bool alike(const Attempt& a, const Attempt& b) {
  return a.method == b.method && a.target == b.target && a.body_hash == b.body_hash;
}

// Fast calls in which one and the same thing was sent again while the first was open.
std::size_t doubled_in_calm(const PatternInput& input, std::span<const PhaseRecord> records) {
  const PhaseRecord* baseline = find_phase(records, "baseline");
  if (baseline == nullptr) return 0;
  const auto calls = logical_calls(*baseline, input.correlation_header);
  return static_cast<std::size_t>(std::count_if(calls.begin(), calls.end(), [](const LogicalCall& call) {
    for (std::size_t i = 1; i < call.attempts.size(); ++i) {
      const Attempt &first = *call.attempts[i - 1], &second = *call.attempts[i];
      if (alike(first, second) && second.request_started < end_of(first)) return true;
    }
    return false;
  }));
}

// Fast calls in which more was sent than the design of most calls has.
double hedged_in_calm(const PatternInput& input, std::span<const PhaseRecord> records, std::size_t& calls) {
  const PhaseRecord* baseline = find_phase(records, "baseline");
  std::vector<double> counts;
  if (baseline != nullptr) {
    for (const LogicalCall& call : logical_calls(*baseline, input.correlation_header))
      counts.push_back(static_cast<double>(call.attempts.size()));
  }
  calls = counts.size();
  const double usual = median(counts);
  return static_cast<double>(std::count_if(counts.begin(), counts.end(), [&](double n) { return n > usual; }));
}

// Where both are slow: the answer comes with the first one's (a hedge), or with the second's (a retry after a timer).
bool takes_the_first(const std::vector<Slow>& both) {
  return std::any_of(both.begin(), both.end(), [](const Slow& slow) {
    return slow.call.call->finished < *slow.first->last_byte + from_ms(std::max(20.0, slow.after / 2));
  });
}

void observe_losers(const std::vector<Slow>& slow, std::size_t kept, Measurement& m) {
  if (kept * 2 < slow.size()) return;
  Observation loser;
  loser.rule = "resilience.hedging.loser-kept";
  loser.message =
      fmt::format("the slow attempt goes on after the other has answered ({} of {} times)", kept, slow.size());
  loser.operation = m.operation;
  loser.evidence = m.evidence;
  m.observations.push_back(std::move(loser));
  m.labels.push_back("loser not cancelled");
}

void observe_unsafe(const std::vector<Slow>& slow, Measurement& m) {
  for (const Slow& one : slow) {
    if (one.second == nullptr || contracts::http::is_idempotent(one.first->method)) continue;
    const auto key = one.first->request_headers.get("idempotency-key");
    if (!key.empty() && key == one.second->request_headers.get("idempotency-key")) continue;
    Observation unsafe;
    unsafe.rule = "resilience.hedging.not-idempotent";
    unsafe.message = fmt::format("{} is hedged without one idempotency key: it may be carried out twice", m.operation);
    unsafe.operation = m.operation;
    unsafe.evidence = lines_of(one.call);
    m.observations.push_back(std::move(unsafe));
    return;
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "hedging";
  if (input.tier_between) m.confounders.push_back("the service between may be the one that sends twice");
  const auto slow = read_slow(input, records, "first slow");
  auto both = read_slow(input, records, "both slow");
  std::erase_if(both, [](const Slow& one) { return !tells_hedge_from_timer(one); });
  if (slow.empty()) {
    m.why_unknown = why_nothing(records, "no attempt was made slow");
    return m;
  }
  m.injected = true;
  m.operation = operation_of(*slow.front().first);
  m.evidence = lines_of(slow.front().call);
  std::vector<double> after;
  std::size_t kept = 0;
  for (const Slow& one : slow) {
    if (one.second == nullptr) continue;
    after.push_back(one.after);
    if (!one.loser_closed) ++kept;
  }
  std::size_t calm_calls = 0;
  const double hedged_fast = hedged_in_calm(input, records, calm_calls);
  const std::size_t doubled = doubled_in_calm(input, records);
  const double sent_twice = std::max(hedged_fast, static_cast<double>(doubled));
  const double share = 100 * static_cast<double>(after.size()) / static_cast<double>(slow.size());
  m.quantities.push_back(quantity_of("hedged_when_slow", {share}, "%"));
  m.quantities.push_back(
      quantity_of("hedged_when_fast", {calm_calls == 0 ? 0 : 100 * sent_twice / static_cast<double>(calm_calls)}, "%"));
  m.quantities.push_back(quantity_of("hold", {to_ms(hold_of(input))}, "ms"));
  if (slow.size() < kSlow / 2) {
    m.why_unknown = fmt::format("only {} calls were made slow", slow.size());
  } else if (doubled * 2 > calm_calls) {
    m.present = Presence::no;
    m.labels.emplace_back(kAlways);
    m.summary = fmt::format("no hedging: fast calls are sent twice as well ({} of {} in calm)", doubled, calm_calls);
  } else if (hedged_fast > 0) {
    m.why_unknown = fmt::format("{:.0f} of {} fast calls were sent twice as well", hedged_fast, calm_calls);
  } else if (after.empty()) {
    m.present = Presence::no;
    m.summary =
        fmt::format("no hedging: no second attempt while the first was open for {}", ms_text(to_ms(hold_of(input))));
  } else if (share < 95) {
    m.why_unknown = fmt::format("a second attempt in {} of {} slow calls only", after.size(), slow.size());
  } else if (!both.empty() && !takes_the_first(both)) {
    m.present = Presence::no;
    m.labels.push_back("a retry after a timer that leaves the first attempt open");
    m.summary = fmt::format("no hedging: after {} the first attempt is given up, though its connection stays open",
                            ms_text(median(after)));
  } else {
    m.present = Presence::yes;
    m.quantities.push_back(quantity_of("hedge_after", after, "ms"));
    m.summary = fmt::format("sends a second attempt after {}", text_of(*m.quantity("hedge_after")));
    if (both.empty()) m.confounders.push_back("a retry whose timer leaves the first attempt open was not told apart");
    observe_losers(slow, kept, m);
    observe_unsafe(slow, m);
  }
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const auto within = duration_in(expectation, "within");
  if (m.labelled(kAlways))
    return {Verdict::broken, "resilience.hedging.always",
            fmt::format("expected a second attempt of slow calls only; {}", m.summary)};
  if (m.present == Presence::no) {
    if (within && to_ms(*within) >= m.quantity("hold")->median) {
      return {Verdict::inconclusive, "resilience.hedging.inconclusive",
              fmt::format("expected a second attempt within {:.0f} ms; the first could be kept open for {} only",
                          to_ms(*within), ms_text(m.quantity("hold")->median))};
    }
    return {Verdict::broken, "resilience.hedging.missing", fmt::format("expected a hedged call; {}", m.summary)};
  }
  if (within && m.quantity("hedge_after")->median > to_ms(*within) * 1.1 + 10) {
    return {Verdict::broken, "resilience.hedging.late",
            fmt::format("expected a second attempt within {:.0f} ms; it came after {}", to_ms(*within),
                        ms_text(m.quantity("hedge_after")->median))};
  }
  if (!m.observations.empty()) return {Verdict::broken, m.observations.front().rule, m.observations.front().message};
  return {Verdict::holds, "resilience.hedging.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const FirstLook& look = *input.look;
    const auto timeout = attempt_timeout(look);
    const Duration hold =
        timeout && !measured_timeout(input) ? std::max<Duration>(*timeout * 4 / 5, 50ms) : hold_of(input);
    return calm_phase(look, 10) + (kSlow + kBothSlow) * single_phase(look, held_call(look, hold), 100ms, 1);
  }
  return (kSlow + kBothSlow) * hold_of(input) + 2s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor hedging_pattern{
    "hedging",
    "Hedging",
    "a slow call is sent a second time, the first answer is taken and the other given up",
    {{"within", ParameterType::duration, false, "", "the second attempt starts within this"}},
    &kPattern};

}  // namespace squall::chaos
