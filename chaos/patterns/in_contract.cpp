// In contract under fault: every answer the consumer gives while its provider is broken is one its own contract
// declares. Reads the answers that other patterns provoked on the same edge, and provokes what is missing.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

struct Answer {
  LogicalCall call;
  std::string under;   // the kind of fault
  bool legal = false;  // all that the consumer got of its provider is what the provider's contract allows
};

bool met_only_legal(const LogicalCall& call) {
  const auto& attempts = call.attempts;
  return call.injected() && std::all_of(attempts.begin(), attempts.end(), [](const Attempt* attempt) {
           return attempt->faults.empty() || attempt->legality == Legality::legal;
         });
}

bool troubled(const PhaseRecord& record) {
  return !record.phase.faults.empty();
}

// Answers given under fault: calls that met one, and calls that met nothing because the consumer had stopped trying.
void collect(const PatternInput& input, std::span<const PhaseRecord> records, std::vector<Answer>& answers) {
  for (const PhaseRecord& record : records) {
    if (!troubled(record)) continue;
    const auto calls = logical_calls(record, input.correlation_header);
    bool proven = false;
    for (const LogicalCall& call : calls) {
      proven = proven || call.injected();
      if (!call.injected() && !(proven && call.attempts.empty())) continue;
      if (call.call->error == CallError::timeout || call.call->error == CallError::cancelled) continue;
      answers.push_back({call, record.phase.faults.front().kind, met_only_legal(call)});
    }
  }
}

std::vector<Answer> answers_of(const PatternInput& input, std::span<const PhaseRecord> records) {
  std::vector<Answer> answers;
  collect(input, input.earlier, answers);
  collect(input, records, answers);
  // What breaks on a legal answer is told first: nobody else is to blame for it.
  std::stable_partition(answers.begin(), answers.end(), [](const Answer& answer) { return answer.legal; });
  return answers;
}

std::size_t count_under(const std::vector<Answer>& answers, const FaultSpec& fault) {
  return static_cast<std::size_t>(std::count_if(answers.begin(), answers.end(), [&](const Answer& answer) {
    return answer.under == fault.kind && answer.call.injected();
  }));
}

Duration hold_of(const PatternInput& input) {
  return input.declared_timeout ? hold_for_timeout(input) : Duration(input.quick ? 2s : 5s);
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  const auto answers = answers_of(input, records);
  const auto wanted = [&](const std::string& name, const FaultSpec& fault, std::size_t count) {
    return count_under(answers, fault) < count && count_phases(records, name) < count + 2;
  };
  const bool declared = input.provider_declares_errors && wanted("declared error", declared_error(), 2);
  const bool answered = wanted("503", answer_with(503), 2);
  const bool reset = wanted("reset", reset_before_reply(), 2);
  const bool hang = wanted("hang", hold_reply(1s), 1);
  if (!declared && !answered && !reset && !hang) return std::nullopt;
  if (records.empty()) return baseline_phase(input, 2);
  if (declared) return single_stimulus(input, "declared error", declared_error(), 2);
  if (answered) return single_stimulus(input, "503", answer_with(503), 2);
  if (reset) return single_stimulus(input, "reset", reset_before_reply(), 2);
  Phase phase = single_stimulus(input, "hang", hold_reply(hold_of(input)), 2);
  phase.client_timeout = patience_for(hold_of(input));
  return phase;
}

std::string departure_of(const Call& call) {
  if (call.status == 0)
    return "no answer: " + (call.error_text.empty() ? std::string("connection closed") : call.error_text);
  if (call.in_contract || call.error != CallError::none) return "";  // an answer that broke off says so by itself
  return call.departure.empty() ? fmt::format("status {} is not what the contract declares", call.status)
                                : call.departure;
}

std::string rule_of(const Call& call) {
  if (call.status == 0) return "resilience.in-contract.no-answer";
  if (call.departure.starts_with("response.status")) return "resilience.in-contract.undeclared";
  return "resilience.in-contract.off-contract";
}

// Departures that calm shows as well are not the fault's doing.
std::set<std::string> calm_departures(const PatternInput& input, std::span<const PhaseRecord> records) {
  std::set<std::string> found;
  const auto add = [&](std::span<const PhaseRecord> from) {
    for (const PhaseRecord& record : from) {
      if (record.phase.name != "baseline") continue;  // after a heal, a breaker may still answer for the provider
      for (const Call& call : record.calls) {
        if (const std::string departure = departure_of(call); !departure.empty() && call.status != 0)
          found.insert(departure);
      }
    }
  };
  add(input.earlier);
  add(records);
  return found;
}

void observe(Measurement& m, const Answer& answer, const std::string& departure) {
  const std::string rule = rule_of(*answer.call.call);
  const bool known = std::any_of(m.observations.begin(), m.observations.end(), [&](const Observation& o) {
    return o.rule == rule && o.message.ends_with(departure);
  });
  if (known) return;
  Observation observation;
  observation.rule = rule;
  observation.operation = answer.call.call->operation;
  observation.message =
      fmt::format("{} answered {} off its contract while its provider was in trouble ({}): {}",
                  observation.operation.empty() ? "the service" : observation.operation, answer.call.call->status,
                  answer.under + (answer.legal ? ", which its contract allows" : ""), departure);
  observation.evidence = lines_of(answer.call, 6);
  m.observations.push_back(std::move(observation));
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "in_contract_under_fault";
  const auto answers = answers_of(input, records);
  m.injected = std::any_of(answers.begin(), answers.end(), [](const Answer& a) { return a.call.injected(); });
  if (!m.injected) {
    m.why_unknown = why_nothing(records, "no answer was given while a fault was at work");
    return m;
  }
  m.operation = answers.front().call.call->operation;
  if (!input.has_contract) {
    m.why_unknown = "the service has no contract to hold its answers to";
    return m;
  }
  const auto calm = calm_departures(input, records);
  std::set<std::string> kinds;
  double off = 0;
  for (const Answer& answer : answers) {
    kinds.insert(answer.under);
    const std::string departure = departure_of(*answer.call.call);
    if (departure.empty()) continue;
    if (calm.contains(departure)) {
      m.confounders.push_back("answers in calm depart in the same way: " + departure);
      continue;
    }
    ++off;
    observe(m, answer, departure);
  }
  std::sort(m.confounders.begin(), m.confounders.end());
  m.confounders.erase(std::unique(m.confounders.begin(), m.confounders.end()), m.confounders.end());
  const double all = static_cast<double>(answers.size());
  m.quantities.push_back(quantity_of("answers", {all}, "answers"));
  m.quantities.push_back(quantity_of("off_contract", {off}, "answers"));
  std::string under;
  for (const std::string& kind : kinds) under += (under.empty() ? "" : ", ") + kind;
  m.present = off == 0 ? Presence::yes : Presence::no;
  m.summary = off == 0 ? fmt::format("all {:.0f} answers under fault ({}) are in contract", all, under)
                       : fmt::format("{:.0f} of {:.0f} answers under fault ({}) are off contract", off, all, under);
  m.evidence = m.observations.empty() ? lines_of(answers.front().call, 6) : m.observations.front().evidence;
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value&) {
  if (m.present == Presence::yes) return {Verdict::holds, "resilience.in-contract.holds", m.summary};
  return {Verdict::broken, m.observations.front().rule, m.observations.front().message};
}

Duration expected_time(const PatternInput& input) {
  // Most of what it reads was seen by the patterns before.
  if (input.look) return calm_phase(*input.look, 2) + 2 * single_phase(*input.look, input.look->calm);
  return 3s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor in_contract_pattern{
    "in_contract_under_fault",
    "In contract under fault",
    "every answer given while a provider is broken is one the contract declares",
    {},
    &kPattern};

}  // namespace squall::chaos
