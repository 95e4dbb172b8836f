#include "harness/resilience/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "harness/resilience/task.h"
#include "harness/system/edge_protocol.h"

namespace squall::harness {
namespace {

using namespace std::chrono_literals;

using Histories = std::vector<std::shared_ptr<EdgeHistory>>;

// What a quick profile measures; and what one that has too little time keeps longest, in this order.
constexpr std::array<std::string_view, 6> kCore{"timeout",      "retries",  "circuit_breaker",
                                                "safe_retries", "fallback", "in_contract_under_fault"};

// Measured on closed breakers; many at once; the breakers; what reads everything before.
int rank(std::string_view pattern) {
  if (pattern == "circuit_breaker") return 2;
  if (pattern == "in_contract_under_fault") return 3;
  return sends_many(pattern) ? 1 : 0;
}
constexpr int kRanks = 4;

std::size_t dispensable(std::string_view pattern) {
  const auto* const core = std::find(kCore.begin(), kCore.end(), pattern);
  if (core != kCore.end()) return static_cast<std::size_t>(core - kCore.begin());
  return kCore.size() + (sends_many(pattern) ? 1 : 0);
}

bool can_be_measured(const chaos::PatternDescriptor& pattern, const contracts::Value* expectation,
                     const EdgeHistory& history) {
  if (pattern.replicas_will_do && history.edges.size() > 1) return true;
  if (pattern.compensations_will_do && !history.spec.compensations.empty()) return true;
  return std::all_of(pattern.needs.begin(), pattern.needs.end(), [&](std::string_view member) {
    return expectation != nullptr && expectation->find(member) != nullptr;
  });
}

bool wanted(const EdgeHistory& history, const chaos::PatternDescriptor& pattern, const ResilienceOptions& options) {
  const ResilienceSpec& spec = history.spec;
  const auto* expectation = expectation_of(spec, pattern.name);
  if (expectation != nullptr && !options.profile) return true;
  if (std::find(spec.patterns.begin(), spec.patterns.end(), pattern.name) != spec.patterns.end()) return true;
  if (!options.profile || !can_be_measured(pattern, expectation, history)) return false;
  return !options.quick || options.every_pattern || dispensable(pattern.name) < kCore.size();
}

// Two measurements may be made at once when no edge is touched by the stimuli of both, in calm or in trouble, neither
// the service that answers the stimuli nor the consumer is the same, and neither sends many at once.
Footprint footprint_of(const PatternTask& task, const std::string& consumer) {
  const auto& look = task.history->look;
  Footprint footprint;
  if (!look || !look->trouble.empty() || !look->times) return footprint;
  footprint.alone = sends_many(task.pattern->name);
  footprint.edges = look->touched;
  footprint.services = {look->service, consumer};
  return footprint;
}

PlannedCheck planned(const PatternTask& task, const System& system) {
  const ResilienceSpec& spec = task.history->spec;
  const EdgeSpec* edge = system.edge(spec.edge);
  PlannedCheck check;
  check.id = task.check_id;
  check.kind = reports::CheckKind::resilience;
  check.title = fmt::format("{} of {}", task.pattern->title, spec.edge);
  check.edges = {spec.edge};
  check.faults = {sends_many(task.pattern->name)
                      ? "answers of 5xx and held replies, many stimuli at once"
                      : "answers of 4xx and 5xx, connection resets and held replies, one stimulus at a time"};
  if (edge != nullptr) check.blast_radius = fmt::format("{} while it calls {}", edge->from, edge->to);
  check.expected = forecast(task);
  check.dispensable = dispensable(task.pattern->name);
  check.forecast = [task] { return task.history->look && !task.history->look->trouble.empty() ? 0s : forecast(task); };
  check.footprint = [task, consumer = edge == nullptr ? "" : edge->from] { return footprint_of(task, consumer); };
  check.run = [task](RunContext& context) { return run_task(task, context); };
  return check;
}

PatternTask task_of(const std::shared_ptr<EdgeHistory>& history, const chaos::PatternDescriptor& pattern,
                    const ResilienceOptions& options) {
  const ResilienceSpec& spec = history->spec;
  const std::string name(pattern.name);
  const auto* expectation = expectation_of(spec, name);
  PatternTask task;
  task.history = history;
  task.pattern = &pattern;
  task.judged = expectation != nullptr && !options.profile;
  // A profile takes from the expectation what it needs to measure, and none of its numbers.
  task.expectation = task.judged || !pattern.needs.empty() ? expectation : nullptr;
  task.check_id = fmt::format("resilience/{}/{}", spec.edge, name);
  task.location = spec.location;
  task.options = options;
  if (const auto at = spec.expect_locations.find(name); at != spec.expect_locations.end()) task.location = at->second;
  return task;
}

// A profile is about every edge, whether the file says something of it or not.
Histories histories_of(const System& system, const ResilienceOptions& options) {
  Histories histories;
  for (const ResilienceSpec& spec : system.resilience) {
    histories.push_back(std::make_shared<EdgeHistory>());
    histories.back()->spec = spec;
  }
  for (const EdgeSpec& edge : system.edges) {
    const bool known = std::any_of(histories.begin(), histories.end(),
                                   [&](const auto& history) { return history->spec.edge == edge.as_written(); });
    if (!options.profile || known || !speaks_http(system, edge)) continue;
    histories.push_back(std::make_shared<EdgeHistory>());
    histories.back()->spec.edge = edge.as_written();
    histories.back()->spec.location = edge.location;
  }
  for (const auto& history : histories) {
    for (const EdgeSpec* replica : system.edges_of(history->spec.edge)) history->edges.push_back(replica->name);
  }
  return histories;
}

void prepare(const Histories& histories, Duration patience, RunContext& context,
             const std::vector<PlannedCheck>& checks) {
  Soundings soundings(context);
  for (const auto& history : histories) {
    const bool needed = std::any_of(checks.begin(), checks.end(), [&](const PlannedCheck& check) {
      return check.id.starts_with("resilience/" + history->spec.edge + "/");
    });
    if (!needed || context.stop.stop_requested()) continue;
    if (context.events) context.events(reports::StageStarted{"a first look at " + history->spec.edge});
    history->look = stimulus_for(history->spec, soundings, context);
    look_at(history->spec, patience, context, *history->look);
  }
}

}  // namespace

ResiliencePlan plan_resilience(const System& system, const ResilienceOptions& options) {
  ResiliencePlan plan;
  const Histories histories = histories_of(system, options);
  plan.histories = histories;
  for (int turn = 0; turn < kRanks; ++turn) {
    for (const auto& history : histories) {
      for (const chaos::PatternDescriptor& pattern : chaos::patterns()) {
        if (rank(pattern.name) == turn && wanted(*history, pattern, options))
          plan.checks.push_back(planned(task_of(history, pattern, options), system));
      }
    }
  }
  if (options.profile && !plan.checks.empty()) {
    plan.prepare = [histories, patience = options.quick ? Duration(1500ms) : Duration(6s)](
                       RunContext& context, const std::vector<PlannedCheck>& checks) {
      prepare(histories, patience, context, checks);
    };
  }
  return plan;
}

}  // namespace squall::harness
