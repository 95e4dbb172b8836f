#include "harness/explore/live_trials.h"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/core/units.h"
#include "harness/experiment/injection.h"
#include "harness/experiment/probe.h"
#include "harness/experiment/series.h"
#include "harness/explore/handling.h"
#include "harness/explore/judge_answer.h"
#include "harness/explore/menu.h"
#include "harness/system/edge_protocol.h"
#include "harness/traffic/load.h"
#include "harness/traffic/traceparent.h"

namespace squall::harness {
namespace {

constexpr Duration kPause = std::chrono::milliseconds(5);
constexpr Duration kBetweenCalls = std::chrono::milliseconds(50);
constexpr std::size_t kMostEvidence = 24;

std::vector<int> statuses_of(const std::vector<chaos::Call>& calls) {
  std::vector<int> statuses;
  statuses.reserve(calls.size());
  for (const auto& call : calls) statuses.push_back(call.status);
  return statuses;
}

// A shrunk entry is another one.
std::string key_of(const Entry& entry) {
  std::string key = entry.name;
  for (const EntryRequest& each : entry.requests) key += "\n" + each.request.method + " " + each.request.target;
  return key;
}

std::string seen(const chaos::Call& call) {
  const std::string asked = call.method + " " + call.target;
  return call.error == chaos::CallError::none ? asked + " answered " + std::to_string(call.status)
                                              : asked + ": " + call.error_text;
}

}  // namespace

// Faults on the engine for the length of a scope.
class LiveTrials::FaultsOn {
 public:
  FaultsOn(chaos::Engine& engine, const std::vector<PlacedFault>& faults, std::size_t trial) : engine_(engine) {
    for (const PlacedFault& fault : faults) {
      chaos::FaultSpec spec = fault.choice.fault;
      spec.id = fmt::format("explore#{}.{}", trial, ids_.size() + 1);
      auto id = engine_.add_fault(fault.place.edge, spec);
      if (!id) {
        error_ = contracts::to_string(id.error());
        return;
      }
      edges_.push_back(fault.place.edge);
      ids_.push_back(std::move(*id));
    }
  }
  ~FaultsOn() { lift(); }
  FaultsOn(const FaultsOn&) = delete;
  FaultsOn& operator=(const FaultsOn&) = delete;

  void lift() {
    for (std::size_t i = 0; i < ids_.size() && !lifted_; ++i)
      static_cast<void>(engine_.remove_fault(edges_[i], ids_[i]));
    lifted_ = true;
  }
  const std::vector<std::string>& ids() const { return ids_; }
  const std::string& error() const { return error_; }

 private:
  chaos::Engine& engine_;
  std::vector<std::string> edges_, ids_;
  std::string error_;
  bool lifted_ = false;
};

LiveTrials::LiveTrials(RunContext& context, const std::vector<ExploreInvariant>& invariants, const ExchangeLog& log,
                       LiveTrialsConfig config)
    : context_(context), config_(std::move(config)), log_(log), invariants_(context, invariants) {}

bool LiveTrials::stopped() const {
  return context_.stop.stop_requested() || (config_.over && config_.over());
}

Observation LiveTrials::run(const Trial& trial) {
  Observation observation;
  ++trials_;
  observation.unwell = wait_until_well(trial.entry, observation);
  if (observation.unwell.empty()) observation.unwell = invariants_.read_before(client_);
  if (!observation.unwell.empty()) return observation;
  disturbed_ = !trial.faults.empty();
  const chaos::Instant from = context_.timeline.now();
  FaultsOn faults(context_.engine, trial.faults, trials_);
  if (!faults.error().empty()) {
    observation.unwell = "a fault could not be put on: " + faults.error();
    return observation;
  }
  const auto calls = send(trial.entry, "explore", config_.within);
  faults.lift();
  wait_until_quiet(config_.patience);
  look(trial, faults.ids(), from, calls, observation);
  if (context_.stop.stop_requested()) {
    observation.unwell = "interrupted";
    return observation;
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto router = context_.contracts.find(trial.entry.requests[i].service);
    const auto* rules = router == context_.contracts.end() ? nullptr : router->second.get();
    if (auto breach = judge_answer(calls[i], rules, config_.within)) observation.breaches.push_back(std::move(*breach));
  }
  invariants_.judge(client_, observation);
  if (context_.stop.stop_requested()) observation.unwell = "interrupted";
  if (trial.faults.empty()) calm_statuses_.try_emplace(key_of(trial.entry), statuses_of(calls));
  return observation;
}

// What the faults before left behind must be over: nothing under way, and the entry answered as without faults.
std::string LiveTrials::wait_until_well(const Entry& entry, Observation& observation) {
  const auto end = std::chrono::steady_clock::now() + config_.patience;
  std::string why;
  bool failing = false;
  if (!wait_until_quiet(config_.patience)) why = "requests that began under the faults before are still open";
  while (why.empty() ? disturbed_ && !as_in_calm(entry, why, failing) : true) {
    if (context_.stop.stop_requested()) return "interrupted";
    if (std::chrono::steady_clock::now() >= end) {
      observation.lasting = true;
      observation.broken = failing;
      return contracts::format_duration(config_.patience) + " after the faults were taken away: " + why;
    }
    why.clear();
    pause_for(kBetweenCalls, context_.stop);
  }
  disturbed_ = false;
  return context_.stop.stop_requested() ? "interrupted" : "";
}

bool LiveTrials::as_in_calm(const Entry& entry, std::string& why, bool& failing) {
  const auto wanted = calm_statuses_.find(key_of(entry));
  const auto calls = send(entry, "calm", config_.within);
  wait_until_quiet(config_.patience);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    failing = calls[i].status == 0 || calls[i].status >= 500;
    const bool known = wanted != calm_statuses_.end();
    if (known ? calls[i].status == wanted->second[i] : !failing) continue;
    why = seen(calls[i]) + (known ? ", and answered " + std::to_string(wanted->second[i]) + " before" : "");
    return false;
  }
  return true;
}

std::vector<chaos::Call> LiveTrials::send(const Entry& entry, const std::string& purpose, Duration within) {
  std::vector<chaos::Call> calls;
  for (const EntryRequest& each : entry.requests) {
    SendOptions options;
    options.timeout = within;
    options.max_body = 1u << 20;
    options.ca_file = context_.system.ca_file;
    const auto url = context_.service_urls.find(each.service);
    calls.push_back(call_once(client_, context_.timeline, purpose,
                              url == context_.service_urls.end() ? std::string() : url->second, each.request,
                              context_.seed, options, context_.stop));
  }
  return calls;
}

bool LiveTrials::wait_until_quiet(Duration limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  const auto open = [&] {
    return std::any_of(context_.system.edges.begin(), context_.system.edges.end(), [&](const EdgeSpec& edge) {
      return protocol_of(context_.system, edge) == chaos::Protocol::http &&
             context_.timeline.open_attempts(edge.name) > 0;
    });
  };
  while (open()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    if (!pause_for(kPause, context_.stop)) return true;
  }
  return true;
}

// Those of the calls, by their trace where the consumer was seen to hand it on, else by their time.
std::vector<chaos::Attempt> LiveTrials::attempts_of(const std::vector<chaos::Call>& calls, chaos::Instant from) {
  std::set<std::string> traces;
  for (const auto& call : calls) traces.insert(call.trace_id);
  auto attempts = context_.timeline.slice(from, context_.timeline.now()).attempts;
  const auto traced = [&](const chaos::Attempt& attempt) {
    return traces.contains(trace_id_of(attempt.request_headers.get("traceparent")));
  };
  const auto consumer = [&](const chaos::Attempt& attempt) { return context_.system.edge(attempt.edge)->from; };
  for (const auto& attempt : attempts) {
    if (traced(attempt)) tracing_.insert(consumer(attempt));
  }
  std::erase_if(attempts,
                [&](const auto& attempt) { return tracing_.contains(consumer(attempt)) && !traced(attempt); });
  return attempts;
}

void LiveTrials::look(const Trial& trial, const std::vector<std::string>& ids, chaos::Instant from,
                      const std::vector<chaos::Call>& calls, Observation& observation) {
  for (const auto& call : calls) observation.answers.push_back({call.status, call.error, shape_of(call.response.body)});
  const auto attempts = attempts_of(calls, from);
  for (const auto& attempt : attempts) {
    observation.hops.push_back(
        {place_of(attempt), attempt.status, !attempt.faults.empty(), attempt.forwarded.has_value()});
  }
  const auto windows = context_.timeline.slice(from, context_.timeline.now()).windows;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool on_port = trial.faults[i].place.whole_edge() &&
                         std::any_of(windows.begin(), windows.end(), [&](const chaos::FaultWindow& window) {
                           return window.id == ids[i] && window.executed.has_value();
                         });
    observation.struck.push_back(on_port || executed(ids[i], attempts).times > 0);
  }
  for (const auto& call : calls) {
    observation.evidence.push_back({milliseconds(call.started), seen(call)});
    for (auto& line : attempts_behind(call, attempts)) {
      if (observation.evidence.size() < kMostEvidence) observation.evidence.push_back(std::move(line));
    }
  }
}

const contracts::openapi::Operation* LiveTrials::operation_at(const Place& place) const {
  const EdgeSpec* edge = context_.system.edge(place.edge);
  const auto router = context_.contracts.find(edge->to);
  if (router == context_.contracts.end()) return nullptr;
  for (const auto& operation : router->second->contract().operations) {
    if (operation.name() == place.operation) return &operation;
  }
  return nullptr;
}

std::vector<FaultChoice> LiveTrials::menu(const Place& place) {
  const EdgeSpec* edge = context_.system.edge(place.edge);
  return menu_for({place, protocol_of(context_.system, *edge), operation_at(place), log_.answer_body(place),
                   config_.kinds, edge->max_faulted_share >= 1});
}

}  // namespace squall::harness
