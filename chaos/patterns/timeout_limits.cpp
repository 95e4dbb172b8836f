#include "chaos/patterns/timeout_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/hold_reaction.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/timeout_response.h"
#include "chaos/patterns/trouble.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::format_duration;
using namespace std::chrono_literals;

constexpr std::size_t kMostSamples = 3;

enum class Which { idle, total, connect };

struct Kind {
  Which which;
  const char* name;   // of the quantity, and of the expectation's member
  const char* phase;  // what asks for it
  const char* words;  // "connecting is given up"
  const char* absent;
  const char* missing;  // rules
  const char* too_long;
};
constexpr Kind kIdle{Which::idle,
                     "idle",
                     "stall",
                     "a body that stops is given up",
                     "no body timeout",
                     "resilience.timeout.idle-missing",
                     "resilience.timeout.idle-too-long"};
constexpr Kind kTotal{Which::total,
                      "total",
                      "trickle",
                      "a body that only trickles is given up",
                      "no total deadline",
                      "resilience.timeout.total-missing",
                      "resilience.timeout.total-too-long"};
constexpr Kind kConnect{Which::connect,
                        "connect",
                        "unanswered",
                        "connecting is given up",
                        "no connect timeout",
                        "resilience.timeout.connect-missing",
                        "resilience.timeout.connect-too-long"};
// In the order in which they are measured: connections that were kept waiting come late, so theirs is last.
constexpr std::array kKinds{kIdle, kTotal, kConnect};

constexpr const char* kWithinTotal = "no idle timeout of its own";

// What the consumer did, as far as the phases of one kind tell.
struct Seen {
  bool struck = false;
  std::vector<double> after;         // ms, from the beginning of the wait, of each phase in which it turned away
  std::vector<double> after_asking;  // ms, the same from its request on
  double watched = 0;                // ms that it waited for certain without turning away; of the other phases
  std::string why_none;              // why no phase struck
};

void note_reaction(const HoldReaction& reaction, Seen& seen) {
  const Attempt& attempt = *reaction.attempt;
  const auto turned = reaction.closed ? reaction.closed : reaction.answered;
  if (!turned) return;
  seen.after_asking.push_back(to_ms(*turned));
  const Duration head = attempt.first_byte ? *attempt.first_byte - *attempt.request_complete : Duration(0);
  seen.after.push_back(to_ms(std::max<Duration>(*turned - head, 0ms)));
}

Seen read_body(const PatternInput& input, std::span<const PhaseRecord> records, const Kind& kind) {
  Seen seen;
  for (const PhaseRecord& record : records) {
    if (record.phase.name != kind.phase) continue;
    for (const HoldReaction& reaction : reactions_in(record, 1h, 0ms, input.correlation_header)) {
      const Attempt& attempt = *reaction.attempt;
      seen.struck = true;
      const std::size_t before = seen.after.size();
      // The whole body came: what follows is the answer to it, and no limit.
      const bool whole = attempt.last_byte && attempt.ended && attempt.ended_by != Peer::consumer;
      if (!whole) note_reaction(reaction, seen);
      if (seen.after.size() > before) continue;
      const Instant until = whole ? *attempt.last_byte : reaction.call->finished;
      seen.watched = std::max(seen.watched, to_ms(until - *attempt.request_complete));
    }
  }
  return seen;
}

Seen read_connect(const PatternInput& input, std::span<const PhaseRecord> records) {
  Seen seen;
  for (const PhaseRecord& record : records) {
    if (record.phase.name != kConnect.phase) continue;
    seen.why_none = record.trouble;
    for (const LogicalCall& call : logical_calls(record, input.correlation_header)) {
      const bool we_gave_up = call.call->error == CallError::timeout || call.call->error == CallError::cancelled;
      for (const Attempt* attempt : call.attempts) {
        if (attempt->faults.empty() || attempt->request_complete) continue;
        seen.struck = true;
        const bool ours =
            we_gave_up && attempt->consumer_closed && *attempt->consumer_closed + 5ms >= call.call->finished;
        if (attempt->consumer_closed && !ours) {
          seen.after.push_back(to_ms(*attempt->consumer_closed - attempt->connected));
        } else if (!we_gave_up && attempt == call.attempts.back()) {  // it only races a timer against the call
          seen.after.push_back(to_ms(call.call->finished - attempt->connected));
        } else {
          seen.watched = std::max(seen.watched, to_ms(call.call->finished - attempt->connected));
        }
      }
    }
  }
  if (seen.why_none.empty())
    seen.why_none = "no connection was tried that this host's kernel knows of (the consumer may be on another host)";
  return seen;
}

Seen read(const PatternInput& input, std::span<const PhaseRecord> records, const Kind& kind) {
  return kind.which == Which::connect ? read_connect(input, records) : read_body(input, records, kind);
}

// How long a consumer that does not react is looked at.
Duration watch_for(const PatternInput& input, const Kind& kind, std::optional<Duration> response) {
  if (const auto declared = duration_in(input.expectation, kind.name)) return std::max<Duration>(2 * *declared, 1s);
  if (!response) return std::min<Duration>(hold_for_timeout(input), input.quick ? 2s : 15s);
  return std::clamp<Duration>(5 * *response + 500ms, 1s, input.quick ? 5s : 60s);
}

// Everything where all is to be measured. An expectation asks for what it names; how a body is watched is told anyway.
bool asked_for(const PatternInput& input, const Kind& kind) {
  const bool all = input.expectation.kind() != contracts::Kind::object;
  return all || kind.which != Which::connect || input.expectation.find(kind.name) != nullptr;
}

FaultSpec fault_of(const Kind& kind, Duration watched, Duration shortest_limit) {
  if (kind.which == Which::idle) return stall_body(watched * 6 / 5 + 1s);
  if (kind.which == Which::connect) return leave_syn_unanswered();
  return trickle_body(std::max<Duration>(std::min(shortest_limit, watched) * 2 / 5, 5ms));
}

// Once more where that is cheap, and a third time where the two differ.
bool wants_more(const Seen& seen, std::size_t played) {
  if (played == 0) return true;
  if (seen.after.empty() || played >= kMostSamples || median(seen.after) > 3000) return false;
  const auto [least, most] = std::minmax_element(seen.after.begin(), seen.after.end());
  return played < 2 || *most - *least > 20 + 0.05 * *least;
}

void conclude(const Kind& kind, const Seen& seen, Measurement& m) {
  const std::string name = kind.name;
  if (!seen.after.empty()) {
    m.quantities.push_back(quantity_of(name, seen.after, "ms"));
    m.summary += fmt::format("{}{} after {}", m.summary.empty() ? "" : "; ", kind.words, ms_text(median(seen.after)));
  } else if (seen.struck) {
    m.quantities.push_back(quantity_of(name + "_watched", {seen.watched}, "ms"));
    m.labels.push_back(kind.absent);
  } else if (!seen.why_none.empty()) {
    m.confounders.push_back(fmt::format("{} timeout unknown: {}", name, seen.why_none));
  }
}

void note_unwatched_body(const PatternInput& input, std::span<const PhaseRecord> records, double watched,
                         Measurement& m) {
  Observation unwatched;
  unwatched.rule = "resilience.timeout.body-unwatched";
  unwatched.message = fmt::format(
      "the timeout covers the wait for the answer's head only: a body that stopped half-way was still awaited after {}",
      ms_text(watched));
  unwatched.operation = m.operation;
  const PhaseRecord* record = find_phase(records, kIdle.phase);
  for (const LogicalCall& call : logical_calls(*record, input.correlation_header)) unwatched.evidence = lines_of(call);
  m.observations.push_back(std::move(unwatched));
}

std::optional<Judgement> judge_one(const Kind& kind, const Measurement& m, Duration at_most) {
  const std::string name = kind.name;
  const Quantity* found = m.quantity(name);
  if (found == nullptr && m.labelled(kWithinTotal) && kind.which == Which::idle) found = m.quantity(kTotal.name);
  const std::string expected = fmt::format("expected that {} within {}", kind.words, format_duration(at_most));
  if (found == nullptr) {
    const Quantity* watched = m.quantity(name + "_watched");
    if (watched != nullptr && watched->median > to_ms(at_most) * 1.1 + 10)
      return Judgement{Verdict::broken, kind.missing,
                       fmt::format("{}; not within {}", expected, ms_text(watched->median))};
    return Judgement{Verdict::inconclusive, "resilience.timeout.inconclusive",
                     watched == nullptr ? expected + "; it could not be tried"
                                        : fmt::format("{}; it was watched for {} only (the answer's body is too short)",
                                                      expected, ms_text(watched->median))};
  }
  if (found->median <= to_ms(at_most) * 1.1 + 10) return std::nullopt;
  return Judgement{Verdict::broken, kind.too_long,
                   fmt::format("{}; it was after {}", expected, ms_text(found->median))};
}

}  // namespace

std::optional<Phase> next_limit(const PatternInput& input, std::span<const PhaseRecord> records,
                                std::optional<Duration> response) {
  if (response && *response < 20ms) return std::nullopt;
  Duration shortest = response.value_or(1h);
  for (const Kind& kind : kKinds) {
    const Seen seen = read(input, records, kind);
    // Who waits for an answer without an end has no deadline for the whole either.
    const bool pointless = !response && kind.which == Which::total;
    if (!pointless && asked_for(input, kind) && wants_more(seen, count_phases(records, kind.phase))) {
      const Duration watched = watch_for(input, kind, response);
      Phase phase = single_stimulus(input, kind.phase, fault_of(kind, watched, shortest));
      phase.client_timeout = watched;
      phase.attempts_at_most = 4;
      return phase;
    }
    if (!seen.after.empty()) shortest = std::min(shortest, from_ms(median(seen.after)));
  }
  return std::nullopt;
}

void conclude_limits(const PatternInput& input, std::span<const PhaseRecord> records, std::optional<Duration> response,
                     Measurement& m) {
  const Seen total = read(input, records, kTotal);
  Seen idle = read(input, records, kIdle);
  const bool within_total = !total.after.empty() && !idle.after.empty() &&
                            same_instant(median(idle.after_asking), median(total.after_asking));
  if (asked_for(input, kConnect)) conclude(kConnect, read(input, records, kConnect), m);
  if (within_total) {
    m.labels.push_back(kWithinTotal);
  } else {
    conclude(kIdle, idle, m);
  }
  if (idle.struck && idle.after.empty() && response) note_unwatched_body(input, records, idle.watched, m);
  Seen whole = total;
  whole.after = total.after_asking;
  if (m.present == Presence::no) {  // it waited for the answer's first byte, and so for its last
    whole.struck = true;
    whole.watched = m.quantity("hold")->median;
  }
  conclude(kTotal, whole, m);
  if (whole.after.empty() || !response) return;
  m.labels.push_back(same_instant(median(whole.after), to_ms(*response)) ? "total deadline"
                                                                         : "second limit on the whole answer");
}

std::optional<Judgement> judge_limits(const Measurement& m, const contracts::Value& expectation) {
  std::optional<Judgement> worst;
  for (const Kind& kind : kKinds) {
    const auto at_most = duration_in(expectation, kind.name);
    if (!at_most) continue;
    auto one = judge_one(kind, m, *at_most);
    if (one && one->verdict == Verdict::broken) return one;
    if (one) worst = one;
    if (!worst) worst = Judgement{Verdict::holds, "resilience.timeout.holds", m.summary};
  }
  return worst;
}

namespace {

// A slow body or connection is given up like a held reply, if at all; where only the pieces are timed it is watched for
// long.
Duration forecast_of(const PatternInput& input, const Kind& kind) {
  const FirstLook& look = *input.look;
  const auto response = attempt_timeout(look);
  if ((response && *response < 20ms) || (!response && kind.which == Which::total)) return Duration(0);
  const Duration watched = watch_for(input, kind, response);
  if (!response) return single_phase(look, watched);
  const bool pieces = kind.which == Which::total && look.attempts_held == 1;
  const Duration once = std::min(watched, pieces ? *response * 5 / 2 : look.held);
  return (*response <= 3s ? 2 : 1) * single_phase(look, once);
}

}  // namespace

Duration expected_time_of_limits(const PatternInput& input) {
  Duration time{0};
  if (input.look) {
    for (const Kind& kind : kKinds) time += forecast_of(input, kind);
    return time;
  }
  for (const Kind& kind : kKinds) time += std::min<Duration>(watch_for(input, kind, input.declared_timeout), 2s);
  return time;
}

}  // namespace squall::chaos
