// Timeout: the provider holds its reply. Does the consumer stop waiting, after how long, and does it let go of the
// connection? Then a trickle tells a total deadline from one for the response alone, and a stall shows whether the body
// is watched too.

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/hold_reaction.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::format_duration;
using namespace std::chrono_literals;

constexpr std::size_t kWanted = 3;
constexpr std::size_t kTries = 5;

struct Findings {
  std::vector<HoldReaction> holds;  // all attempts under "hold" and "longer hold"
  std::vector<double> closed;       // ms
  std::vector<double> answered;     // ms, under the first hold
  std::vector<double> answered_longer;
  std::size_t unmoved = 0;  // calls that waited for the hold to end
  std::size_t samples = 0;  // calls on which the hold was executed
  Duration hold{0};

  bool raced() const { return closed.empty() && !answered.empty(); }
  double response() const { return closed.empty() ? median(answered) : median(closed); }
};

Findings read_holds(const PatternInput& input, std::span<const PhaseRecord> records) {
  Findings found;
  found.hold = hold_for_timeout(input);
  const Duration tail = calm_tail(records, input.correlation_header);
  for (const PhaseRecord& record : records) {
    const bool longer = record.phase.name == "longer hold";
    if (record.phase.name != "hold" && !longer) continue;
    const Duration hold = longer ? found.hold * 3 / 2 : found.hold;
    const auto reactions = reactions_in(record, hold, tail, input.correlation_header);
    if (reactions.empty()) continue;
    ++found.samples;
    bool moved = false;
    for (const HoldReaction& reaction : reactions) {
      if (reaction.closed) found.closed.push_back(to_ms(*reaction.closed));
      if (reaction.answered) (longer ? found.answered_longer : found.answered).push_back(to_ms(*reaction.answered));
      moved = moved || reaction.closed || reaction.answered;
      found.holds.push_back(reaction);
    }
    if (!moved) ++found.unmoved;
  }
  return found;
}

Phase hold_phase(const PatternInput& input, const std::string& name, Duration hold) {
  Phase phase = single_stimulus(input, name, hold_reply(hold));
  phase.client_timeout = patience_for(hold);
  phase.linger = 150ms;
  phase.attempts_at_most = 12;
  return phase;
}

Phase body_phase(const PatternInput& input, const std::string& name, FaultSpec fault, Duration response) {
  Phase phase = single_stimulus(input, name, std::move(fault));
  phase.client_timeout = 5 * response + 500ms;
  phase.attempts_at_most = 4;
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 4);
  const Findings found = read_holds(input, records);
  const std::size_t holds = count_phases(records, "hold");
  const bool nothing_moves = found.samples > 0 && found.unmoved == found.samples;
  const std::size_t wanted = nothing_moves ? (found.hold >= 10s ? 1 : 2) : kWanted;
  if (found.samples < wanted && holds < kTries) return hold_phase(input, "hold", found.hold);
  if (found.samples == 0 || nothing_moves) return std::nullopt;
  if (found.raced() && found.answered_longer.size() < 2 && count_phases(records, "longer hold") < 3) {
    return hold_phase(input, "longer hold", found.hold * 3 / 2);
  }
  const Duration response = from_ms(found.response());
  if (response < 20ms) return std::nullopt;
  if (count_phases(records, "trickle") == 0) {
    return body_phase(input, "trickle", trickle_body(std::max<Duration>(response / 5, 5ms)), response);
  }
  if (count_phases(records, "stall") == 0) return body_phase(input, "stall", stall_body(6 * response + 1s), response);
  return std::nullopt;
}

// When the consumer turned away from an answer whose body came slowly (trickle) or stopped (stall).
struct BodyReaction {
  bool seen = false;               // the fault was executed
  bool finished = false;           // the whole body came in time to tell nothing
  std::optional<double> after_ms;  // closed, or answered the outside, so long after its request
  double watched_ms = 0;
};

BodyReaction read_body(const PatternInput& input, const PhaseRecord* record) {
  BodyReaction found;
  if (record == nullptr) return found;
  std::vector<double> closed;
  for (const HoldReaction& reaction : reactions_in(*record, 1h, 0ms, input.correlation_header)) {
    found.seen = true;
    if (reaction.closed) closed.push_back(to_ms(*reaction.closed));
    if (reaction.attempt->last_byte && reaction.attempt->ended_by != Peer::consumer && !reaction.closed) {
      found.finished = true;
    } else if (reaction.answered && closed.empty()) {
      closed.push_back(to_ms(*reaction.answered));
    }
  }
  if (!closed.empty()) found.after_ms = median(closed);
  found.watched_ms = to_ms(record->phase.client_timeout);
  return found;
}

bool same_instant(double a, double b) {
  return std::abs(a - b) <= 0.2 * b + 20;
}

void read_trickle(const PatternInput& input, std::span<const PhaseRecord> records, double response, Measurement& m) {
  const BodyReaction trickle = read_body(input, find_phase(records, "trickle"));
  if (!trickle.seen || (trickle.finished && !trickle.after_ms)) return;
  if (trickle.after_ms && same_instant(*trickle.after_ms, response)) {
    m.labels.push_back("total deadline");
    m.quantities.push_back(quantity_of("total", {*trickle.after_ms}, "ms"));
  } else if (trickle.after_ms) {
    m.labels.push_back("second limit on the whole answer");
    m.quantities.push_back(quantity_of("total", {*trickle.after_ms}, "ms"));
  } else {
    m.labels.push_back("no total deadline");
  }
}

void read_stall(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m) {
  const PhaseRecord* record = find_phase(records, "stall");
  const BodyReaction stall = read_body(input, record);
  if (!stall.seen) return;
  if (stall.after_ms) {
    m.quantities.push_back(quantity_of("body_idle", {*stall.after_ms}, "ms"));
    return;
  }
  if (stall.finished) return;
  Observation leak;
  leak.rule = "resilience.timeout.body-unwatched";
  leak.message = fmt::format(
      "the timeout covers the wait for the answer's head only: a body that stopped half-way was still awaited after {}",
      ms_text(stall.watched_ms));
  leak.operation = m.operation;
  for (const LogicalCall& call : logical_calls(*record, input.correlation_header)) leak.evidence = lines_of(call);
  m.labels.push_back("no body timeout");
  m.observations.push_back(std::move(leak));
}

void note_leaks(const Findings& found, Measurement& m) {
  const auto leaks = std::count_if(found.holds.begin(), found.holds.end(), [](const auto& r) { return r.leaked; });
  if (leaks == 0) return;
  Observation leak;
  leak.rule = "resilience.timeout.leaked-connection";
  leak.message = fmt::format(
      "the caller gets its answer after the timeout, but the connection to the provider stays open ({} of {} times): "
      "under a slow provider they pile up",
      leaks, found.samples);
  leak.operation = m.operation;
  for (const HoldReaction& reaction : found.holds) {
    if (reaction.leaked && leak.evidence.size() < 6) {
      leak.evidence.push_back(line_of(*reaction.call));
      leak.evidence.push_back(line_of(*reaction.attempt));
    }
  }
  m.labels.push_back("leaves the connection open");
  m.observations.push_back(std::move(leak));
}

void conclude_reaction(const Findings& found, Measurement& m) {
  const Quantity response = quantity_of("response", found.closed.empty() ? found.answered : found.closed, "ms");
  if (found.raced()) {
    if (found.answered_longer.empty()) {
      m.why_unknown = "the outside was answered early, but a second, longer hold could not be measured to compare with";
      return;
    }
    const double longer = median(found.answered_longer);
    if (!same_instant(longer, response.median)) {
      m.why_unknown = fmt::format("the outside answer's time moved with the hold ({} and {}), so it is no timeout",
                                  ms_text(response.median), ms_text(longer));
      return;
    }
  } else if (found.unmoved * 2 >= found.samples) {
    m.why_unknown = fmt::format("{} of {} held calls were waited for to the end", found.unmoved, found.samples);
    return;
  }
  m.present = Presence::yes;
  m.quantities.insert(m.quantities.begin(), response);
  m.summary = fmt::format("times out after {}", text_of(response));
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "timeout";
  const Findings found = read_holds(input, records);
  m.quantities.push_back(quantity_of("hold", {to_ms(found.hold)}, "ms"));
  if (input.tier_between) m.confounders.push_back("a service between may cancel before the consumer does");
  if (found.samples == 0) {
    m.why_unknown = why_nothing(records, "no held reply reached the consumer");
    return m;
  }
  m.injected = true;
  m.operation = operation_of(*found.holds.front().attempt);
  for (const PhaseRecord& record : records) {
    if (record.phase.name != "hold" || !m.evidence.empty()) continue;
    for (const LogicalCall& call : logical_calls(record, input.correlation_header)) {
      if (call.injected()) m.evidence = lines_of(call);
    }
  }
  if (found.unmoved == found.samples) {
    m.present = Presence::no;
    m.labels.push_back("no reaction");
    m.summary = fmt::format("no timeout: waited for a reply held for {}", format_duration(found.hold));
    return m;
  }
  conclude_reaction(found, m);
  note_leaks(found, m);
  if (m.present == Presence::yes) {
    read_trickle(input, records, m.quantity("response")->median, m);
    read_stall(input, records, m);
  }
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const double hold = m.quantity("hold")->median;
  const auto at_most = duration_in(expectation, "at_most");
  const auto at_least = duration_in(expectation, "at_least");
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

Duration expected_time(const PatternInput& input) {
  const Duration hold = hold_for_timeout(input);
  return input.declared_timeout ? 12 * *input.declared_timeout + 500ms : hold + 2s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor timeout_pattern{
    "timeout",
    "Timeout",
    "the consumer stops waiting for a slow provider",
    {{"at_most", ParameterType::duration, false, "", "the consumer gives up after at most this long"},
     {"at_least", ParameterType::duration, false, "", "and not before this long"}},
    &kPattern};

}  // namespace squall::chaos
