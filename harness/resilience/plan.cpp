#include "harness/resilience/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "chaos/patterns/expectation.h"
#include "chaos/patterns/statistics.h"
#include "contracts/core/random.h"
#include "contracts/match/changed_answer.h"
#include "harness/resilience/live_stage.h"
#include "harness/resilience/to_report.h"
#include "harness/system/edge_protocol.h"
#include "harness/system/wire_request.h"

namespace squall::harness {
namespace {

using namespace std::chrono_literals;

// What the checks of one edge share: what was seen before on it.
struct EdgeHistory {
  ResilienceSpec spec;
  std::vector<chaos::PhaseRecord> records;
};

struct PatternTask {
  std::shared_ptr<EdgeHistory> history;
  const chaos::PatternDescriptor* pattern = nullptr;
  const contracts::Value* expectation = nullptr;  // in history->spec; nullptr: nothing is said of it
  bool judged = false;                            // false: measured only; the expectation says with which requests
  std::string check_id;
  contracts::Location location;
};

const contracts::Value* expectation_of(const ResilienceSpec& spec, std::string_view pattern) {
  const auto found =
      std::find_if(spec.expect.begin(), spec.expect.end(), [&](const auto& e) { return e.first == pattern; });
  return found == spec.expect.end() ? nullptr : &found->second;
}

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

chaos::PatternInput input_of(const PatternTask& task, bool quick) {
  const ResilienceSpec& spec = task.history->spec;
  chaos::PatternInput input;
  input.edge = spec.edge;
  input.expectation = task.expectation != nullptr ? *task.expectation : contracts::Value();
  input.declared_timeout = declared(spec, "timeout", "at_most");
  input.declared_open_time = declared(spec, "circuit_breaker", "open_for");
  input.quick = quick;
  input.earlier = task.history->records;
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

// The edges by which a call from outside comes to this one's consumer.
std::vector<std::string> edges_above(const System& system, const EdgeSpec& edge) {
  std::vector<std::string> found;
  std::vector<std::string> consumers{edge.from};
  for (std::size_t i = 0; i < consumers.size(); ++i) {
    for (const EdgeSpec& other : system.edges) {
      if (other.to != consumers[i] || std::find(found.begin(), found.end(), other.name) != found.end()) continue;
      found.push_back(other.name);
      consumers.push_back(other.from);
    }
  }
  return found;
}

MeasureOptions options_of(const PatternTask& task, const RunContext& context, const EdgeSpec& edge) {
  const ResilienceSpec& spec = task.history->spec;
  MeasureOptions options;
  options.input = input_of(task, context.quick);
  options.input.has_contract = context.contracts.contains(spec.stimulus_service);
  options.input.provider_declares_errors = declares_errors(context, edge);
  options.input.tier_between = spec.stimulus_service != edge.from;
  options.input.edges_above = edges_above(context.system, edge);
  if (!edge.correlation_header.empty()) options.input.correlation_header = edge.correlation_header;
  options.settle_within = settle_bound(options.input);
  options.judged = task.judged;
  const double expected = std::max(1.0, chaos::to_ms(task.pattern->pattern->expected_time(options.input)));
  options.progress = [&events = context.events, id = task.check_id, expected](const std::string& text, Duration spent) {
    if (events) events(reports::CheckProgress{id, text, std::min(0.99, chaos::to_ms(spent) / expected)});
  };
  return options;
}

reports::EdgeProfile& profile_of(RunContext& context, const EdgeSpec& edge) {
  for (reports::EdgeProfile& profile : context.profiles) {
    if (profile.edge == edge.name) return profile;
  }
  reports::EdgeProfile profile;
  profile.edge = edge.name;
  profile.from = edge.from;
  profile.to = edge.to;
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

reports::Check run_task(const PatternTask& task, RunContext& context) {
  const ResilienceSpec& spec = task.history->spec;
  const EdgeSpec* edge = context.system.edge(spec.edge);
  if (edge == nullptr) return could_not_run(task, fmt::format("there is no edge '{}'", spec.edge));
  const auto url = context.service_urls.find(spec.stimulus_service);
  if (url == context.service_urls.end()) {
    return could_not_run(task, fmt::format("the stimulus' service '{}' has no address", spec.stimulus_service));
  }
  LiveStageConfig config;
  config.edge = spec.edge;
  config.stimulus_url = url->second;
  config.ca_file = context.system.ca_file;
  config.stimulus = wire_request(spec.stimulus);
  if (const auto contract = context.contracts.find(spec.stimulus_service); contract != context.contracts.end()) {
    config.contract = contract->second;
  }
  config.seed = contracts::Random(context.seed, "resilience.stimulus", task.check_id).next();
  add_requests(task, context, *edge, config);
  LiveStage stage(context.engine, context.timeline, std::move(config), context.stop);

  const chaos::Instant began = stage.now();
  MeasureOptions measured = options_of(task, context, *edge);
  measured.input.nonce =
      fmt::format("{:016x}", contracts::Random(context.seed, "resilience.nonce", task.check_id).next());
  PatternRun run = measure_pattern(stage, *task.pattern, measured);
  PatternPlace place{task.check_id, task.pattern, edge, task.location, task.judged, {}};
  if (context.replay) place.replay = context.replay(task.check_id);
  reports::Check check = to_check(run, place);
  check.duration_ms = chaos::to_ms(stage.now() - began);
  profile_of(context, *edge).patterns.push_back(to_pattern_result(run, place));
  for (chaos::PhaseRecord& record : run.records) task.history->records.push_back(std::move(record));
  return check;
}

// Measured on closed breakers; the breakers; what reads everything before.
int rank(std::string_view pattern) {
  if (pattern == "circuit_breaker") return 1;
  return pattern == "in_contract_under_fault" ? 2 : 0;
}

bool sends_many(std::string_view pattern) {
  return pattern == "bulkhead" || pattern == "rate_limit" || pattern == "load_shedding" || pattern == "failover" ||
         pattern == "amplification";
}

bool can_be_measured(const chaos::PatternDescriptor& pattern, const contracts::Value* expectation) {
  return std::all_of(pattern.needs.begin(), pattern.needs.end(), [&](std::string_view member) {
    return expectation != nullptr && expectation->find(member) != nullptr;
  });
}

PlannedCheck planned(PatternTask task, const System& system, const ResilienceOptions& options) {
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
  check.expected = task.pattern->pattern->expected_time(input_of(task, options.quick));
  check.run = [task = std::move(task)](RunContext& context) { return run_task(task, context); };
  return check;
}

}  // namespace

std::vector<PlannedCheck> plan_resilience(const System& system, const ResilienceOptions& options) {
  std::vector<PlannedCheck> checks;
  std::vector<std::shared_ptr<EdgeHistory>> edges;
  for (const ResilienceSpec& spec : system.resilience) {
    edges.push_back(std::make_shared<EdgeHistory>());
    edges.back()->spec = spec;
  }
  for (int turn = 0; turn < 3; ++turn) {
    for (const auto& history : edges) {
      const ResilienceSpec& spec = history->spec;
      for (const chaos::PatternDescriptor& pattern : chaos::patterns()) {
        const std::string name(pattern.name);
        const auto* expectation = expectation_of(spec, name);
        const bool judged = expectation != nullptr && !options.profile;
        const bool asked_for = std::find(spec.patterns.begin(), spec.patterns.end(), name) != spec.patterns.end();
        const bool wanted = judged || asked_for || (options.profile && can_be_measured(pattern, expectation));
        if (!wanted || rank(name) != turn) continue;
        // A profile takes from the expectation what it needs to measure, and none of its numbers.
        const bool kept = judged || !pattern.needs.empty();
        PatternTask task{history,
                         &pattern,
                         kept ? expectation : nullptr,
                         judged,
                         fmt::format("resilience/{}/{}", spec.edge, name),
                         spec.location};
        if (const auto at = spec.expect_locations.find(name); at != spec.expect_locations.end())
          task.location = at->second;
        checks.push_back(planned(std::move(task), system, options));
      }
    }
  }
  return checks;
}

}  // namespace squall::harness
