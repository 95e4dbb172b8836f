#include "harness/graph/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "chaos/patterns/forecast.h"
#include "harness/check/finding_builder.h"
#include "harness/graph/assess.h"
#include "harness/graph/to_report.h"

namespace squall::harness {
namespace {

using namespace std::chrono_literals;
using Histories = std::vector<std::shared_ptr<EdgeHistory>>;

bool measures_timeout(const std::vector<PlannedCheck>& checks, const EdgeHistory& history) {
  const std::string id = "resilience/" + history.spec.edge + "/timeout";
  return std::any_of(checks.begin(), checks.end(), [&](const PlannedCheck& check) { return check.id == id; });
}

// Each entry operation is sent in calm, and once while each edge that it touches fails.
Duration forecast_of(const Histories& histories) {
  Duration all = 1500ms;
  for (const auto& history : histories) {
    if (!history->look || !history->look->times) continue;
    const auto trials = static_cast<std::int64_t>(history->look->touched.size());
    all += trials * chaos::single_phase(*history->look->times, history->look->times->failing, 100ms);
  }
  return all;
}

std::vector<chaos::EdgeLimits> measured_limits(const Histories& histories) {
  std::vector<chaos::EdgeLimits> limits;
  for (const auto& history : histories) {
    chaos::EdgeLimits one = chaos::limits_of(history->spec.edge, history->measured);
    if (one.timeout || one.waited > Duration(0) || one.attempts_failing || one.endless)
      limits.push_back(std::move(one));
  }
  return limits;
}

reports::Check assess(const Histories& histories, const GraphOptions& options, RunContext& context) {
  reports::Check check;
  check.id = "graph";
  check.kind = reports::CheckKind::resilience;
  check.title = "The graph of what was measured";
  const auto limits = measured_limits(histories);
  if (limits.empty()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "nothing was measured on its edges";
    return check;
  }
  LiveGraphTrials trials(context, options.quick);
  const auto entries = graph_entries(histories, options.explore, context);
  double done = 0;
  const auto progress = [&](const std::string& doing) {
    if (context.events)
      context.events(reports::CheckProgress{check.id, doing, done++ / static_cast<double>(entries.size())});
  };
  GraphAssessment found = assess_graph(entries, limits, trials, context.system, progress);
  add_graph(
      found, context,
      [&](const std::vector<std::string>& edges) {
        if (options.profile && edges.size() < 2) return options.command + " --pattern timeout,retries";
        if (options.profile)
          return fmt::format("{} --edge {} --pattern timeout,retries", options.command, fmt::join(edges, ","));
        std::string command = context.replay ? context.replay("graph") : "";
        for (const std::string& edge : edges) command += " --only resilience/" + edge;
        return command;
      },
      check);
  if (trials.stopped()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "the run was stopped before the graph was whole";
  }
  if (context.entries != nullptr) *context.entries = std::move(found.entries);
  return check;
}

}  // namespace

std::optional<PlannedCheck> plan_graph(const System& system, const Histories& histories,
                                       const std::vector<PlannedCheck>& checks, const GraphOptions& options) {
  Histories measured;
  for (const auto& history : histories) {
    if (measures_timeout(checks, *history)) measured.push_back(history);
  }
  if (measured.size() < 2) return std::nullopt;
  PlannedCheck check;
  check.id = "graph";
  check.kind = reports::CheckKind::resilience;
  check.title = "The graph of what was measured";
  for (const auto& history : measured) check.edges.push_back(history->spec.edge);
  check.faults = {"answers of 503 and held replies, on one edge at a time, one entry operation at a time"};
  check.blast_radius = fmt::format("{} while entry operations use it", system.name);
  check.expected = static_cast<std::int64_t>(measured.size()) * 2s;
  check.forecast = [measured] { return forecast_of(measured); };
  check.dispensable = 3;
  GraphOptions chosen = options;
  chosen.explore = options.profile && measured.size() == histories.size();
  check.run = [measured, chosen](RunContext& context) { return assess(measured, chosen, context); };
  return check;
}

}  // namespace squall::harness
