// Load shedding: the provider is slow, so that the consumer's capacity is known to be small. First that capacity is
// found, by more and more stimuli at once; then twice as much is offered. Does what is done stay near the capacity, do
// accepted calls stay fast, are the others refused at once, and is all well again after the load?

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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
constexpr Duration kShortest = 60ms;
constexpr double kHighestRate = 600;  // that the generator offers

struct Level {
  std::size_t in_flight = 0;
  Duration hold{0};
  bool given_up = false;  // the consumer did not wait for the held reply
  double throughput = 0;  // done a second
};

std::vector<Level> levels_of(const PatternInput& input, std::span<const PhaseRecord> records) {
  std::vector<Level> levels;
  for (const PhaseRecord& record : records) {
    if (record.phase.pace != Pace::together || !record.settled || record.calls.empty()) continue;
    Level level;
    level.in_flight = record.phase.in_flight;
    level.hold = duration_in(record.phase.faults.front().parameters, "for").value_or(Duration(0));
    const auto own = own_attempts(record, input.correlation_header);
    level.given_up = gave_up(own);
    // What is in flight, over how long it is (Little's law): refusals that come at once do not count.
    std::vector<double> seconds;
    for (const Attempt& attempt : own) {
      if (attempt.last_byte) seconds.push_back(to_ms(*attempt.last_byte - attempt.request_started) / 1000);
    }
    const auto in_flight = static_cast<double>(most_open(own, record.to));
    level.throughput = seconds.empty() ? 0 : in_flight / std::max(median(seconds), 0.001);
    levels.push_back(level);
  }
  // Those under the shortest hold count: it was shortened because the consumer did not wait for a longer one.
  const Duration last = levels.empty() ? Duration(0) : levels.back().hold;
  std::erase_if(levels, [&](const Level& level) { return level.hold != last; });
  return levels;
}

// More at once bring no more done, twice in a row.
std::optional<double> capacity_of(const std::vector<Level>& levels) {
  if (levels.size() < 3) return std::nullopt;
  const double before = levels[levels.size() - 3].throughput;
  const double last = std::max(levels[levels.size() - 2].throughput, levels.back().throughput);
  if (last > 1.15 * before) return std::nullopt;
  double most = 0;
  for (const Level& level : levels) most = std::max(most, level.throughput);
  return most;
}

Phase slow(const PatternInput& input, std::string name, Duration hold) {
  Phase phase = single_stimulus(input, std::move(name), hold_reply(hold), 1);
  phase.client_timeout = 15s;
  phase.linger = 60ms;
  return phase;
}

Phase at_rate(const PatternInput& input, std::string name, double rate, Duration lasts, Duration hold) {
  Phase phase = slow(input, std::move(name), hold);
  phase.pace = Pace::steady;
  phase.every = from_ms(1000 / rate);
  phase.calls = static_cast<std::size_t>(std::llround(rate * to_ms(lasts) / 1000));
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 3);
  const auto levels = levels_of(input, records);
  const auto capacity = capacity_of(levels);
  const bool too_long = !levels.empty() && levels.back().in_flight == kFirst && levels.back().given_up;
  if (!capacity) {
    if (too_long && levels.back().hold <= kShortest) return std::nullopt;
    const std::size_t in_flight = levels.empty() || too_long ? kFirst : 2 * levels.back().in_flight;
    const Duration hold = levels.empty() ? hold_below_timeout(input) : levels.back().hold / (too_long ? 2 : 1);
    if (in_flight > (input.quick ? 64U : 256U)) return std::nullopt;
    Phase phase = slow(input, fmt::format("{} at once", in_flight), hold);
    phase.pace = Pace::together;
    phase.in_flight = in_flight;
    phase.calls = in_flight;
    return phase;
  }
  if (*capacity < 1 || 2 * *capacity > kHighestRate) return std::nullopt;
  if (find_phase(records, "half") == nullptr) return at_rate(input, "half", *capacity / 2, 2s, levels.back().hold);
  if (find_phase(records, "double") == nullptr) return at_rate(input, "double", *capacity * 2, 4s, levels.back().hold);
  if (find_phase(records, "afterwards") == nullptr) {
    Phase phase = at_rate(input, "afterwards", *capacity / 2, 2s, levels.back().hold);
    phase.healthy_before = 0;
    return phase;
  }
  return std::nullopt;
}

struct Flow {
  double goodput = 0;  // of what was begun after the first half second, a second
  double share = 0;    // accepted, %
  std::vector<double> accepted_ms, refused_ms;
};

Flow flow_of(const PhaseRecord& record) {
  Flow flow;
  if (record.calls.empty()) return flow;
  const Instant from = record.calls.front().started + 500ms;
  const Instant until = record.calls.back().started;
  std::size_t counted = 0, done = 0;
  for (const Call& call : record.calls) {
    (went_well(call) ? flow.accepted_ms : flow.refused_ms).push_back(ms_of(call));
    if (went_well(call) && call.finished >= from && call.finished < until) ++done;
    if (went_well(call)) ++counted;
  }
  flow.share = 100.0 * static_cast<double>(counted) / static_cast<double>(record.calls.size());
  if (until > from) flow.goodput = static_cast<double>(done) * 1000 / to_ms(until - from);
  return flow;
}

EvidenceLine line(const PhaseRecord& record, const Flow& flow, std::string_view words) {
  return {record.from,
          fmt::format("{}: {} calls, {:.0f} % accepted ({:.1f}/s, p99 {}), others answered in {}", words,
                      record.calls.size(), flow.share, flow.goodput, ms_text(percentile(flow.accepted_ms, 0.99)),
                      flow.refused_ms.empty() ? "-" : ms_text(median(flow.refused_ms)))};
}

void conclude(std::span<const PhaseRecord> records, double capacity, Measurement& m) {
  const PhaseRecord& half = *find_phase(records, "half");
  const PhaseRecord& twice = *find_phase(records, "double");
  const PhaseRecord& afterwards = *find_phase(records, "afterwards");
  const Flow calm = flow_of(half), loaded = flow_of(twice), after = flow_of(afterwards);
  m.evidence = {line(half, calm, "half the capacity"), line(twice, loaded, "twice the capacity"),
                line(afterwards, after, "half of it afterwards")};
  const double goodput = 100 * loaded.goodput / capacity;
  const double slower = percentile(loaded.accepted_ms, 0.99), before = percentile(calm.accepted_ms, 0.99);
  m.quantities.push_back(quantity_of("goodput", {goodput}, "%"));
  m.quantities.push_back(quantity_of("accepted_p99", {slower}, "ms"));
  m.quantities.push_back(quantity_of("calm_p99", {before}, "ms"));
  m.quantities.push_back(quantity_of("refused_in", loaded.refused_ms, "ms"));
  if (calm.share < 95) {
    m.why_unknown = fmt::format("at half the capacity only {:.0f} % of the calls were accepted", calm.share);
    return;
  }
  const bool refuses_fast = !loaded.refused_ms.empty() && median(loaded.refused_ms) <= std::max(0.5 * before, 50.0);
  if (goodput < 80) m.labels.push_back("collapses");
  if (slower > 2 * before + 20) m.labels.push_back("accepted calls become slow");
  if (!refuses_fast) m.labels.push_back(loaded.refused_ms.empty() ? "refuses nothing" : "refuses late");
  if (after.share < 95 || percentile(after.accepted_ms, 0.5) > 2 * percentile(calm.accepted_ms, 0.5) + 20)
    m.labels.push_back("does not recover");
  m.present = m.labels.empty() ? Presence::yes : Presence::no;
  m.summary = fmt::format("at twice its capacity of {:.0f} calls a second it does {:.0f} % of it, p99 {} after {}",
                          capacity, goodput, ms_text(slower), ms_text(before));
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "load_shedding";
  if (input.tier_between) m.confounders.push_back("the service between may be the one that sheds load");
  const auto levels = levels_of(input, records);
  if (levels.empty() || !any_injected(records, input.correlation_header)) {
    m.why_unknown = why_nothing(records, "no held reply reached the consumer");
    return m;
  }
  m.injected = true;
  for (const PhaseRecord& record : records) {
    if (m.operation.empty() && !record.calls.empty()) m.operation = record.calls.front().operation;
  }
  const auto capacity = capacity_of(levels);
  if (!capacity) {
    m.why_unknown = fmt::format("with {} calls at once still more is done ({:.0f}/s): its capacity was not reached",
                                levels.back().in_flight, levels.back().throughput);
    return m;
  }
  m.quantities.push_back(quantity_of("capacity", {*capacity}, "calls/s"));
  const PhaseRecord* afterwards = find_phase(records, "afterwards");
  if (afterwards == nullptr || afterwards->calls.empty()) {
    m.why_unknown = *capacity < 1
                        ? std::string("nothing was done while the provider was slow")
                        : fmt::format("twice its capacity of {:.0f} calls a second could not be offered", *capacity);
    return m;
  }
  conclude(records, *capacity, m);
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value&) {
  if (m.present == Presence::yes) return {Verdict::holds, "resilience.load-shedding.holds", m.summary};
  std::string rule = "resilience.load-shedding.slow";
  if (m.labelled("refuses nothing"))
    rule = "resilience.load-shedding.missing";
  else if (m.labelled("collapses"))
    rule = "resilience.load-shedding.collapses";
  else if (m.labelled("does not recover"))
    rule = "resilience.load-shedding.no-recovery";
  std::string how;
  for (const std::string& label : m.labels) how += (how.empty() ? "" : ", ") + label;
  return {Verdict::broken, rule, fmt::format("expected load beyond the capacity to be shed; {} ({})", m.summary, how)};
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const Duration hold = forecast_hold(input);
    return calm_phase(*input.look, 3) + (input.quick ? 5 : 7) * single_phase(*input.look, hold, 60ms, 1);
  }
  return input.quick ? 18s : 25s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor load_shedding_pattern{
    "load_shedding",
    "Load shedding",
    "at twice its capacity the consumer still does what it can, and refuses the rest at once",
    {},
    &kPattern};

}  // namespace squall::chaos
