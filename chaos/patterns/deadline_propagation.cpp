// Deadline propagation: the provider's reply is held and the caller outside gives up after t, or sent a header that
// says it will. Does the consumer give up on the edge at that moment, for two different t, and send nothing afterwards?
// Giving up at a moment that does not move with t is the consumer's own timeout.

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/logical_call.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/tier_above.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSamples = 3;
constexpr const char* kNames[] = {"early deadline", "later deadline"};

// Both before the consumer's own timeout, as far as one is known, and apart from each other.
Duration deadline_of(const PatternInput& input, bool later) {
  Duration limit = 1s;
  if (const auto own = measured_timeout(input))
    limit = std::min(limit, *own);
  else if (input.declared_timeout)
    limit = std::min<Duration>(limit, *input.declared_timeout / 2);
  return later ? limit * 3 / 5 : limit * 3 / 10;
}

Duration watched_after(const PatternInput& input) {
  return std::clamp<Duration>(3 * deadline_of(input, true), 500ms, 2s);
}

// No two alike: the consumer's own timeout may end near one of them, not near all.
Phase giving_up(const PatternInput& input, bool later, std::size_t turn) {
  const Duration deadline =
      std::chrono::round<std::chrono::milliseconds>(deadline_of(input, later) * (100 - 12 * turn) / 100);
  Phase phase = single_stimulus(input, kNames[later], hold_reply(deadline + 2 * watched_after(input)), 1);
  phase.linger = watched_after(input);
  phase.client_timeout = deadline;
  if (const auto header = text_in(input.expectation, "header")) {
    // Told in the header: then the caller itself waits, so that a cancelled connection is not what is seen.
    phase.given = {{{*header, std::to_string(deadline / 1ms)}}};
    phase.client_timeout = deadline + watched_after(input);
    phase.linger = 60ms;
  }
  return phase;
}

Duration told_in(const Phase& phase) {
  if (phase.given.empty()) return phase.client_timeout;
  return std::chrono::milliseconds(std::stoll(phase.given.front().begin()->value));
}

struct Seen {
  const PhaseRecord* record = nullptr;
  LogicalCall call;
  Duration deadline{0};
  std::optional<Duration> closed;  // of the last attempt that was open at the deadline, from the caller's start
  bool open = false;               // some attempt was open at the deadline
  bool done_before = false;        // nothing was open then
  std::size_t sent_after = 0;      // attempts begun after the deadline
  bool told = true;                // the consumer's own caller let it know, as far as can be seen
};

double tolerance_ms(Duration deadline) {
  return std::max(50.0, 0.05 * to_ms(deadline));
}

// Through a service between: it gave its call up as well, or handed the header on. Where it did not, or nobody can
// tell, the consumer may know nothing of a deadline.
bool told_by_tier_above(const LogicalCall& call, const PhaseRecord& record, const PatternInput& input,
                        const Instant& grace) {
  if (!input.tier_between) return true;
  const auto above = attempts_above(*call.call, record, input);
  if (const auto header = text_in(input.expectation, "header")) {
    return std::any_of(above.begin(), above.end(),
                       [&](const Attempt* a) { return !a->request_headers.get(*header).empty(); });
  }
  return std::any_of(above.begin(), above.end(),
                     [&](const Attempt* a) { return a->consumer_closed && *a->consumer_closed <= grace; });
}

std::vector<Seen> read(const PatternInput& input, std::span<const PhaseRecord> records, bool later) {
  std::vector<Seen> found;
  for (const PhaseRecord& record : records) {
    if (record.phase.name != kNames[later]) continue;
    for (LogicalCall& call : logical_calls(record, input.correlation_header)) {
      if (!call.injected()) continue;
      Seen seen;
      seen.record = &record;
      seen.deadline = told_in(record.phase);
      const Instant due = call.call->started + seen.deadline;
      const Instant grace = due + from_ms(tolerance_ms(seen.deadline));
      for (const Attempt* attempt : call.attempts) {
        if (attempt->request_started > grace) ++seen.sent_after;
        const auto ended = attempt->ended ? attempt->ended : attempt->consumer_closed;
        if (attempt->request_started <= due && (!ended || *ended > due - 10ms)) {
          seen.open = true;
          if (ended && attempt->ended_by == Peer::consumer) seen.closed = *ended - call.call->started;
        }
      }
      seen.told = told_by_tier_above(call, record, input, grace);
      seen.done_before = !seen.open && seen.sent_after == 0;
      seen.call = std::move(call);
      found.push_back(std::move(seen));
    }
  }
  return found;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 3);
  for (const bool later : {false, true}) {
    const std::size_t done = count_phases(records, kNames[later]);
    if (done < kSamples) return giving_up(input, later, done);
  }
  return std::nullopt;
}

struct Verdicts {
  std::size_t cancelled = 0, kept = 0, closed_otherwise = 0, done_before = 0, sent_after = 0;
  std::vector<double> late_by;    // ms after the deadline, where it was cancelled
  std::vector<double> closed_at;  // ms after the caller's start, where it was not
};

Verdicts count(const std::vector<Seen>& all) {
  Verdicts found;
  for (const Seen& seen : all) {
    found.sent_after += seen.sent_after > 0 ? 1 : 0;
    if (seen.done_before) {
      ++found.done_before;
    } else if (!seen.closed) {
      ++found.kept;
    } else if (const double late = to_ms(*seen.closed - seen.deadline); late <= tolerance_ms(seen.deadline)) {
      ++found.cancelled;
      found.late_by.push_back(late);
    } else {
      ++found.closed_otherwise;
      found.closed_at.push_back(to_ms(*seen.closed));
    }
  }
  return found;
}

void conclude(const Verdicts& found, std::size_t samples, Measurement& m) {
  if (found.sent_after > 0 && found.cancelled == samples) {
    m.present = Presence::no;
    m.labels.push_back("sends on after the deadline");
    m.summary =
        fmt::format("after the caller's deadline new attempts were sent, {} of {} times", found.sent_after, samples);
  } else if (found.cancelled == samples) {
    m.present = Presence::yes;
    m.quantities.push_back(quantity_of("cancelled_after", found.late_by, "ms"));
    m.summary = fmt::format("gives up {} after the caller's deadline", text_of(m.quantities.back()));
  } else if (found.sent_after > 0 || found.kept + found.closed_otherwise == samples) {
    m.present = Presence::no;
    m.summary = found.closed_otherwise == 0 ? std::string("does not give up when its caller has")
                                            : fmt::format(
                                                  "does not give up when its caller has, but by its own timeout, "
                                                  "{} after the call's beginning",
                                                  ms_text(median(found.closed_at)));
    if (found.sent_after > 0) m.summary += ", and then tries again";
  } else if (found.done_before > 0) {
    m.why_unknown = fmt::format("{} of {} calls were over on the edge before the caller's deadline came",
                                found.done_before, samples);
  } else {
    m.why_unknown = fmt::format("gave up with its caller in {} of {} calls only", found.cancelled, samples);
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "deadline_propagation";
  auto all = read(input, records, false);
  const std::size_t early = all.size();
  for (Seen& seen : read(input, records, true)) all.push_back(std::move(seen));
  if (all.empty()) {
    m.why_unknown = why_nothing(records, "no held reply was being waited for when the caller gave up");
    return m;
  }
  m.injected = true;
  m.operation = operation_of(*all.front().call.attempts.front());
  for (const bool later : {false, true})
    m.quantities.push_back(
        quantity_of(later ? "later_deadline" : "deadline", {to_ms(deadline_of(input, later))}, "ms"));
  m.evidence = lines_of(all.front().call);
  for (EvidenceLine& line : lines_of(all.back().call)) m.evidence.push_back(std::move(line));
  if (early < 2 || all.size() - early < 2) {
    m.why_unknown = "two different deadlines could not be compared";
    return m;
  }
  const Verdicts found = count(all);
  conclude(found, all.size(), m);
  if (m.present == Presence::no && std::any_of(all.begin(), all.end(), [](const Seen& seen) { return !seen.told; })) {
    m.present = Presence::unknown;
    m.why_unknown = "the service between kept its own call open, or it was not seen to end it: " + m.summary;
  }
  // Closing at one moment for both deadlines is a timeout that happens to lie near one of them.
  if (m.present == Presence::yes &&
      to_ms(deadline_of(input, true) - deadline_of(input, false)) < 2 * median(found.late_by)) {
    m.present = Presence::unknown;
    m.why_unknown = "the two deadlines lie too close to tell the caller's from the consumer's own timeout";
  }
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value&) {
  if (m.present == Presence::yes) return {Verdict::holds, "resilience.deadline-propagation.holds", m.summary};
  const bool goes_on = m.labelled("sends on after the deadline");
  return {Verdict::broken,
          goes_on ? "resilience.deadline-propagation.sends-on" : "resilience.deadline-propagation.missing",
          fmt::format("expected the call to the provider to end with its caller's deadline; it {}",
                      goes_on ? "went on: " + m.summary : m.summary)};
}

Duration expected_time(const PatternInput& input) {
  if (const auto timeout = input.look ? attempt_timeout(*input.look) : std::nullopt;
      timeout && !measured_timeout(input)) {
    const Duration limit = std::min<Duration>(*timeout, 1s);
    const Duration watched = std::clamp<Duration>(limit * 9 / 5, 500ms, 2s);
    return kSamples * (limit * 4 / 5 + 2 * watched);
  }
  if (input.look)
    return kSamples * ((deadline_of(input, true) + deadline_of(input, false)) * 9 / 10 + 2 * watched_after(input));
  return 2 * kSamples * (deadline_of(input, true) + 2 * watched_after(input));
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor deadline_propagation_pattern{
    "deadline_propagation",
    "Deadline propagation",
    "the consumer gives up on its provider when its own caller's deadline has come",
    {{"header", ParameterType::text, false, "",
      "the request header that tells the deadline, in milliseconds; without it the caller closes its connection"}},
    &kPattern};

}  // namespace squall::chaos
