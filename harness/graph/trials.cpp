#include "harness/graph/trials.h"

#include <algorithm>
#include <optional>
#include <set>

#include "chaos/patterns/logical_call.h"
#include "contracts/core/random.h"
#include "harness/resilience/live_stage.h"
#include "harness/resilience/play.h"

namespace squall::harness {
namespace {

using namespace std::chrono_literals;

// Bounds consumers that try again for ever.
constexpr std::size_t kMostAttempts = 60;

std::string trace_on(const chaos::Attempt& attempt, const System& system) {
  const EdgeSpec* edge = system.edge(attempt.edge);
  const bool own = edge != nullptr && !edge->correlation_header.empty();
  return chaos::trace_of(attempt, own ? edge->correlation_header : "traceparent");
}

}  // namespace

chaos::PhaseRecord LiveGraphTrials::played(const GraphEntry& entry, const std::vector<std::string>& edges,
                                           const chaos::Phase& phase) {
  LiveStageConfig config;
  config.edges = edges;
  config.ca_file = context_.system.ca_file;
  config.stimulus = entry.stimulus;
  config.seed =
      contracts::Random(context_.seed, "graph.trial", entry.service + " " + entry.operation, ++trials_).next();
  config.stimulus.seed = config.seed;
  if (const auto contract = context_.contracts.find(entry.service); contract != context_.contracts.end())
    config.contract = contract->second;
  LiveStage stage(context_.engine, context_.timeline, std::move(config), context_.stop);
  PlaySettings settings;
  settings.pattern = "graph";
  settings.settle_within = quick_ ? 15s : 70s;
  chaos::PhaseRecord record = play(stage, phase, settings);
  for (chaos::Attempt& attempt : record.elsewhere) record.attempts.push_back(std::move(attempt));
  record.elsewhere.clear();
  std::stable_sort(
      record.attempts.begin(), record.attempts.end(),
      [](const chaos::Attempt& a, const chaos::Attempt& b) { return a.request_started < b.request_started; });
  return record;
}

chaos::PhaseRecord LiveGraphTrials::in_calm(const GraphEntry& entry, std::size_t calls) {
  chaos::Phase phase;
  phase.name = "calm";
  phase.calls = calls;
  phase.client_timeout = quick_ ? 10s : 30s;
  phase.linger = 20ms;
  std::vector<std::string> edges;
  for (const chaos::GraphEdge& edge : graph_edges(context_.system)) edges.push_back(edge.name);
  return played(entry, edges, phase);
}

chaos::PhaseRecord LiveGraphTrials::under(const GraphEntry& entry, const std::string& edge,
                                          const chaos::FaultSpec& fault, chaos::Duration patience,
                                          chaos::Duration linger) {
  chaos::Phase phase;
  phase.name = fault.kind + " on " + edge;
  phase.faults = {fault};
  phase.client_timeout = patience;
  phase.linger = linger;
  phase.attempts_at_most = kMostAttempts;
  phase.healthy_before = 3;
  std::vector<std::string> edges;
  for (const EdgeSpec* replica : context_.system.edges_of(edge)) edges.push_back(replica->name);
  return played(entry, edges, phase);
}

std::vector<chaos::Attempt> attempts_of(const chaos::PhaseRecord& record, const chaos::Call& call,
                                        const System& system) {
  std::set<std::string> traces, traced;
  std::optional<chaos::Instant> next;
  for (const chaos::Call& other : record.calls) {
    traces.insert(other.trace_id);
    if (other.started > call.started && (!next || other.started < *next)) next = other.started;
  }
  for (const chaos::Attempt& attempt : record.attempts) {
    if (traces.contains(trace_on(attempt, system))) traced.insert(attempt.edge);
  }
  std::vector<chaos::Attempt> found;
  for (const chaos::Attempt& attempt : record.attempts) {
    // Where no trace is handed on, stimuli that come one at a time are told apart by the time.
    const bool meanwhile = attempt.request_started >= call.started && (!next || attempt.request_started < *next);
    const bool own = traced.contains(attempt.edge) ? trace_on(attempt, system) == call.trace_id : meanwhile;
    if (own) found.push_back(attempt);
  }
  return found;
}

}  // namespace squall::harness
