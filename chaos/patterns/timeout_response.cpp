#include "chaos/patterns/timeout_response.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWanted = 3;
constexpr std::size_t kTries = 5;

Phase hold_phase(const PatternInput& input, const std::string& name, Duration hold) {
  Phase phase = single_stimulus(input, name, hold_reply(hold));
  phase.client_timeout = patience_for(hold);
  phase.linger = 150ms;
  phase.attempts_at_most = 12;
  return phase;
}

// On an edge before the consumer somebody gave up just before it did.
bool cancelled_from_above(const PatternInput& input, const PhaseRecord& record, Instant closed) {
  return std::any_of(record.elsewhere.begin(), record.elsewhere.end(), [&](const Attempt& attempt) {
    const bool above =
        std::find(input.edges_above.begin(), input.edges_above.end(), attempt.edge) != input.edges_above.end();
    return above && attempt.consumer_closed && !attempt.last_byte && *attempt.consumer_closed <= closed + 2ms &&
           *attempt.consumer_closed + 50ms >= closed;
  });
}

void note_leaks(const HeldReplies& held, Measurement& m) {
  const auto leaks =
      std::count_if(held.reactions.begin(), held.reactions.end(), [](const auto& r) { return r.leaked; });
  if (leaks == 0) return;
  Observation leak;
  leak.rule = "resilience.timeout.leaked-connection";
  leak.message = fmt::format(
      "the caller gets its answer after the timeout, but the connection to the provider stays open ({} of {} times): "
      "under a slow provider they pile up",
      leaks, held.samples);
  leak.operation = m.operation;
  for (const HoldReaction& reaction : held.reactions) {
    if (reaction.leaked && leak.evidence.size() < 6) {
      leak.evidence.push_back(line_of(*reaction.call));
      leak.evidence.push_back(line_of(*reaction.attempt));
    }
  }
  m.labels.push_back("leaves the connection open");
  m.observations.push_back(std::move(leak));
}

// Why the outside answers are no timeout's, or "".
std::string why_no_race(const HeldReplies& held, double response) {
  if (held.answered_longer.empty())
    return "the outside was answered early, but a second, longer hold could not be measured to compare with";
  const double longer = median(held.answered_longer);
  if (same_instant(longer, response)) return "";
  return fmt::format("the outside answer's time moved with the hold ({} and {}), so it is no timeout",
                     ms_text(response), ms_text(longer));
}

}  // namespace

bool same_instant(double a_ms, double b_ms) {
  return std::abs(a_ms - b_ms) <= 0.2 * b_ms + 20;
}

std::optional<Duration> HeldReplies::response() const {
  if (closed.empty() && answered.empty()) return std::nullopt;
  return from_ms(median(closed.empty() ? answered : closed));
}

HeldReplies held_replies(const PatternInput& input, std::span<const PhaseRecord> records) {
  HeldReplies found;
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
      if (reaction.closed) {
        const bool cancelled = cancelled_from_above(input, record, *reaction.attempt->consumer_closed);
        (cancelled ? found.cancelled : found.closed).push_back(to_ms(*reaction.closed));
      }
      if (reaction.answered) (longer ? found.answered_longer : found.answered).push_back(to_ms(*reaction.answered));
      moved = moved || reaction.closed || reaction.answered;
      found.reactions.push_back(reaction);
    }
    if (!moved) ++found.unmoved;
  }
  return found;
}

std::optional<Phase> next_hold(const PatternInput& input, std::span<const PhaseRecord> records,
                               const HeldReplies& held) {
  const std::size_t wanted = held.nothing_moves() ? (held.hold >= 10s ? 1 : 2) : kWanted;
  if (held.samples < wanted && count_phases(records, "hold") < kTries) return hold_phase(input, "hold", held.hold);
  if (held.raced() && held.answered_longer.size() < 2 && count_phases(records, "longer hold") < 3)
    return hold_phase(input, "longer hold", held.hold * 3 / 2);
  return std::nullopt;
}

void conclude_response(const HeldReplies& held, Measurement& m) {
  if (held.nothing_moves()) {
    m.present = Presence::no;
    m.labels.push_back("no reaction");
    m.summary = fmt::format("no timeout: waited for a reply held for {}", contracts::format_duration(held.hold));
    return;
  }
  const Quantity response = quantity_of("response", held.closed.empty() ? held.answered : held.closed, "ms");
  if (held.raced()) {
    m.why_unknown = why_no_race(held, response.median);
  } else if (!held.cancelled.empty() && held.closed.size() <= held.cancelled.size()) {
    m.why_unknown = fmt::format("its own caller gave up first, after {}, and the consumer with it",
                                ms_text(median(held.cancelled)));
  } else if (held.unmoved * 2 >= held.samples) {
    m.why_unknown = fmt::format("{} of {} held calls were waited for to the end", held.unmoved, held.samples);
  }
  if (m.why_unknown.empty()) {
    m.present = Presence::yes;
    m.quantities.insert(m.quantities.begin(), response);
    m.summary = fmt::format("times out after {}", text_of(response));
  }
  note_leaks(held, m);
}

}  // namespace squall::chaos
