#include "harness/resilience/first_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/trouble.h"
#include "contracts/core/random.h"
#include "harness/resilience/live_stage.h"
#include "harness/system/wire_request.h"

namespace squall::harness {
namespace {

using chaos::Duration;
using namespace std::chrono_literals;

std::string url_of(const RunContext& context, const std::string& service) {
  const auto url = context.service_urls.find(service);
  return url == context.service_urls.end() ? std::string() : url->second;
}

void note_touched(const RunContext& context, const chaos::Call& call, EdgeLook& look) {
  for (const std::string& edge : edges_reached(context, call)) {
    if (std::find(look.touched.begin(), look.touched.end(), edge) == look.touched.end()) look.touched.push_back(edge);
  }
}

struct Reaction {
  Duration took{0};
  std::size_t attempts = 0;
};

// Those of which the provider's contract says something.
std::set<std::string> operations_wanted(const ResilienceSpec& spec) {
  std::set<std::string> wanted;
  for (const auto& [pattern, clauses] : spec.clauses) {
    for (const OperationExpectation& one : clauses.operations) wanted.insert(one.operation);
  }
  for (const chaos::Compensation& step : spec.compensations) wanted.insert(step.operation);
  return wanted;
}

// One stimulus under one fault.
std::optional<Reaction> provoke(LiveStage& stage, const chaos::FaultSpec& fault, Duration patience,
                                const RunContext& context, EdgeLook& look) {
  const auto id = stage.put(fault, "");
  if (!id) return std::nullopt;
  Stimulus stimulus;
  stimulus.timeout = patience;
  stimulus.attempts_at_most = 12;
  const chaos::Call call = stage.call(stimulus);
  stage.lift(*id);
  note_touched(context, call, look);
  return Reaction{call.finished - call.started, stage.attempts(call.started, call.finished + 1ns).size()};
}

void wait_until_quiet(LiveStage& stage) {
  const chaos::Instant until = stage.now() + 2s;
  while (!stage.stopped() && stage.open_attempts() > 0 && stage.now() < until) stage.wait(10ms);
}

// Fails the provider until a call does not reach it any more, then waits in calm until one does.
void look_for_breaker(LiveStage& stage, chaos::FirstLook& times) {
  constexpr std::size_t kMostCalls = 25;
  constexpr Duration kPatience = 3s, kEvery = 20ms;
  Stimulus stimulus;
  stimulus.timeout = 10s;
  stimulus.attempts_at_most = 12;
  const auto reached = [&] {
    const chaos::Call call = stage.call(stimulus);
    return !stage.attempts(call.started, call.finished + 1ns).empty();
  };
  if (!stage.prepare(kMostCalls).empty()) return;
  const auto id = stage.put(chaos::answer_with(503), "");
  if (!id) return;
  const chaos::Instant began = stage.now();
  std::size_t calls = 0;
  bool open = false;
  while (!open && calls < kMostCalls && stage.now() < began + kPatience && !stage.stopped()) {
    open = !reached();
    if (!open) ++calls;
  }
  stage.lift(*id);
  if (!open) return;
  const chaos::Instant opened = stage.now();
  times.opens_after = std::max<std::size_t>(calls, 1);
  while (stage.now() < opened + kPatience && !stage.stopped() && !reached()) stage.wait(kEvery);
  times.open_for = stage.now() - opened;
}

}  // namespace

EdgeLook stimulus_for(const ResilienceSpec& spec, Soundings& soundings, const RunContext& context) {
  EdgeLook look;
  look.stimulus.seed = contracts::Random(context.seed, "resilience.stimulus", spec.edge).next();
  const EdgeSpec* edge = context.system.edge(spec.edge);
  if (edge == nullptr) {
    look.trouble = fmt::format("there is no edge '{}'", spec.edge);
    return look;
  }
  look.service = spec.stimulus_service;
  look.stimulus.request = wire_request(spec.stimulus);
  if (look.service.empty()) {
    const Sounding* sounding = soundings.reaching(*edge, operations_wanted(spec));
    if (sounding == nullptr) {
      look.trouble = fmt::format(
          "no example of the contracts of '{}' and of what is before it reaches the edge: give it a `stimulus`",
          edge->from);
      return look;
    }
    look.found = true;
    look.service = sounding->service;
    look.stimulus.request = sounding->request;
  }
  look.stimulus.url = url_of(context, look.service);
  if (look.stimulus.url.empty()) look.trouble = fmt::format("the stimulus' service '{}' has no address", look.service);
  for (const StimulusStep& step : spec.before)
    look.stimulus.before.push_back({url_of(context, step.service), wire_request(step.request), step.capture});
  return look;
}

void look_at(const ResilienceSpec& spec, Duration patience, RunContext& context, EdgeLook& look) {
  if (!look.trouble.empty()) return;
  LiveStageConfig config;
  for (const EdgeSpec* replica : context.system.edges_of(spec.edge)) config.edges.push_back(replica->name);
  look.touched = config.edges;
  config.stimulus = look.stimulus;
  config.ca_file = context.system.ca_file;
  config.seed = contracts::Random(context.seed, "resilience.first-look", spec.edge).next();
  LiveStage stage(context.engine, context.timeline, std::move(config), context.stop);
  Stimulus calm;
  calm.timeout = 10s;
  const chaos::Call first = stage.call(calm);
  const chaos::Call second = stage.call(calm);
  note_touched(context, first, look);
  note_touched(context, second, look);
  if (!stage.prepare(2).empty()) return;  // the measurements will say so
  chaos::FirstLook times;
  times.calm = second.finished - second.started;
  times.hold = patience;
  const auto failing = provoke(stage, chaos::answer_with(503), 20s, context, look);
  wait_until_quiet(stage);
  const auto held = provoke(stage, chaos::hold_reply(patience), 3 * patience, context, look);
  wait_until_quiet(stage);
  if (!failing || !held) return;
  times.failing = failing->took;
  times.attempts_failing = std::max<std::size_t>(failing->attempts, 1);
  times.held = held->took;
  times.attempts_held = std::max<std::size_t>(held->attempts, 1);
  times.gave_up = held->took < patience || held->attempts > 1;
  look_for_breaker(stage, times);
  look.times = times;
}

}  // namespace squall::harness
