// Bulkhead: every reply of the provider is held and the number of stimuli at once is doubled, round by round. Does the
// number in flight on the edge stop growing, is the excess turned away, and do routes that need no provider go on as if
// nothing was? A cap where the excess only waits (a connection pool, a number of threads) is none.

#include <fmt/format.h>

#include <algorithm>

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

constexpr std::size_t kFirst = 4;
constexpr std::size_t kMost = 512;
constexpr Duration kShortest = 60ms;
constexpr std::size_t kDoublings = 3;  // without growth: a cap

struct Round {
  const PhaseRecord* record = nullptr;
  std::size_t offered = 0;
  Duration hold{0};
  std::size_t in_flight = 0;  // on the edge, the most at once
  std::size_t waited = 0;     // calls that came through, but only after others had gone
  std::vector<double> rejected_in;
  Instant turned_away_by{};  // the excess was gone, and only what is in flight was left
  bool spread_out = false;   // the stimuli did not come at once
  bool given_up = false;     // the consumer did not wait for the held reply
};

Duration hold_of(const Phase& phase) {
  return duration_in(phase.faults.front().parameters, "for").value_or(Duration(0));
}

Round read_round(const PhaseRecord& record, const PatternInput& input) {
  Round round;
  const Duration hold = round.hold = hold_of(record.phase);
  round.record = &record;
  round.turned_away_by = record.from;
  round.offered = record.phase.in_flight;
  const auto own = own_attempts(record, input.correlation_header);
  round.in_flight = most_open(own, record.to);
  round.spread_out = spread_of(record.calls) > hold / 2;
  round.given_up = gave_up(own);
  for (const LogicalCall& call : logical_calls(record, input.correlation_header)) {
    // What was answered before the hold could end was not waited for; nor was what never came to the edge.
    const bool not_carried = record.traced ? call.attempts.empty() : !went_well(*call.call);
    if (not_carried || ms_of(*call.call) < 0.9 * to_ms(hold)) {
      if (call.call->status == 0) continue;
      round.rejected_in.push_back(ms_of(*call.call));
      if (ms_of(*call.call) < 0.9 * to_ms(hold))
        round.turned_away_by = std::max(round.turned_away_by, call.call->finished);
    } else if (ms_of(*call.call) > 1.7 * to_ms(hold)) {
      ++round.waited;
    }
  }
  return round;
}

std::vector<Round> read_rounds(const PatternInput& input, std::span<const PhaseRecord> records) {
  std::vector<Round> rounds;
  for (const PhaseRecord& record : records) {
    if (record.phase.pace != Pace::together || !record.settled || record.calls.empty()) continue;
    rounds.push_back(read_round(record, input));
  }
  // Those under the shortest hold count: it was shortened because the consumer did not wait for a longer one.
  const Duration last = rounds.empty() ? Duration(0) : rounds.back().hold;
  std::erase_if(rounds, [&](const Round& round) { return round.hold != last; });
  return rounds;
}

bool about_equal(std::size_t a, std::size_t b) {
  return std::max(a, b) - std::min(a, b) <= std::max<std::size_t>(1, std::max(a, b) / 20);
}

// The rounds at the end in which the number in flight did not grow any more.
std::span<const Round> plateau(const std::vector<Round>& rounds) {
  if (rounds.empty()) return {};
  std::size_t first = rounds.size() - 1;
  while (first > 0 && about_equal(rounds[first - 1].in_flight, rounds.back().in_flight)) --first;
  return std::span(rounds).subspan(first);
}

bool capped(const std::vector<Round>& rounds) {
  const auto level = plateau(rounds);
  return level.size() > kDoublings && rounds.back().offered >= 4 * std::max<std::size_t>(rounds.back().in_flight, 1);
}

std::size_t most_offered(const PatternInput& input) {
  const auto declared = count_in(input.expectation, "at_most");
  if (!declared) return input.quick ? 64 : 256;
  std::size_t most = kFirst;
  while (most < 8 * *declared && most < kMost) most *= 2;
  return most;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) {
    Phase phase = baseline_phase(input, 10);
    phase.every = 50ms;
    phase.beside = {"unaffected"};
    return phase;
  }
  const auto rounds = read_rounds(input, records);
  if (!rounds.empty() && !rounds.back().given_up && (capped(rounds) || rounds.back().spread_out)) return std::nullopt;
  const bool too_long = !rounds.empty() && rounds.back().given_up && rounds.back().hold > kShortest;
  const Duration hold = rounds.empty() ? hold_below_timeout(input)
                        : too_long     ? rounds.back().hold / 2
                                       : rounds.back().hold;
  const std::size_t offered = rounds.empty() || too_long ? kFirst : 2 * rounds.back().offered;
  // Where a cap begins to show, it is followed further.
  if (!rounds.empty() && rounds.back().given_up && !too_long) return std::nullopt;
  const bool falls_behind = !rounds.empty() && rounds.back().in_flight * 10 < rounds.back().offered * 9;
  if (offered > (falls_behind ? kMost : most_offered(input))) return std::nullopt;
  Phase phase = single_stimulus(input, fmt::format("{} at once", offered), hold_reply(hold), 2);
  phase.pace = Pace::together;
  phase.calls = phase.in_flight = offered;
  phase.client_timeout = patience_for(hold) + offered * 20ms;
  phase.beside = {"unaffected"};
  return phase;
}

// What calls beside the stimuli took while the provider was slow. A whole crowd that comes at once, and is told to go,
// keeps a consumer busy for a moment, whatever its provider does.
std::vector<double> taken_beside(std::span<const Round> rounds, std::string_view member) {
  std::vector<double> taken;
  for (const Round& round : rounds) {
    for (const Call& call : round.record->beside) {
      if (call.purpose == member && call.finished > round.turned_away_by)
        taken.push_back(to_ms(call.finished - std::max(call.started, round.turned_away_by)));
    }
  }
  return taken;
}

// Routes that need no provider, while the cap was reached, against calm.
void note_unaffected(std::span<const PhaseRecord> records, std::span<const Round> rounds, Measurement& m) {
  BesideFigures calm, crowded;
  if (const PhaseRecord* baseline = find_phase(records, "baseline")) add_beside(calm, *baseline, "unaffected");
  for (const Round& round : rounds) add_beside(crowded, *round.record, "unaffected");
  if (calm.asked < 5 || calm.per_second() == 0) return;
  const double share = 100 * crowded.per_second() / calm.per_second();
  const auto taken = taken_beside(rounds, "unaffected");
  const double slower = percentile(taken, 0.99), before = percentile(calm.ms, 0.99);
  m.quantities.push_back(quantity_of("unaffected_throughput", {share}, "%"));
  m.quantities.push_back(quantity_of("unaffected_p99", {slower}, "ms"));
  // One of less than a hundred is no hundredth of them.
  const auto beyond = std::count_if(taken.begin(), taken.end(), [&](double ms) { return ms > 2 * before + 20; });
  if (share >= 90 && beyond <= std::max<std::ptrdiff_t>(1, std::ssize(taken) / 100)) return;
  Observation spill;
  spill.rule = "resilience.bulkhead.spills-over";
  spill.message = fmt::format(
      "a route that does not need the provider kept {:.0f} % of its throughput while the provider was slow, p99 {} "
      "after {} in calm",
      share, ms_text(slower), ms_text(before));
  spill.operation = m.operation;
  spill.evidence = m.evidence;
  m.observations.push_back(std::move(spill));
  m.labels.push_back("spills over");
}

void note_rounds(const std::vector<Round>& rounds, Measurement& m) {
  for (const Round& round : rounds) {
    m.evidence.push_back(
        {round.record->from,
         fmt::format("{} at once: {} in flight on the edge at most, {} turned away{}, {} waited for others to go",
                     round.offered, round.in_flight, round.rejected_in.size(),
                     round.rejected_in.empty() ? "" : " after " + ms_text(median(round.rejected_in)), round.waited)});
  }
}

void conclude_cap(std::span<const Round> level, Measurement& m) {
  std::vector<double> in_flight, rejected_in, waited;
  for (const Round& round : level) {
    if (round.offered > round.in_flight) in_flight.push_back(static_cast<double>(round.in_flight));
    waited.push_back(static_cast<double>(round.waited));
    rejected_in.insert(rejected_in.end(), round.rejected_in.begin(), round.rejected_in.end());
  }
  m.quantities.push_back(quantity_of("in_flight", in_flight, "attempts"));
  const Round& last = level.back();
  if (last.rejected_in.empty()) {
    m.present = Presence::no;
    m.labels.push_back("the excess waits");
    m.summary =
        fmt::format("no bulkhead: {} in flight at most, but of {} at once nobody is turned away, the excess waits",
                    last.in_flight, last.offered);
    return;
  }
  if (last.rejected_in.size() * 2 < last.offered - last.in_flight) {
    m.why_unknown = fmt::format("{} in flight at most, but only {} of the {} others were turned away", last.in_flight,
                                last.rejected_in.size(), last.offered - last.in_flight);
    return;
  }
  m.present = Presence::yes;
  m.quantities.push_back(quantity_of("rejects_in", rejected_in, "ms"));
  m.quantities.push_back(quantity_of("queued", waited, "calls"));
  m.summary = fmt::format("{:.0f} in flight at most; the excess is turned away after {}", median(in_flight),
                          ms_text(median(rejected_in)));
  if (median(waited) > 0) m.summary += fmt::format(", {:.0f} waiting", median(waited));
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "bulkhead";
  if (input.tier_between) m.confounders.push_back("the service between may turn calls away itself");
  const auto rounds = read_rounds(input, records);
  m.injected = any_injected(records, input.correlation_header);
  if (!m.injected || rounds.empty()) {
    m.injected = false;
    m.why_unknown = why_nothing(records, "no held reply reached the consumer");
    return m;
  }
  for (const Round& round : rounds) {
    if (m.operation.empty() && !round.record->attempts.empty())
      m.operation = operation_of(round.record->attempts.front());
  }
  note_rounds(rounds, m);
  m.quantities.push_back(quantity_of("offered", {static_cast<double>(rounds.back().offered)}, "calls"));
  if (std::any_of(rounds.begin(), rounds.end(), [](const Round& r) { return r.given_up; })) {
    m.why_unknown = "the consumer gave up on held replies, which made room for others";
    return m;
  }
  if (capped(rounds)) {
    conclude_cap(plateau(rounds), m);
    note_unaffected(records, plateau(rounds), m);
    return m;
  }
  const Round& last = rounds.back();
  if (last.spread_out) {
    m.why_unknown =
        fmt::format("{} stimuli could not be begun at once: the generator's own cap came first", last.offered);
  } else if (last.in_flight * 10 >= last.offered * 9) {
    m.present = Presence::no;
    m.summary = fmt::format("no bulkhead up to {} calls at once: {} were in flight", last.offered, last.in_flight);
    note_unaffected(records, std::span(rounds).last(1), m);
  } else {
    m.why_unknown = fmt::format("of {} at once {} were in flight: neither all nor a number that stays", last.offered,
                                last.in_flight);
  }
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const auto at_most = count_in(expectation, "at_most");
  if (m.present == Presence::no) {
    const double offered = m.quantity("offered")->median;
    const std::string expected = at_most ? fmt::format("a bulkhead of at most {}", *at_most) : "a bulkhead";
    const std::string message = fmt::format("expected {}; {}", expected, m.summary);
    if (at_most && offered <= static_cast<double>(*at_most))
      return {Verdict::inconclusive, "resilience.bulkhead.inconclusive", message};
    return {Verdict::broken, "resilience.bulkhead.missing", message};
  }
  if (at_most && m.quantity("in_flight")->max > static_cast<double>(*at_most)) {
    return {Verdict::broken, "resilience.bulkhead.too-wide",
            fmt::format("expected at most {} calls in flight; saw {:.0f}", *at_most, m.quantity("in_flight")->max)};
  }
  const auto within = duration_in(expectation, "rejects_within");
  if (within && m.quantity("rejects_in")->median > to_ms(*within) * 1.1 + 10) {
    return {Verdict::broken, "resilience.bulkhead.slow-rejection",
            fmt::format("expected the excess to be turned away within {:.0f} ms; it took {}", to_ms(*within),
                        ms_text(m.quantity("rejects_in")->median))};
  }
  if (m.labelled("spills over"))
    return {Verdict::broken, "resilience.bulkhead.spills-over", m.observations.front().message};
  return {Verdict::holds, "resilience.bulkhead.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const Duration hold = forecast_hold(input);
    Duration rounds{0};
    for (std::size_t offered = kFirst; offered <= most_offered(input); offered *= 2)
      rounds += single_phase(*input.look, hold, 60ms, 2);
    return 520ms + rounds;
  }
  return input.quick ? 4s : 8s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor bulkhead_pattern{
    "bulkhead",
    "Bulkhead",
    "only so many calls are in flight to a slow provider, the excess is turned away",
    {{"at_most", ParameterType::integer, false, "", "calls in flight, at most"},
     {"rejects_within", ParameterType::duration, false, "", "the excess is turned away within this"}},
    &kPattern,
    {},
    {{"unaffected",
      "a request to the consumer that does not need the provider and must go on as in calm, as METHOD /path"}}};

}  // namespace squall::chaos
