#include "chaos/patterns/fallback_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "chaos/patterns/forecast.h"
#include "chaos/patterns/logical_call.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

constexpr std::string_view kPlanted = "canary", kAfter = "503 after the canary";
constexpr std::size_t kFallbacks = 2;

std::string mark_of(const PatternInput& input) {
  return "~squall-" + input.nonce;
}

bool succeeded(const Call& call) {
  return call.status / 100 == 2;
}

// Between the canary and the failures nothing is asked in calm, or a cache would hold something else.
Phase bare(const PatternInput& input, std::string_view name, FaultSpec fault, std::size_t healthy) {
  Phase phase = single_stimulus(input, std::string(name), std::move(fault), healthy);
  phase.healthy_before = healthy;
  return phase;
}

// Edges on which another provider answered well for the call.
std::set<std::string> answered_elsewhere(const PhaseRecord& record, const PatternInput& input) {
  std::set<std::string> edges;
  for (const Attempt& attempt : record.elsewhere) {
    const bool own = !record.traced || std::any_of(record.calls.begin(), record.calls.end(), [&](const Call& call) {
      return trace_of(attempt, input.correlation_header) == call.trace_id;
    });
    if (own && attempt.from_provider && attempt.status / 100 == 2) edges.insert(attempt.edge);
  }
  return edges;
}

struct Answers {
  std::set<std::string> calm;                      // bodies, of baseline and canary
  std::vector<std::string> under;                  // of calls that a fault struck and that succeeded all the same
  std::set<std::string> used_in_calm, used_under;  // other edges
  bool planted = false, visible = false;
};

Answers read(const PatternInput& input, std::span<const PhaseRecord> records) {
  Answers answers;
  const std::string mark = mark_of(input);
  for (const PhaseRecord& record : records) {
    const bool canary = record.phase.name == kPlanted;
    if (canary || record.phase.name == "baseline") {
      answers.used_in_calm.merge(answered_elsewhere(record, input));
      for (const Call& call : record.calls) {
        if (succeeded(call)) answers.calm.insert(call.response.body);
        const bool shown = call.response.body.find(mark) != std::string::npos;
        answers.visible = answers.visible || (canary && succeeded(call) && shown);
      }
    }
    for (const LogicalCall& call : logical_calls(record, input.correlation_header)) {
      if (canary) answers.planted = answers.planted || call.injected();
      if (record.phase.name != kAfter || !call.injected() || !succeeded(*call.call)) continue;
      answers.under.push_back(call.call->response.body);
    }
    if (record.phase.name == kAfter) answers.used_under.merge(answered_elsewhere(record, input));
  }
  return answers;
}

bool all_alike(const std::vector<std::string>& bodies) {
  return std::all_of(bodies.begin(), bodies.end(), [&](const std::string& body) { return body == bodies.front(); });
}

// The label, or why there is none.
std::pair<std::string_view, std::string> kind_of(const PatternInput& input, const Answers& answers) {
  const std::string mark = mark_of(input);
  if (!answers.planted) return {"", "the provider's answer has no string that could bear a mark"};
  if (!answers.visible) return {"", "in calm, nothing of the provider's answer shows in the consumer's"};
  if (answers.under.size() < kFallbacks) return {"", "there was no fallback answer after the canary"};
  const auto marked = std::count_if(answers.under.begin(), answers.under.end(),
                                    [&](const std::string& body) { return body.find(mark) != std::string::npos; });
  if (marked == static_cast<std::ptrdiff_t>(answers.under.size())) return {kCached, ""};
  if (marked > 0) return {"", "only some of the answers bear the mark"};
  for (const std::string& edge : answers.used_under) {
    if (!answers.used_in_calm.contains(edge)) return {kAlternate, ""};
  }
  if (answers.calm.contains(answers.under.front()))
    return {"",
            "the answer is as one in calm, without the mark: an older copy, or another provider that no edge leads to"};
  if (!all_alike(answers.under)) return {"", "the answers differ from each other and bear no mark"};
  return {kStatic, ""};
}

}  // namespace

std::optional<Phase> next_of_kind(const PatternInput& input, std::span<const PhaseRecord> records) {
  const PhaseRecord* planted = find_phase(records, kPlanted);
  if (planted == nullptr) {
    return bare(input, kPlanted, mark_answers(mark_of(input)), 2);
  }
  const Answers answers = read(input, records);
  if (!answers.visible || count_phases(records, kAfter) >= kFallbacks) return std::nullopt;
  return bare(input, kAfter, answer_with(503), 0);
}

void note_kind(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m) {
  if (find_phase(records, kPlanted) == nullptr) return;
  const auto [label, why] = kind_of(input, read(input, records));
  if (label.empty()) {
    m.confounders.push_back("kind not known: " + why);
  } else {
    m.labels.emplace_back(label);
  }
}

Duration expected_of_kind(const PatternInput& input) {
  if (!input.look) return std::chrono::milliseconds(300);
  return single_phase(*input.look, input.look->calm) +
         static_cast<std::int64_t>(kFallbacks) * single_phase(*input.look, input.look->failing);
}

}  // namespace squall::chaos
