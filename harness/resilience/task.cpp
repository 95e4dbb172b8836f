#include "harness/resilience/task.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/expectation.h"
#include "chaos/patterns/statistics.h"
#include "contracts/core/random.h"
#include "contracts/match/changed_answer.h"
#include "harness/check/name_service.h"
#include "harness/resilience/baseline.h"
#include "harness/resilience/clauses.h"
#include "harness/resilience/drift.h"
#include "harness/resilience/live_stage.h"
#include "harness/resilience/to_report.h"
#include "harness/system/edge_protocol.h"
#include "harness/system/wire_request.h"

namespace squall::harness {

const contracts::Value* expectation_of(const ResilienceSpec& spec, std::string_view pattern) {
  const auto found =
      std::find_if(spec.expect.begin(), spec.expect.end(), [&](const auto& e) { return e.first == pattern; });
  return found == spec.expect.end() ? nullptr : &found->second;
}

namespace {

using namespace std::chrono_literals;

RequestSpec request_of(const contracts::Value& line) {
  RequestSpec request;
  const std::size_t space = line.text().find(' ');
  request.method = line.text().substr(0, space);
  request.target = line.text().substr(space + 1);
  return request;
}

std::optional<Duration> declared(const ResilienceSpec& spec, std::string_view pattern, std::string_view member) {
  const auto* expectation = expectation_of(spec, pattern);
  return expectation == nullptr ? std::nullopt : chaos::duration_in(*expectation, member);
}

// The requests and probes that the expectation has beside its numbers.
void add_requests(const PatternTask& task, const RunContext& context, const EdgeSpec& edge, LiveStageConfig& config) {
  if (task.expectation == nullptr) return;
  const auto url_of = [&](const std::string& service) {
    const auto url = context.service_urls.find(service.empty() ? edge.from : service);
    return url == context.service_urls.end() ? std::string() : url->second;
  };
  for (const chaos::NamedMember& member : task.pattern->requests) {
    if (const auto* value = task.expectation->find(member.name))
      config.beside.push_back({std::string(member.name), url_of(""), wire_request(request_of(*value))});
  }
  for (const chaos::NamedMember& member : task.pattern->probes) {
    const auto* values = task.expectation->find(member.name);
    if (values == nullptr) continue;
    for (const contracts::Value& probe : values->items()) {
      config.state.push_back({url_of(chaos::text_in(probe, "service").value_or("")),
                              wire_request(request_of(*probe.find("probe"))),
                              chaos::text_in(probe, "pointer").value_or("")});
    }
  }
}

chaos::PatternInput input_of(const PatternTask& task) {
  const ResilienceSpec& spec = task.history->spec;
  chaos::PatternInput input;
  input.edge = spec.edge;
  if (task.history->edges.size() > 1) input.replicas = task.history->edges;
  input.expectation = task.expectation != nullptr ? *task.expectation : contracts::Value();
  input.declared_timeout = declared(spec, "timeout", "at_most");
  input.declared_open_time = declared(spec, "circuit_breaker", "open_for");
  input.key_headers = spec.key_headers;
  input.compensations = spec.compensations;
  input.quick = task.options.quick;
  input.earlier = task.history->records;
  if (task.history->look) input.look = task.history->look->times;
  return input;
}

bool declares_errors(const RunContext& context, const EdgeSpec& edge) {
  const auto contract = context.contracts.find(edge.to);
  if (contract == context.contracts.end() || !speaks_http(context.system, edge)) return false;
  const auto& operations = contract->second->contract().operations;
  return std::any_of(operations.begin(), operations.end(), [](const contracts::openapi::Operation& operation) {
    return !contracts::match::declared_errors(operation).empty();
  });
}

// As long as a breaker that was left open may need to close.
Duration settle_bound(const chaos::PatternInput& input) {
  if (input.declared_open_time) return std::max<Duration>(4 * *input.declared_open_time, 5s);
  return input.quick ? 15s : 70s;
}

const PatternClauses* clauses_of(const PatternTask& task) {
  const auto& clauses = task.history->spec.clauses;
  const auto found = clauses.find(std::string(task.pattern->name));
  return task.judged && found != clauses.end() ? &found->second : nullptr;
}

// The clause that was judged by, and those that no stimulus leads to.
void tell_clauses(const PatternClauses& clauses, const PatternRun& run, reports::Check& check) {
  const std::string& operation = run.measurement.operation;
  if (const OperationExpectation* clause = clause_for(clauses, operation)) {
    check.facts.push_back(
        fmt::format("expected by {} of {} ({})", clause->clause, operation, contracts::to_string(clause->location)));
  }
  if (auto others = not_reached(clauses, operation); !others.empty()) check.facts.push_back(std::move(others));
}

MeasureOptions options_of(const PatternTask& task, const RunContext& context, const EdgeSpec& edge) {
  const EdgeLook& look = *task.history->look;
  MeasureOptions options;
  options.input = input_of(task);
  options.input.has_contract = context.contracts.contains(look.service);
  options.input.provider_declares_errors = declares_errors(context, edge);
  options.input.tier_between = look.service != edge.from;
  for (const EdgeSpec* above : edges_above(context.system, edge)) options.input.edges_above.push_back(above->name);
  if (!edge.correlation_header.empty()) options.input.correlation_header = edge.correlation_header;
  options.settle_within = settle_bound(options.input);
  options.judged = task.judged;
  options.clauses = clauses_of(task);
  options.repeats = task.options.thorough ? 2 : 1;
  const double expected = std::max(1.0, chaos::to_ms(forecast(task)));
  options.progress = [&events = context.events, id = task.check_id, expected](const std::string& text, Duration spent) {
    if (events) events(reports::CheckProgress{id, text, std::min(0.99, chaos::to_ms(spent) / expected)});
  };
  return options;
}

reports::EdgeProfile& profile_of(RunContext& context, const EdgeSpec& edge) {
  const std::string& name = edge.as_written();
  for (reports::EdgeProfile& profile : context.profiles) {
    if (profile.edge == name) return profile;
  }
  reports::EdgeProfile profile;
  profile.edge = name;
  profile.from = edge.from;
  for (const EdgeSpec* replica : context.system.edges_of(name))
    profile.to += (profile.to.empty() ? "" : ", ") + replica->to;
  context.profiles.push_back(std::move(profile));
  return context.profiles.back();
}

reports::Check could_not_run(const PatternTask& task, std::string reason) {
  reports::Check check;
  check.id = task.check_id;
  check.kind = reports::CheckKind::resilience;
  check.title = fmt::format("{} of {}", task.pattern->title, task.history->spec.edge);
  check.outcome = reports::Outcome::errored;
  check.reason = std::move(reason);
  return check;
}

std::string stimulus_name(const EdgeLook& look) {
  return look.stimulus.request.method + " " + look.stimulus.request.target;
}

// The edges that other measurements may be on at the same time.
std::vector<std::string> edges_untouched(const System& system, const EdgeLook& look) {
  std::vector<std::string> others;
  for (const EdgeSpec& edge : system.edges) {
    if (std::find(look.touched.begin(), look.touched.end(), edge.name) == look.touched.end())
      others.push_back(edge.name);
  }
  return others;
}

// What answers for the name of the task's edge, where there is one.
NameService* names_of(const PatternTask& task, const RunContext& context) {
  return context.names != nullptr && context.names->knows(task.history->spec.edge) ? context.names : nullptr;
}

LiveStageConfig stage_of(const PatternTask& task, const RunContext& context, const EdgeSpec& edge) {
  const EdgeLook& look = *task.history->look;
  LiveStageConfig config;
  config.edges = task.history->edges;
  config.ca_file = context.system.ca_file;
  config.stimulus = look.stimulus;
  config.seed = contracts::Random(context.seed, "resilience.stimulus", task.check_id).next();
  config.stimulus.seed = config.seed;
  config.stimulus.same_by_headers = task.pattern->name == std::string_view("idempotent_consumer");
  if (const auto contract = context.contracts.find(look.service); contract != context.contracts.end())
    config.contract = contract->second;
  if (context.side_by_side && !sends_many(task.pattern->name)) config.not_mine = edges_untouched(context.system, look);
  add_requests(task, context, edge, config);
  if (names_of(task, context) != nullptr) {
    config.names = context.names;
    config.named = task.history->spec.edge;
  }
  return config;
}

// What has changed since the baseline was written. Measured once more before it is told: only what both times showed.
std::vector<PatternDrift> confirmed_drift(const PatternTask& task, Stage& stage, const MeasureOptions& options,
                                          PatternRun& run) {
  if (task.options.against == nullptr || run.stopped) return {};
  const auto* before = task.options.against->find(task.history->spec.edge, std::string(task.pattern->name));
  if (before == nullptr) return {};
  auto drifts = drift_between(*before, run.measurement);
  if (drifts.empty()) return {};
  MeasureOptions again = options;
  again.input.nonce += "-again";
  const PatternRun second = measure_pattern(stage, *task.pattern, again);
  run.stopped = run.stopped || second.stopped;
  ++run.measurements;
  const auto confirmed = drift_between(*before, second.measurement);
  std::erase_if(drifts, [&](const PatternDrift& drift) {
    return std::none_of(confirmed.begin(), confirmed.end(), [&](const PatternDrift& other) {
      return other.kind == drift.kind && other.parameter == drift.parameter;
    });
  });
  if (drifts.empty()) run.measurement.confounders.push_back("it differed from the baseline once, and not again");
  return drifts;
}

}  // namespace

reports::Check run_task(const PatternTask& task, RunContext& context) {
  EdgeHistory& history = *task.history;
  const EdgeSpec* edge = context.system.edge(history.spec.edge);
  if (!history.look) {
    Soundings soundings(context);
    history.look = stimulus_for(history.spec, soundings, context);
  }
  if (edge == nullptr || !history.look->trouble.empty()) return could_not_run(task, history.look->trouble);
  LiveStage stage(context.engine, context.timeline, stage_of(task, context, *edge), context.stop);
  const chaos::Instant began = stage.now();
  MeasureOptions measured = options_of(task, context, *edge);
  measured.input.address_can_move = names_of(task, context) != nullptr;
  measured.input.nonce =
      fmt::format("{:016x}", contracts::Random(context.seed, "resilience.nonce", task.check_id).next());
  PatternRun run = measure_pattern(stage, *task.pattern, measured);
  const auto drifts = confirmed_drift(task, stage, measured, run);
  if (task.options.recorder != nullptr && !run.stopped) task.options.recorder->add(edge->as_written(), run.measurement);
  PatternPlace place{task.check_id, task.pattern, edge, task.location, task.judged, {}};
  if (measured.clauses != nullptr) {
    const auto* clause = clause_for(*measured.clauses, run.measurement.operation);
    if (clause != nullptr) place.location = clause->location;
  }
  if (context.replay) place.replay = context.replay(task.check_id);
  reports::Check check = to_check(run, place);
  if (history.look->found)
    check.facts.push_back(fmt::format("stimulus found: {} of {}", stimulus_name(*history.look), history.look->service));
  if (measured.clauses != nullptr) tell_clauses(*measured.clauses, run, check);
  add_drift(drifts, run, place, check);
  check.duration_ms = chaos::to_ms(stage.now() - began);
  profile_of(context, *edge).patterns.push_back(to_pattern_result(run, place));
  history.measured.push_back(run.measurement);
  for (chaos::PhaseRecord& record : run.records) history.records.push_back(std::move(record));
  return check;
}

Duration forecast(const PatternTask& task) {
  const chaos::PatternInput input = input_of(task);
  return task.pattern->pattern->expected_time(input) * (task.options.thorough ? 2 : 1);
}

bool sends_many(std::string_view pattern) {
  return pattern == "bulkhead" || pattern == "rate_limit" || pattern == "load_shedding" || pattern == "failover" ||
         pattern == "amplification";
}

}  // namespace squall::harness
