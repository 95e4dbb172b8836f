// Failover: one of several replicas refuses connections, resets them, hangs, or is gray (it answers, with failures
// only, or with a failure every other time). How long does the consumer go on sending to it, does it sit out for a
// time, how many callers notice, and does traffic return once it is well?

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/failing_replica.h"
#include "chaos/patterns/replica_traffic.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr Duration kEvery = 20ms;
constexpr Duration kLongestEjection = 35s;  // balancers leave out for 10 to 30 s by default

Duration watched(const PatternInput& input) {
  const auto within = duration_in(input.expectation, "within");
  return std::clamp<Duration>(within ? *within * 2 : Duration(0), 3s, 30s);
}

Duration watched_for_return(const PatternInput& input) {
  if (const auto returns = duration_in(input.expectation, "returns_within"))
    return std::max<Duration>(*returns * 3 / 2, 1s);
  return input.quick ? 5s : 15s;
}

bool must_return(const PatternInput& input) {
  return duration_in(input.expectation, "returns_within").has_value();
}

Phase paced(const PatternInput& input, std::string name, Duration lasts) {
  Phase phase = baseline_phase(input, static_cast<std::size_t>(lasts / kEvery));
  phase.name = std::move(name);
  phase.pace = Pace::steady;
  phase.every = kEvery;
  phase.client_timeout = 10s;
  return phase;
}

// A replica that got nothing to the end of the watch, once for all the ways to fail: until it is tried again. Who is
// refused makes no attempt that could be seen.
std::optional<Phase> next_longer(const PatternInput& input, std::span<const PhaseRecord> records,
                                 const Replicas& replicas, const FailureMode& mode) {
  const bool played = std::any_of(records.begin(), records.end(),
                                  [](const PhaseRecord& record) { return record.phase.name.starts_with(kLonger); });
  const bool shows = mode.name == std::string_view("gray") || mode.name == std::string_view("reset");
  const PhaseRecord& last = records.back();
  if (input.quick || played || !shows || last.phase.name != mode.name || last.calls.empty()) return std::nullopt;
  const auto attempts = attempts_on(last, replicas.failing);
  if (attempts.empty() || !ejections_in(last, replicas.failing, records.front()).lasted.empty()) return std::nullopt;
  if (last.calls.back().started - attempts.back()->request_started < watched(input) / 2) return std::nullopt;
  Phase phase = last.phase;
  phase.name = std::string(kLonger) + mode.name;
  phase.lasts = Duration(0);
  phase.calls = static_cast<std::size_t>(kLongestEjection / kEvery);
  phase.healthy_before = 0;
  return phase;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  const auto replicas = replicas_of(input);
  if (!replicas) return std::nullopt;
  if (records.empty()) return paced(input, "baseline", 1s);
  if (!uses(records.front(), replicas->failing)) return std::nullopt;
  for (const FailureMode& mode : kFailureModes) {
    if (!wanted(input, mode)) continue;
    if (find_phase(records, mode.name) == nullptr) {
      Phase phase = paced(input, mode.name, watched(input));
      phase.faults = {fault_of(mode.name, input)};
      phase.replica = input.replicas.empty() || is_move(mode) ? "" : replicas->failing;
      return phase;
    }
    if (auto longer = next_longer(input, records, *replicas, mode)) return longer;
    const std::string healed = fmt::format("after {}", mode.name);
    const PhaseRecord* after = find_phase(records, healed);
    if (after != nullptr && must_return(input) && !returned(*after, replicas->failing)) return std::nullopt;
    if (after == nullptr) {
      Phase phase = paced(input, healed, watched_for_return(input));
      phase.healthy_before = 0;
      return phase;
    }
  }
  return std::nullopt;
}

// Traffic has returned.
bool enough(const PatternInput& input, std::span<const PhaseRecord>, const PhaseRecord& running) {
  const auto replicas = replicas_of(input);
  if (replicas && running.phase.name.starts_with(kLonger)) return uses(running, replicas->failing);
  return replicas && running.phase.name.starts_with("after") && returned(running, replicas->failing).has_value();
}

double errors_allowed(const contracts::Value& expectation) {
  return 100 * share_in(expectation, "errors").value_or(0.05);
}

// On which failures it fails over, and on which it does not.
void conclude(const std::vector<FailingSeen>& all, const PatternInput& input, const std::string& others,
              Measurement& m) {
  const double allowed = errors_allowed(input.expectation);
  std::string well, badly;
  const FailingSeen* worst = &all.front();
  for (const FailingSeen& seen : all) {
    const bool left = !is_move(*seen.mode) || seen.left_after.has_value();
    std::string& list = seen.errors <= allowed && left ? well : badly;
    list += (list.empty() ? "" : ", ") + std::string(seen.mode->name);
    if (seen.errors >= worst->errors) worst = &seen;
  }
  m.quantities.insert(m.quantities.begin(), quantity_of("errors", {worst->errors}, "%"));
  const auto ways = std::count_if(std::begin(kFailureModes), std::end(kFailureModes),
                                  [&](const FailureMode& mode) { return wanted(input, mode); });
  // A replica that was left for good can be made to fail once only; then that is what is judged.
  const bool left_for_good = must_return(input) && std::any_of(all.begin(), all.end(), [](const FailingSeen& seen) {
                               return seen.never_returned();
                             });
  if (static_cast<std::ptrdiff_t>(all.size()) < ways && !left_for_good) {
    m.why_unknown = fmt::format("only {} of {} ways to fail could be tried", all.size(), ways);
    return;
  }
  m.present = well.empty() ? Presence::no : Presence::yes;
  const std::string most =
      fmt::format("{:.0f} % of the calls failed while the replica {}", worst->errors, worst->mode->words);
  const bool moved_alone = all.size() == 1 && is_move(*all.front().mode);
  if (moved_alone) {
    m.summary = badly.empty() ? fmt::format("follows the name to {}: the last attempt to the old address after {}",
                                            others, ms_text(*all.front().left_after))
                              : fmt::format("goes on using the old address for {}",
                                            ms_text(to_ms(all.front().record->to - all.front().record->from)));
  } else if (badly.empty()) {
    m.summary = fmt::format("fails over to {}: {:.0f} % of the calls failed at most", others, worst->errors);
  } else {
    m.labels.push_back("not on: " + badly);
    m.summary =
        well.empty() ? most : fmt::format("fails over to {} on: {}; not on: {} ({})", others, well, badly, most);
  }
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "failover";
  const auto replicas = replicas_of(input);
  if (text_in(input.expectation, "on") == "move" && !input.address_can_move) {
    m.why_unknown = "no name under `discovery` leads to the edge, so its address cannot move";
    return m;
  }
  if (!replicas) {
    m.why_unknown =
        "the edge leads to one replica, and the expectation does not say which edge leads to another (`to`)";
    return m;
  }
  const auto all = read_failing(records, replicas->failing);
  const bool used = !records.empty() && uses(records.front(), replicas->failing);
  const bool unseen = std::any_of(all.begin(), all.end(), [](const FailingSeen& seen) { return seen.unseen; });
  if (!records.empty() && !records.front().calls.empty() && !used) m.labels.emplace_back(kUnusedInCalm);
  if (all.empty() || !used || (!unseen && !any_injected(records, input.correlation_header))) {
    m.why_unknown = why_nothing(
        records, used ? "no attempt met a fault" : fmt::format("in calm, nothing was sent to '{}'", replicas->failing));
    return m;
  }
  m.injected = true;
  const auto met = attempts_on(records.front(), replicas->failing);
  m.operation = operation_of(*met.front());
  for (const FailingSeen& seen : all) note(seen, m);
  const bool moved_alone = all.size() == 1 && is_move(*all.front().mode);
  const bool others_used = moved_alone || std::any_of(records.begin(), records.end(), [&](const PhaseRecord& record) {
                             return uses_any(record, replicas->others);
                           });
  if (!others_used) {
    m.why_unknown = fmt::format("nothing was ever sent to {}", replicas->others_text());
    const bool all_fail = std::all_of(all.begin(), all.end(), [](const FailingSeen& s) {
      return s.errors > 50 || (s.mode->name == std::string_view("flaky") && s.errors > 25);
    });
    if (!all_fail) return m;
    m.present = Presence::no;
    m.summary = fmt::format("no failover: the replica's failures reach the callers, {} is never asked",
                            replicas->others_text());
    return m;
  }
  conclude(all, input, replicas->others_text(), m);
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const double allowed = errors_allowed(expectation);
  if (m.labelled("goes on trying: move") && asked_for(expectation, "move")) {
    return {Verdict::broken, "resilience.failover.old-address",
            fmt::format("expected the consumer to follow the name of the replica to its new address; {}",
                        m.labelled("keeps connections to the old address") ? "it keeps connections to the old one"
                        : m.labelled("keeps the old address")              ? "it goes on connecting to the old one"
                                                                           : m.summary)};
  }
  if (m.present == Presence::no || m.quantity("errors")->median > allowed) {
    return {Verdict::broken, "resilience.failover.missing",
            fmt::format("expected at most {:.0f} % of the calls to fail; {}", allowed, m.summary)};
  }
  const auto within = duration_in(expectation, "within");
  const auto returns = duration_in(expectation, "returns_within");
  for (const FailureMode& mode : kFailureModes) {
    const std::string name = mode.name;
    if (!asked_for(expectation, mode.name) || m.quantity("errors_on_" + name) == nullptr) continue;
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

// Most traffic returns soon, and then nobody waits on.
Duration expected_time(const PatternInput& input) {
  const auto modes = std::count_if(std::begin(kFailureModes), std::end(kFailureModes),
                                   [&](const FailureMode& mode) { return wanted(input, mode); });
  const Duration longer = input.quick ? Duration(0) : kLongestEjection / 4;
  return 1s + modes * (watched(input) + watched_for_return(input) / 4) + longer;
}

const Pattern kPattern{next, enough, measure, judge, expected_time};

}  // namespace

const PatternDescriptor failover_pattern{
    "failover",
    "Failover",
    "a replica that fails is left for another, and used again once it is well",
    {{"to", ParameterType::text, false, "", "the edge that leads to the other replica, where this one has no several"},
     {"within", ParameterType::duration, false, "", "the last attempt to the failing replica comes within this"},
     {"errors", ParameterType::share, false, "5%", "the share of calls that may fail meanwhile"},
     {"returns_within", ParameterType::duration, false, "", "after it is well, it is used again within this"},
     {"on", ParameterType::text, false, "", "which failures: refuse, reset, hang, gray, flaky, move; all by default"}},
    &kPattern,
    {"to"},
    {},
    {},
    true};

}  // namespace squall::chaos
