// Bounded retries: the provider answers 503, or resets the connection; how often does the consumer try again, with what
// pauses, and does it ever stop? Each stimulus is sent alone on an edge that was healthy just before.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "chaos/patterns/backoff.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/repetition.h"
#include "chaos/patterns/retry_modes.h"
#include "chaos/patterns/retry_plan.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

void note_backoff(const RetryMode& mode, Measurement& m) {
  const auto by_number = mode.gaps();
  const Backoff backoff = classify(by_number);
  for (std::size_t i = 0; i < by_number.size() && i < 6; ++i) {
    m.quantities.push_back(quantity_of(fmt::format("pause_{}", i + 1), by_number[i], "ms"));
  }
  m.labels.push_back("backoff: " + std::string(to_string(backoff.shape)));
  if (!backoff.jitter.empty()) m.labels.push_back(backoff.jitter + " jitter");
  if (backoff.cap > 0) m.labels.push_back("capped at " + ms_text(backoff.cap));
  if (backoff.shape == Shape::unknown) m.confounders.push_back("backoff shape not told: " + backoff.why_unknown);
  if (by_number.empty()) return;
  std::string pauses;
  for (std::size_t i = 0; i < backoff.gaps.size() && i < 4; ++i) {
    pauses += (i == 0 ? "" : ", ") + ms_text(backoff.gaps[i]);
  }
  if (backoff.shape == Shape::none) {
    m.summary += ", without a pause";
    return;
  }
  const std::string jitter = backoff.jitter.empty() ? "" : " with " + backoff.jitter + " jitter";
  const std::string shape =
      backoff.shape == Shape::unknown ? "backoff" : std::string(to_string(backoff.shape)) + " backoff";
  m.summary += fmt::format(", {}{} ({})", shape, jitter, pauses);
}

void note_modes(const RetryModes& modes, Measurement& m) {
  std::vector<std::string> repeated, left;
  for (const RetryMode& mode : modes.all) {
    const auto counts = mode.counts(modes.replays_are_policy);
    const bool again = *std::max_element(counts.begin(), counts.end()) > 0;
    (again ? repeated : left).push_back(mode.name);
    const bool counted = mode.name == kAnswered || mode.name == kReset || mode.name == kHang || !again;
    if (counted) m.quantities.push_back(quantity_of("retries_on_" + mode.name, counts, "retries"));
  }
  if (!repeated.empty()) m.labels.push_back(fmt::format("on {}", fmt::join(repeated, ", ")));
  if (!repeated.empty() && !left.empty()) m.labels.push_back(fmt::format("not on {}", fmt::join(left, ", ")));
  const RetryMode* reset = modes.find(kReset);
  if (reset != nullptr && reset->replayed && !modes.replays_are_policy)
    m.labels.push_back("transport replay on a reused connection");
}

// The wait that the provider asked for, by what the fault wrote on the wire.
std::optional<Duration> asked_to_wait(std::span<const PhaseRecord> records, std::string_view mode) {
  const PhaseRecord* record = find_phase(records, mode);
  return record == nullptr ? std::nullopt : duration_in(record->phase.faults.front().parameters, "retry_after");
}

void note_retry_after(const RetryModes& modes, std::span<const PhaseRecord> records, Measurement& m) {
  for (const std::string_view name : {kTold, kToldOtherwise}) {
    const RetryMode* mode = modes.find(name);
    const auto asked = asked_to_wait(records, name);
    if (mode == nullptr || !asked) continue;
    if (!mode->retried() || mode->gaps().empty()) {
      if (name == kToldOtherwise) m.labels.push_back("gives up when told by Retry-After to wait");
      continue;
    }
    const double waited = median(mode->gaps().front());
    m.quantities.push_back(quantity_of("retry_after", {to_ms(*asked)}, "ms"));
    m.quantities.push_back(quantity_of("waited_as_told", {waited}, "ms"));
    m.labels.push_back(waited >= 0.95 * to_ms(*asked) ? "honours Retry-After" : "ignores Retry-After");
    return;
  }
}

// Operations whose repetition is not idempotent by method and that carry no one stable key.
bool repeats_unsafe_method(const PatternInput& input, const RetryModes& modes, std::string& operation) {
  for (const RetryMode& mode : modes.all) {
    for (const Repetition& one : mode.seen) {
      if (one.retries() == 0 || contracts::http::is_idempotent(one.attempts.front()->method)) continue;
      if (has_stable_key(input, one)) continue;
      operation = one.operation;
      return true;
    }
  }
  return false;
}

void conclude_count(const RetryMode& best, const Quantity& retries, Measurement& m) {
  const std::string times = fmt::format("{:.0f} {}", retries.max, retries.max == 1 ? "time" : "times");
  if (best.endless()) {
    m.present = Presence::yes;
    m.labels.push_back("unbounded");
    m.summary = fmt::format("retries without an end: {:.0f} times, and still going", retries.max);
  } else if (best.impatient()) {
    const double watched = to_ms(best.seen.back().call->finished - best.seen.back().call->started);
    m.present = retries.max > 0 ? Presence::yes : Presence::unknown;
    m.labels.push_back("end not seen");
    m.summary = fmt::format("retries at least {} on {}", times, best.name);
    m.why_unknown = fmt::format("the consumer neither answered nor tried again within {}", ms_text(watched));
    m.confounders.push_back(fmt::format("after {} it may still have been retrying", ms_text(watched)));
  } else if (retries.max == 0) {
    m.present = Presence::no;
    m.summary = "no retries";
  } else if (retries.median == 0) {
    m.why_unknown = fmt::format("retried in some of {} failing calls only", retries.samples);
    m.present = Presence::unknown;
  } else {
    m.present = Presence::yes;
    m.summary = retries.min == retries.max
                    ? fmt::format("retries {} on {}", times, best.name)
                    : fmt::format("retries {:.0f} to {:.0f} times on {}", retries.min, retries.max, best.name);
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "retries";
  if (input.tier_between) m.confounders.push_back("the service between may repeat calls too");
  const RetryModes modes = read_retry_modes(input, records);
  if (!modes.all_apart) m.confounders.push_back(kTiersMixed);
  if (modes.find(kAnswered) == nullptr && modes.find(kReset) == nullptr) {
    m.why_unknown = why_nothing(records, modes.all_apart ? "no failing attempt was seen on the edge" : kTiersMixed);
    return m;
  }
  const RetryMode& best = *modes.leading();
  m.injected = true;
  m.operation = best.seen.front().operation;
  const Quantity retries = quantity_of("retries", best.counts(modes.replays_are_policy), "retries");
  m.quantities.push_back(retries);
  const auto shown = std::max_element(best.seen.begin(), best.seen.end(), [](const Repetition& a, const Repetition& b) {
    return a.attempts.size() < b.attempts.size();
  });
  m.evidence = lines_of(LogicalCall{shown->call, shown->attempts});
  conclude_count(best, retries, m);
  if (m.present == Presence::yes) note_backoff(best, m);
  note_modes(modes, m);
  note_retry_after(modes, records, m);
  std::string unsafe;
  if (repeats_unsafe_method(input, modes, unsafe))
    m.labels.push_back("repeats " + unsafe + " without an idempotency key");
  return m;
}

Judgement too_many(const Measurement& m, std::uint64_t at_most) {
  const Quantity& retries = *m.quantity("retries");
  return {Verdict::broken, "resilience.retries.too-many",
          fmt::format("expected at most {} retries of {}; saw {:.0f}", at_most, m.operation, retries.max)};
}

std::optional<Judgement> judge_backoff(const Measurement& m, const std::string& wanted) {
  if (m.present == Presence::no) {
    return Judgement{Verdict::inconclusive, "resilience.retries.inconclusive",
                     fmt::format("expected {} backoff; no retry was seen, so it has none to show", wanted)};
  }
  if (m.labelled("backoff: " + wanted)) return std::nullopt;
  if (m.labelled("backoff: unknown")) {
    return Judgement{Verdict::inconclusive, "resilience.retries.inconclusive",
                     fmt::format("expected {} backoff; its shape could not be told: {}", wanted, m.summary)};
  }
  return Judgement{Verdict::broken, "resilience.retries.backoff",
                   fmt::format("expected {} backoff; {}", wanted, m.summary)};
}

// Nothing was sent again earlier than the provider had said.
std::optional<Judgement> judge_retry_after(const Measurement& m) {
  if (m.labelled("ignores Retry-After")) {
    return Judgement{
        Verdict::broken, "resilience.retries.retry-after",
        fmt::format("told by Retry-After to come back after {}, it came back after {}",
                    ms_text(m.quantity("retry_after")->median), ms_text(m.quantity("waited_as_told")->median))};
  }
  if (m.labelled("honours Retry-After") || m.labelled("gives up when told by Retry-After to wait")) return std::nullopt;
  return Judgement{
      Verdict::inconclusive, "resilience.retries.inconclusive",
      "no answer with Retry-After was followed by another attempt, so whether it is honoured is not known"};
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const Quantity& retries = *m.quantity("retries");
  const auto at_most = count_in(expectation, "at_most");
  if (m.labelled("unbounded")) {
    return {Verdict::broken, "resilience.retries.unbounded",
            fmt::format("expected {}; {} was sent again {:.0f} times and it was still going on",
                        at_most ? fmt::format("at most {} retries", *at_most) : "retries to end", m.operation,
                        retries.max)};
  }
  if (at_most && retries.max > static_cast<double>(*at_most)) return too_many(m, *at_most);
  const auto at_least = count_in(expectation, "at_least");
  if (m.labelled("end not seen") && at_most) {
    return {
        Verdict::inconclusive, "resilience.retries.inconclusive",
        fmt::format("expected at most {} retries of {}; the end was not seen: {}", *at_most, m.operation, m.summary)};
  }
  const bool wanted = at_least ? *at_least > 0
                               : !at_most && !expectation.find("only") && !expectation.find("backoff") &&
                                     !expectation.find("honours_retry_after");
  if (wanted && m.present == Presence::no) {
    return {Verdict::broken, "resilience.retries.missing",
            fmt::format("expected {} to be tried again; it never was", m.operation)};
  }
  if (at_least && retries.median < static_cast<double>(*at_least)) {
    return {Verdict::broken, "resilience.retries.too-few",
            fmt::format("expected at least {} retries of {}; saw {:.0f}", *at_least, m.operation, retries.median)};
  }
  if (text_in(expectation, "only") == "idempotent") {
    for (const std::string& label : m.labels) {
      if (label.starts_with("repeats ")) {
        return {Verdict::broken, "resilience.retries.not-idempotent",
                "expected only idempotent operations to be retried; it " + label};
      }
    }
  }
  if (const auto backoff = text_in(expectation, "backoff")) {
    if (const auto judged = judge_backoff(m, *backoff)) return *judged;
  }
  if (flag_in(expectation, "honours_retry_after") == true) {
    if (const auto judged = judge_retry_after(m)) return *judged;
  }
  return {Verdict::holds, "resilience.retries.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const FirstLook& look = *input.look;
    // Counted to their end; and others that are given up with their first retry, where the rest takes long.
    const std::int64_t counted = 6, probed = input.quick ? 4 : 7;
    const Duration begun =
        look.failing <= 1500ms
            ? look.failing
            : look.failing / static_cast<std::int64_t>(std::max<std::size_t>(look.attempts_failing, 1));
    return calm_phase(look, 3) + counted * single_phase(look, look.failing, 150ms) +
           probed * single_phase(look, begun, 150ms);
  }
  return 4s;
}

const Pattern kPattern{next_retry_phase, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor retries_pattern{
    "retries",
    "Bounded retries",
    "failed calls are tried again, a bounded number of times, with pauses",
    {{"at_most", ParameterType::integer, false, "", "retries after the first attempt, at most"},
     {"at_least", ParameterType::integer, false, "", "retries after the first attempt, at least"},
     {"backoff",
      ParameterType::choice,
      false,
      "",
      "the shape of the pauses",
      {"constant", "linear", "exponential", "none"}},
     {"only", ParameterType::choice, false, "", "which operations may be sent again", {"idempotent"}},
     {"honours_retry_after", ParameterType::boolean, false, "", "it comes back no earlier than Retry-After says"}},
    &kPattern};

}  // namespace squall::chaos
