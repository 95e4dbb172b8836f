// Failover: the edge leads to one replica, `to` to the others. The replica resets every connection, hangs, or is gray
// (it answers, with failures only). How long does the consumer go on sending to it, how many callers notice, and does
// traffic return once it is well?

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

struct Mode {
  const char* name;
  const char* words;
};
constexpr Mode kModes[] = {{"reset", "resets connections"}, {"hang", "hangs"}, {"gray", "answers 503"}};

FaultSpec fault_of(std::string_view mode, const PatternInput& input) {
  if (mode == "reset") return reset_before_reply();
  if (mode == "gray") return answer_with(503);
  return hold_reply(hold_for_timeout(input));
}

Duration watched(const PatternInput& input) {
  const auto within = duration_in(input.expectation, "within");
  return std::clamp<Duration>(within ? *within * 2 : Duration(0), 3s, 30s);
}

Duration watched_for_return(const PatternInput& input) {
  if (const auto returns = duration_in(input.expectation, "returns_within"))
    return std::max<Duration>(*returns * 3 / 2, 1s);
  return input.quick ? 5s : 15s;
}

Phase paced(const PatternInput& input, std::string name, Duration lasts) {
  Phase phase = baseline_phase(input, static_cast<std::size_t>(lasts / kEvery));
  phase.name = std::move(name);
  phase.pace = Pace::steady;
  phase.every = kEvery;
  phase.client_timeout = 10s;
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (!text_in(input.expectation, "to")) return std::nullopt;
  if (records.empty()) return paced(input, "baseline", 1s);
  for (const Mode& mode : kModes) {
    if (find_phase(records, mode.name) == nullptr) {
      Phase phase = paced(input, mode.name, watched(input));
      phase.faults = {fault_of(mode.name, input)};
      return phase;
    }
    const std::string healed = fmt::format("after {}", mode.name);
    if (find_phase(records, healed) == nullptr) {
      Phase phase = paced(input, healed, watched_for_return(input));
      phase.healthy_before = 0;
      return phase;
    }
  }
  return std::nullopt;
}

bool goes_to(std::span<const Attempt> attempts, std::string_view edge) {
  return std::any_of(attempts.begin(), attempts.end(), [&](const Attempt& a) { return a.edge == edge; });
}

struct Seen {
  const Mode* mode = nullptr;
  const PhaseRecord* record = nullptr;
  std::size_t struck = 0;            // attempts that met the fault
  std::optional<double> left_after;  // ms from the onset to the last attempt; nothing: it never left
  double errors = 0;                 // % of the calls
  std::optional<double> returned_after;
  bool return_watched = false;
};

std::vector<Seen> read(std::span<const PhaseRecord> records) {
  std::vector<Seen> all;
  for (const Mode& mode : kModes) {
    const PhaseRecord* record = find_phase(records, mode.name);
    if (record == nullptr || !record->settled || record->calls.empty()) continue;
    Seen seen;
    seen.mode = &mode;
    seen.record = record;
    Instant last = record->from;
    for (const Attempt& attempt : record->attempts) {
      if (!attempt.faults.empty()) ++seen.struck;
      last = std::max(last, attempt.request_started);
    }
    const Instant end = record->calls.back().started;
    if (end - last > std::max<Duration>(500ms, (end - record->from) / 4)) seen.left_after = to_ms(last - record->from);
    const auto failed =
        std::count_if(record->calls.begin(), record->calls.end(), [](const Call& c) { return !went_well(c); });
    seen.errors = 100.0 * static_cast<double>(failed) / static_cast<double>(record->calls.size());
    if (const PhaseRecord* healed = find_phase(records, fmt::format("after {}", mode.name));
        healed != nullptr && !healed->calls.empty()) {
      seen.return_watched = true;
      for (const Attempt& attempt : healed->attempts) {
        const double after = to_ms(attempt.request_started - healed->from);
        if (attempt.from_provider && (!seen.returned_after || after < *seen.returned_after))
          seen.returned_after = after;
      }
    }
    if (seen.struck > 0) all.push_back(seen);
  }
  return all;
}

double errors_allowed(const contracts::Value& expectation) {
  return 100 * share_in(expectation, "errors").value_or(0.05);
}

void note(const Seen& seen, Measurement& m) {
  const std::string mode = seen.mode->name;
  m.quantities.push_back(quantity_of("errors_on_" + mode, {seen.errors}, "%"));
  if (seen.left_after) m.quantities.push_back(quantity_of("left_after_" + mode, {*seen.left_after}, "ms"));
  if (seen.returned_after) m.quantities.push_back(quantity_of("returned_after_" + mode, {*seen.returned_after}, "ms"));
  if (!seen.left_after) m.labels.push_back("goes on trying: " + mode);
  if (seen.return_watched && !seen.returned_after) m.labels.push_back("never returns: " + mode);
  m.evidence.push_back(
      {seen.record->from,
       fmt::format("the replica {}: {} attempts met it, {}; {:.0f} % of {} calls failed outside; {}", seen.mode->words,
                   seen.struck,
                   seen.left_after ? "the last after " + ms_text(*seen.left_after) : "and they did not end",
                   seen.errors, seen.record->calls.size(),
                   seen.returned_after ? "traffic returned " + ms_text(*seen.returned_after) + " after the heal"
                                       : "no traffic returned")});
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "failover";
  const std::string to = text_in(input.expectation, "to").value_or("");
  if (to.empty()) {
    m.why_unknown = "the expectation does not say which edge leads to the other replica (`to`)";
    return m;
  }
  const auto all = read(records);
  if (all.empty() || !any_injected(records, input.correlation_header)) {
    m.why_unknown = why_nothing(records, "no attempt met a fault");
    return m;
  }
  m.injected = true;
  m.operation = operation_of(all.front().record->attempts.front());
  for (const Seen& seen : all) note(seen, m);
  if (!goes_to(records.front().elsewhere, to) &&
      std::none_of(all.begin(), all.end(), [&](const Seen& s) { return goes_to(s.record->elsewhere, to); })) {
    m.why_unknown = fmt::format("nothing was ever sent to '{}'", to);
    const bool all_fail = std::all_of(all.begin(), all.end(), [](const Seen& s) { return s.errors > 50; });
    if (!all_fail) return m;
    m.present = Presence::no;
    m.summary = fmt::format("no failover: the replica's failures reach the callers, '{}' is never asked", to);
    return m;
  }
  double worst = 0;
  const Seen* shown = &all.front();
  for (const Seen& seen : all) {
    if (seen.errors >= worst) worst = seen.errors, shown = &seen;
  }
  m.quantities.insert(m.quantities.begin(), quantity_of("errors", {worst}, "%"));
  if (all.size() < std::size(kModes)) {
    m.why_unknown = fmt::format("only {} of {} ways to fail could be tried", all.size(), std::size(kModes));
    return m;
  }
  const bool fails_over = worst <= errors_allowed(input.expectation);
  m.present = fails_over ? Presence::yes : Presence::no;
  m.summary = fails_over ? fmt::format("fails over to '{}': {:.0f} % of the calls failed at most", to, worst)
                         : fmt::format("{:.0f} % of the calls failed while the replica {}", worst, shown->mode->words);
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  if (m.present == Presence::no) {
    return {Verdict::broken, "resilience.failover.missing",
            fmt::format("expected at most {:.0f} % of the calls to fail; {}", errors_allowed(expectation), m.summary)};
  }
  const auto within = duration_in(expectation, "within");
  const auto returns = duration_in(expectation, "returns_within");
  for (const Mode& mode : kModes) {
    const std::string name = mode.name;
    const Quantity* left = m.quantity("left_after_" + name);
    if (within && (left == nullptr || left->median > to_ms(*within) * 1.05 + 20)) {
      return {Verdict::broken, "resilience.failover.late",
              fmt::format("expected the consumer to leave a replica that {} within {:.0f} ms; {}", mode.words,
                          to_ms(*within), left == nullptr ? "it went on trying" : "it took " + ms_text(left->median))};
    }
    const Quantity* back = m.quantity("returned_after_" + name);
    if (returns && (back == nullptr || back->median > to_ms(*returns) * 1.05 + 20)) {
      return {Verdict::broken, "resilience.failover.no-return",
              fmt::format("expected traffic to return within {:.0f} ms after the replica {}; {}", to_ms(*returns),
                          mode.words, back == nullptr ? "none did" : "it took " + ms_text(back->median))};
    }
  }
  return {Verdict::holds, "resilience.failover.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  return 1s + 3 * (watched(input) + watched_for_return(input));
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor failover_pattern{
    "failover",
    "Failover",
    "a replica that fails is left for another, and used again once it is well",
    {{"to", ParameterType::text, true, "", "the edge that leads to the other replica"},
     {"within", ParameterType::duration, false, "", "the last attempt to the failing replica comes within this"},
     {"errors", ParameterType::share, false, "5%", "the share of calls that may fail meanwhile"},
     {"returns_within", ParameterType::duration, false, "", "after it is well, it is used again within this"}},
    &kPattern,
    {"to"}};

}  // namespace squall::chaos
