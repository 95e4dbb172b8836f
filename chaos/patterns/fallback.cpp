// Fallback: while the provider fails or hangs, does the caller still get a success that the consumer's own contract
// declares? Presence and promptness are two things: both are measured.

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/fallback_kind.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::format_duration;
using namespace std::chrono_literals;

bool succeeded(const Call& call) {
  return call.status >= 200 && call.status < 300;
}

Duration hold_of(const PatternInput& input) {
  return input.declared_timeout ? hold_for_timeout(input) : Duration(input.quick ? 2s : 5s);
}

struct Findings {
  std::vector<LogicalCall> calls;         // under fault, with proof
  std::vector<LogicalCall> failed;        // no success outside
  std::vector<LogicalCall> off_contract;  // a success, but not the contract's
  std::vector<double> times;              // ms, of the successes
};

// The provider's own answer came through in the end (a hold that was waited for): no fallback was asked for.
bool served_by_provider(const LogicalCall& call) {
  return std::any_of(call.attempts.begin(), call.attempts.end(),
                     [](const Attempt* a) { return a->from_provider && a->status >= 200 && a->status < 400; });
}

Findings read(const PatternInput& input, std::span<const PhaseRecord> records) {
  Findings found;
  for (const PhaseRecord& record : records) {
    for (LogicalCall& call : logical_calls(record, input.correlation_header)) {
      if (!call.injected() || served_by_provider(call)) continue;
      if (!succeeded(*call.call)) {
        found.failed.push_back(call);
      } else {
        if (!call.call->in_contract) found.off_contract.push_back(call);
        found.times.push_back(to_ms(call.call->finished - call.call->started));
      }
      found.calls.push_back(std::move(call));
    }
  }
  return found;
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 3);
  const auto usable = [&](std::string_view name) {
    std::size_t count = 0;
    for (const PhaseRecord& record : records) {
      if (record.phase.name != name) continue;
      for (const LogicalCall& call : logical_calls(record, input.correlation_header)) count += call.injected() ? 1 : 0;
    }
    return count;
  };
  const auto wanted = [&](std::string_view name, std::size_t count) {
    return usable(name) < count && count_phases(records, name) < count + 2;
  };
  if (wanted("503", 4)) return single_stimulus(input, "503", answer_with(503), 2);
  if (wanted("reset", 2)) return single_stimulus(input, "reset", reset_before_reply(), 2);
  if (wanted("hang", 1)) {
    Phase phase = single_stimulus(input, "hang", hold_reply(hold_of(input)), 2);
    phase.client_timeout = patience_for(hold_of(input));
    return phase;
  }
  return read(input, records).times.empty() ? std::nullopt : next_of_kind(input, records);
}

bool calm_succeeds(std::span<const PhaseRecord> records) {
  const PhaseRecord* baseline = find_phase(records, "baseline");
  return baseline != nullptr && !baseline->calls.empty() &&
         std::all_of(baseline->calls.begin(), baseline->calls.end(),
                     [](const Call& c) { return succeeded(c) && c.in_contract; });
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "fallback";
  const Findings found = read(input, records);
  if (found.calls.empty()) {
    m.why_unknown = why_nothing(records, "no failing attempt was seen on the edge");
    return m;
  }
  m.injected = true;
  m.operation = found.calls.front().call->operation;
  if (!calm_succeeds(records)) {
    m.why_unknown = "the stimulus does not succeed in calm either, so a success under fault cannot be told";
    return m;
  }
  if (!input.has_contract) m.confounders.push_back("no contract to hold the answers to: any 2xx counts");
  const double share = 100.0 * static_cast<double>(found.times.size()) / static_cast<double>(found.calls.size());
  m.quantities.push_back(quantity_of("successes", {share}, "%"));
  if (!found.times.empty()) m.quantities.push_back(quantity_of("answered_in", found.times, "ms"));
  const std::vector<LogicalCall>& shown = !found.off_contract.empty() ? found.off_contract
                                          : !found.failed.empty()     ? found.failed
                                                                      : found.calls;
  for (std::size_t i = 0; i < shown.size() && i < 3; ++i) {
    for (EvidenceLine& line : lines_of(shown[i], 5)) m.evidence.push_back(std::move(line));
  }
  if (found.times.empty()) {
    m.present = Presence::no;
    m.summary = fmt::format("no fallback: {}", outcome_of(*found.failed.front().call));
    return m;
  }
  m.present = Presence::yes;
  m.summary =
      fmt::format("answers {:.0f} % of calls with a success, in {}", share, text_of(*m.quantity("answered_in")));
  if (!found.failed.empty()) m.labels.push_back("partial");
  if (!found.off_contract.empty()) {
    m.labels.push_back("off contract");
    m.summary += "; off contract: " + found.off_contract.front().call->departure;
  }
  note_kind(input, records, m);
  return m;
}

Judgement judge_kind(const Measurement& m, const std::string& wanted) {
  for (const std::string_view label : {kStatic, kCached, kAlternate}) {
    if (!m.labelled(label)) continue;
    return {Verdict::broken, "resilience.fallback.kind",
            fmt::format("expected a fallback of the kind {}; it is of the {}", wanted, label)};
  }
  return {Verdict::inconclusive, "resilience.fallback.inconclusive",
          m.confounders.empty() ? "where the fallback answer comes from is not known" : m.confounders.back()};
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  if (m.present == Presence::no) {
    return {Verdict::broken, "resilience.fallback.missing",
            fmt::format("expected a fallback answer while the provider fails; {}", m.summary)};
  }
  if (m.labelled("off contract")) {
    return {Verdict::broken, "resilience.fallback.off-contract",
            fmt::format("the fallback answer is not what the contract declares: {}", m.summary)};
  }
  if (m.quantity("successes")->median < 99) {
    return {Verdict::broken, "resilience.fallback.partial",
            fmt::format("expected a fallback answer every time; {}", m.summary)};
  }
  const auto within = duration_in(expectation, "within");
  if (within && m.quantity("answered_in")->max > to_ms(*within) * 1.1 + 10) {
    return {Verdict::broken, "resilience.fallback.late",
            fmt::format("expected the fallback answer within {}; it took {}", format_duration(*within),
                        ms_text(m.quantity("answered_in")->max))};
  }
  if (const auto kind = text_in(expectation, "kind"); kind && !m.labelled("kind: " + *kind))
    return judge_kind(m, *kind);
  return {Verdict::holds, "resilience.fallback.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  if (input.look) {
    const FirstLook& look = *input.look;
    return calm_phase(look, 3) + 6 * single_phase(look, look.failing) +
           single_phase(look, held_call(look, hold_of(input))) + expected_of_kind(input);
  }
  return 2s + expected_of_kind(input) + (input.declared_timeout ? 4 * *input.declared_timeout : hold_of(input));
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor fallback_pattern{
    "fallback",
    "Fallback",
    "callers still get a declared success while the provider fails",
    {{"within", ParameterType::duration, false, "", "the slowest fallback answer may take so long"},
     {"kind",
      ParameterType::choice,
      false,
      "",
      "where it comes from: a default, an earlier answer, another provider",
      {"static", "cached", "alternate"}}},
    &kPattern};

}  // namespace squall::chaos
