// Health checks: a dependency breaks under steady stimuli. Does readiness turn in time, does liveness stay (a restart
// does not mend a dependency), and are both well again after the heal?

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr Duration kEvery = 50ms;
constexpr const char* kReadiness = "readiness";
constexpr const char* kLiveness = "liveness";

Duration allowed(const PatternInput& input) {
  return duration_in(input.expectation, "within").value_or(input.quick ? Duration(3s) : Duration(10s));
}

Phase watched(const PatternInput& input, std::string name, Duration lasts) {
  Phase phase = baseline_phase(input, static_cast<std::size_t>(lasts / kEvery));
  phase.name = std::move(name);
  phase.every = kEvery;
  phase.lasts = lasts;
  phase.beside = {kReadiness, kLiveness};
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (input.expectation.find(kReadiness) == nullptr) return std::nullopt;
  if (records.empty()) return watched(input, "baseline", 1s);
  const Duration lasts = allowed(input) * 3 / 2 + 500ms;
  if (find_phase(records, "broken") == nullptr) {
    Phase phase = watched(input, "broken", lasts);
    phase.faults = {answer_with(503)};
    return phase;
  }
  if (find_phase(records, "healed") == nullptr) {
    Phase phase = watched(input, "healed", lasts);
    phase.healthy_before = 0;
    return phase;
  }
  return std::nullopt;
}

bool passes(const Call& call) {
  return call.error == CallError::none && call.status / 100 == 2;
}

struct Watch {
  std::size_t asked = 0, failed = 0, changes = 0;
  std::optional<double> first_failure, settled_well;  // ms from the phase's start; settled: well from then to the end
};

Watch watch(const PhaseRecord& record, std::string_view member) {
  Watch seen;
  bool before = true;
  for (const Call& call : record.beside) {
    if (call.purpose != member) continue;
    const double at = to_ms(call.finished - record.from);
    const bool well = passes(call);
    if (seen.asked > 0 && well != before) ++seen.changes;
    if (!well) {
      ++seen.failed;
      if (!seen.first_failure) seen.first_failure = at;
      seen.settled_well.reset();
    } else if (!seen.settled_well) {
      seen.settled_well = at;
    }
    before = well;
    ++seen.asked;
  }
  return seen;
}

EvidenceLine line(const PhaseRecord& record, std::string_view member, const Watch& seen) {
  return {record.from,
          fmt::format("{}, {}: {} of {} answers say no{}{}", record.phase.name, member, seen.failed, seen.asked,
                      seen.first_failure ? fmt::format(", the first after {}", ms_text(*seen.first_failure)) : "",
                      seen.changes > 1 ? fmt::format(", {} changes", seen.changes) : "")};
}

void conclude(const Watch& ready, const Watch& alive, const Watch& ready_again, const Watch& alive_again,
              Measurement& m) {
  if (ready.first_failure) {
    m.quantities.push_back(quantity_of("turns_after", {*ready.first_failure}, "ms"));
    m.summary = fmt::format("readiness turns {} after the dependency broke", ms_text(*ready.first_failure));
  } else {
    m.labels.push_back("readiness does not turn");
    m.summary = "readiness says yes all the while the dependency is broken";
  }
  if (alive.failed > 0 || alive_again.failed > 0) {
    m.labels.push_back("liveness fails");
    m.summary += fmt::format("; liveness says no {} times, and a restart mends no dependency",
                             alive.failed + alive_again.failed);
  }
  if (ready.first_failure && ready_again.settled_well) {
    m.quantities.push_back(quantity_of("returns_after", {*ready_again.settled_well}, "ms"));
    m.summary += fmt::format(", returns {} after the heal", ms_text(*ready_again.settled_well));
  } else if (ready.first_failure) {
    m.labels.push_back("readiness does not return");
    m.summary += ", and does not return after the heal";
  }
  m.present = m.labels.empty() ? Presence::yes : Presence::no;
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "health_checks";
  const PhaseRecord* broken = find_phase(records, "broken");
  const PhaseRecord* healed = find_phase(records, "healed");
  if (broken == nullptr || !any_injected(records, input.correlation_header)) {
    m.why_unknown = why_nothing(records, input.expectation.find(kReadiness) == nullptr
                                             ? "the expectation does not say how to ask (`readiness: GET /ready`)"
                                             : "no failing attempt was seen on the edge");
    return m;
  }
  m.injected = true;
  if (const PhaseRecord& first = *broken; !first.attempts.empty()) m.operation = operation_of(first.attempts.front());
  const Watch calm_ready = watch(records.front(), kReadiness), calm_alive = watch(records.front(), kLiveness);
  const Watch ready = watch(*broken, kReadiness), alive = watch(*broken, kLiveness);
  m.evidence = {line(*broken, kReadiness, ready)};
  if (alive.asked > 0) m.evidence.push_back(line(*broken, kLiveness, alive));
  if (ready.asked == 0 || calm_ready.asked == 0) {
    m.why_unknown = "readiness was not asked (`readiness: GET /ready`)";
    return m;
  }
  if (calm_ready.failed > 0 || calm_alive.failed > 0) {
    m.why_unknown = "readiness or liveness said no in calm already";
    return m;
  }
  if (healed == nullptr || healed->calls.empty()) {
    m.why_unknown = "what they say after the heal was not seen";
    return m;
  }
  const Watch ready_again = watch(*healed, kReadiness), alive_again = watch(*healed, kLiveness);
  m.evidence.push_back(line(*healed, kReadiness, ready_again));
  conclude(ready, alive, ready_again, alive_again, m);
  if (alive.asked == 0) m.confounders.push_back("liveness was not asked");
  m.quantities.push_back(quantity_of("resolution", {to_ms(broken->phase.beside_every)}, "ms"));
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const auto broken = [&](const char* what) {
    return Judgement{Verdict::broken, std::string("resilience.health-checks.") + what,
                     "expected readiness to follow the dependency, and liveness not to; " + m.summary};
  };
  if (m.labelled("liveness fails")) return broken("liveness-fails");
  if (m.labelled("readiness does not turn")) return broken("readiness-blind");
  if (m.labelled("readiness does not return")) return broken("no-return");
  const auto within = duration_in(expectation, "within");
  for (const char* quantity : {"turns_after", "returns_after"}) {
    if (within && m.quantity(quantity)->median > to_ms(*within) * 1.05 + 50) return broken("late");
  }
  return {Verdict::holds, "resilience.health-checks.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  return 1s + 2 * (allowed(input) * 3 / 2 + 500ms);
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor health_checks_pattern{
    "health_checks",
    "Health checks",
    "readiness follows a broken dependency, liveness does not",
    {{"within", ParameterType::duration, false, "", "readiness turns, and returns, within this"}},
    &kPattern,
    {"readiness"},
    {{"readiness", "as METHOD /path, asked of the consumer", true},
     {"liveness", "as METHOD /path, asked of the consumer"}}};

}  // namespace squall::chaos
