// Hedging: the first attempt of a call is slow and the second fast. Does a second one start while the first is still
// open, in slow calls and not in fast ones, and is the loser given up? A timer that only races against the call and
// then retries looks the same from the edge; where both attempts are slow, it waits for the second, a hedge takes the
// first.

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/hedged_call.h"
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

// Shorter than the consumer's timeout, where one ended a first attempt that was held.
Duration hold_of_both(const PatternInput& input, const std::vector<SlowCall>& both) {
  Duration hold = hold_of(input);
  for (const SlowCall& slow : both) {
    if (!tells_hedge_from_timer(slow) && slow.first->ended_by == Peer::consumer && slow.first->ended)
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

void observe_losers(const std::vector<SlowCall>& slow, std::size_t kept, Measurement& m) {
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

void observe_unsafe(const PatternInput& input, const std::vector<SlowCall>& slow, Measurement& m) {
  for (const SlowCall& one : slow) {
    if (one.second == nullptr || contracts::http::is_idempotent(one.first->method)) continue;
    const std::string header = key_header(input, operation_of(*one.first));
    const auto key = one.first->request_headers.get(header);
    if (!key.empty() && key == one.second->request_headers.get(header)) continue;
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
  std::erase_if(both, [](const SlowCall& one) { return !tells_hedge_from_timer(one); });
  if (slow.empty()) {
    m.why_unknown = why_nothing(records, "no attempt was made slow");
    return m;
  }
  m.injected = true;
  m.operation = operation_of(*slow.front().first);
  m.evidence = lines_of(slow.front().call);
  std::vector<double> after;
  std::size_t kept = 0;
  for (const SlowCall& one : slow) {
    if (one.second == nullptr) continue;
    after.push_back(one.after);
    if (!one.loser_closed) ++kept;
  }
  const CalmCalls calm = read_calm(input, records);
  const bool always = sends_all_twice(slow, calm);
  const auto sent_twice = static_cast<double>(always ? calm.doubled : calm.with_more);
  const double share = 100 * static_cast<double>(after.size()) / static_cast<double>(slow.size());
  m.quantities.push_back(quantity_of("hedged_when_slow", {share}, "%"));
  m.quantities.push_back(
      quantity_of("hedged_when_fast", {calm.seen == 0 ? 0 : 100 * sent_twice / static_cast<double>(calm.seen)}, "%"));
  m.quantities.push_back(quantity_of("hold", {to_ms(hold_of(input))}, "ms"));
  if (slow.size() < kSlow / 2) {
    m.why_unknown = fmt::format("only {} calls were made slow", slow.size());
  } else if (always) {
    m.present = Presence::no;
    m.labels.emplace_back(kAlways);
    m.summary =
        fmt::format("no hedging: the second attempt does not wait for the first to be slow ({} of {} in calm have one)",
                    calm.doubled, calm.seen);
  } else if (calm.with_more > 0) {
    m.why_unknown = fmt::format("{} of {} fast calls were sent twice as well", calm.with_more, calm.seen);
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
    observe_unsafe(input, slow, m);
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
