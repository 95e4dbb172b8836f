// Bounded retries: the provider answers 503, or resets the connection; how often does the consumer try again, with what
// pauses, and does it ever stop? Each stimulus is sent alone on an edge that was healthy just before.

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/backoff.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/repetition.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSamples = 4;

struct Mode {
  std::string name;  // "503", "reset", "hang"
  std::vector<Repetition> seen;
};

struct Findings {
  std::vector<Mode> modes;
  const Mode* mode(std::string_view name) const {
    for (const Mode& one : modes) {
      if (one.name == name && !one.seen.empty()) return &one;
    }
    return nullptr;
  }
  bool unbounded(bool own_only = false) const {
    return std::any_of(modes.begin(), modes.end(), [&](const Mode& mode) {
      return !(own_only && mode.name == "hang") &&
             std::any_of(mode.seen.begin(), mode.seen.end(), [](const Repetition& r) { return r.unanswered; });
    });
  }
};

// Only the operation that the stimulus troubles first counts: what the consumer calls because of the failure
// (a compensation, say) is another thing.
void keep_first_operation(std::vector<Repetition>& seen) {
  if (seen.empty()) return;
  const auto first = std::min_element(seen.begin(), seen.end(), [](const Repetition& a, const Repetition& b) {
    return a.attempts.front()->request_started < b.attempts.front()->request_started;
  });
  const std::string operation = first->operation;
  std::erase_if(seen, [&](const Repetition& r) { return r.operation != operation; });
}

Findings read(const PatternInput& input, std::span<const PhaseRecord> records) {
  const Design design = design_of(records, input.correlation_header);
  Findings found;
  found.modes = {{"503", {}}, {"reset", {}}, {"hang", {}}};
  const auto add = [&](std::span<const PhaseRecord> from, std::string_view phase, Mode& mode) {
    for (const PhaseRecord& record : from) {
      if (record.phase.name != phase) continue;
      for (Repetition& one : repetitions_in(record, design, input.correlation_header))
        mode.seen.push_back(std::move(one));
    }
  };
  add(records, "503", found.modes[0]);
  add(records, "reset", found.modes[1]);
  add(input.earlier, "hold", found.modes[2]);
  for (Mode& mode : found.modes) keep_first_operation(mode.seen);
  return found;
}

Phase failing(const PatternInput& input, const std::string& name, FaultSpec fault) {
  Phase phase = single_stimulus(input, name, std::move(fault));
  const auto declared = count_in(input.expectation, "at_most");
  phase.attempts_at_most = declared ? std::max<std::size_t>(4 * (*declared + 1), 12) : 24;
  phase.linger = 150ms;
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 3);
  const Findings found = read(input, records);
  if (found.unbounded(true)) return std::nullopt;
  const auto usable = [&](std::size_t mode) { return found.modes[mode].seen.size(); };
  if (usable(0) < kSamples && count_phases(records, "503") < kSamples + 3)
    return failing(input, "503", answer_with(503));
  if (usable(1) < 2 && count_phases(records, "reset") < 4) return failing(input, "reset", reset_before_reply());
  return std::nullopt;
}

std::vector<double> counts_of(const Mode& mode, bool replays_are_policy) {
  std::vector<double> counts;
  for (const Repetition& one : mode.seen) {
    counts.push_back(static_cast<double>(one.retries() + (replays_are_policy ? one.replays : 0)));
  }
  return counts;
}

std::vector<std::vector<double>> gaps_of(const Mode& mode) {
  std::vector<std::vector<double>> by_number;
  for (const Repetition& one : mode.seen) {
    const auto gaps = one.gaps();
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      if (by_number.size() <= i) by_number.emplace_back();
      by_number[i].push_back(gaps[i]);
    }
  }
  return by_number;
}

void note_backoff(const Mode& mode, Measurement& m) {
  const auto by_number = gaps_of(mode);
  const Backoff backoff = classify(by_number);
  for (std::size_t i = 0; i < by_number.size() && i < 6; ++i) {
    m.quantities.push_back(quantity_of(fmt::format("pause_{}", i + 1), by_number[i], "ms"));
  }
  m.labels.push_back("backoff: " + std::string(to_string(backoff.shape)));
  if (!backoff.jitter.empty()) m.labels.push_back(backoff.jitter + " jitter");
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

// Which mode speaks for the consumer: the one with the most retries, answers before resets before hangs.
const Mode* leading(const Findings& found, bool replays_are_policy) {
  const Mode* best = nullptr;
  double most = -1;
  for (const Mode& mode : found.modes) {
    const auto counts = counts_of(mode, replays_are_policy);
    if (counts.empty()) continue;
    const double highest = *std::max_element(counts.begin(), counts.end());
    if (highest > most) {
      best = &mode;
      most = highest;
    }
  }
  return best;
}

void note_modes(const Findings& found, bool replays_are_policy, Measurement& m) {
  for (const Mode& mode : found.modes) {
    if (mode.seen.empty()) continue;
    m.quantities.push_back(quantity_of("retries_on_" + mode.name, counts_of(mode, replays_are_policy), "retries"));
  }
  const Mode* reset = found.mode("reset");
  if (reset != nullptr && !replays_are_policy &&
      std::any_of(reset->seen.begin(), reset->seen.end(), [](const Repetition& r) { return r.replays > 0; })) {
    m.labels.push_back("transport replay on a reused connection");
  }
}

// Operations whose repetition is not idempotent by method and that carry no one stable key.
bool repeats_unsafe_method(const Findings& found, std::string& operation) {
  for (const Mode& mode : found.modes) {
    for (const Repetition& one : mode.seen) {
      if (one.retries() == 0 || contracts::http::is_idempotent(one.attempts.front()->method)) continue;
      if (has_stable_key(one)) continue;
      operation = one.operation;
      return true;
    }
  }
  return false;
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "retries";
  if (input.tier_between) m.confounders.push_back("the service between may repeat calls too");
  const Findings found = read(input, records);
  const Mode* answered = found.mode("503");
  const bool policy_at_once = answered != nullptr && classify(gaps_of(*answered)).shape == Shape::none;
  const Mode* best = leading(found, policy_at_once);
  if (found.mode("503") == nullptr && found.mode("reset") == nullptr) {
    m.why_unknown = why_nothing(records, "no failing attempt was seen on the edge");
    return m;
  }
  m.injected = true;
  m.operation = best->seen.front().operation;
  const Quantity retries = quantity_of("retries", counts_of(*best, policy_at_once), "retries");
  m.quantities.push_back(retries);
  note_modes(found, policy_at_once, m);
  const auto shown =
      std::max_element(best->seen.begin(), best->seen.end(),
                       [](const Repetition& a, const Repetition& b) { return a.attempts.size() < b.attempts.size(); });
  m.evidence = lines_of(LogicalCall{shown->call, shown->attempts});
  if (found.unbounded()) {
    m.present = Presence::yes;
    m.labels.push_back("unbounded");
    m.summary = fmt::format("retries without an end: {:.0f} times, and still going", retries.max);
  } else if (retries.max == 0) {
    m.present = Presence::no;
    m.summary = "no retries";
  } else if (retries.median == 0) {
    m.why_unknown = fmt::format("retried in some of {} failing calls only", retries.samples);
    m.present = Presence::unknown;
  } else {
    m.present = Presence::yes;
    m.summary =
        retries.min == retries.max
            ? fmt::format("retries {:.0f} {} on {}", retries.max, retries.max == 1 ? "time" : "times", best->name)
            : fmt::format("retries {:.0f} to {:.0f} times on {}", retries.min, retries.max, best->name);
  }
  if (m.present == Presence::yes) note_backoff(*best, m);
  std::string unsafe;
  if (repeats_unsafe_method(found, unsafe)) m.labels.push_back("repeats " + unsafe + " without an idempotency key");
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
  const bool wanted = at_least ? *at_least > 0 : !at_most && !expectation.find("only") && !expectation.find("backoff");
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
  return {Verdict::holds, "resilience.retries.holds", m.summary};
}

Duration expected_time(const PatternInput&) {
  return 4s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

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
     {"only", ParameterType::choice, false, "", "which operations may be sent again", {"idempotent"}}},
    &kPattern};

}  // namespace squall::chaos
