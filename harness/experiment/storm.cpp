#include "harness/experiment/storm.h"

#include <algorithm>
#include <memory>
#include <thread>

#include "contracts/core/units.h"
#include "harness/experiment/abort_watch.h"
#include "harness/experiment/load_figures.h"
#include "harness/experiment/probe.h"
#include "harness/system/wire_request.h"

namespace squall::harness {
namespace {

constexpr Duration kWatchEvery = std::chrono::milliseconds(50);
constexpr Duration kProbeEvery = std::chrono::milliseconds(250);
constexpr Duration kProgressEvery = std::chrono::milliseconds(250);
constexpr Duration kFaultsReady = std::chrono::milliseconds(500);
// Longer than what consumers wait for their providers, so that it is they who give up.
constexpr Duration kLongestCall = std::chrono::seconds(30);

std::vector<FaultSchedule::Entry> entries_of(const ExperimentSpec& spec, RunContext& context) {
  std::vector<FaultSchedule::Entry> entries;
  const Duration end = length_of(spec);
  for (std::size_t i = 0; i < spec.faults.size(); ++i) {
    const ScheduledFault& fault = spec.faults[i];
    const Duration to = fault.lasts ? std::min(end, fault.from + *fault.lasts) : end;
    entries.push_back({make_disruption(fault, spec.name + "#" + std::to_string(i + 1), context), fault.from, to});
  }
  return entries;
}

// The steady state asked for again and again while a fault is on.
class SteadyProbes {
 public:
  SteadyProbes(const StormParts& parts, const FaultSchedule& schedule)
      : thread_([&parts, &schedule, this](const std::stop_token& stop) {
          Client client;
          while (pause_for(kProbeEvery, stop)) {
            if (schedule.any_on()) probe(client, parts, schedule, stop);
          }
        }) {}

  void end_into(StormRecord& record) {
    thread_.request_stop();
    thread_.join();
    record.steady_probes = probes_;
    record.steady_held = held_;
    record.first_unsteady = first_unsteady_;
  }

 private:
  void probe(Client& client, const StormParts& parts, const FaultSchedule& schedule, const std::stop_token& stop) {
    for (const auto& state : parts.spec.steady_state) {
      const std::string why = why_not_steady(client, parts.context, state, parts.seed + 1, stop);
      // A probe that outlived the fault says nothing about it.
      if (stop.stop_requested() || !schedule.any_on()) return;
      ++probes_;
      if (why.empty()) ++held_;
      if (!why.empty() && first_unsteady_.empty()) first_unsteady_ = why;
    }
  }

  std::uint64_t probes_ = 0;
  std::uint64_t held_ = 0;
  std::string first_unsteady_;
  std::jthread thread_;
};

// Looks at abort_when at a fixed pace and halts load and faults.
class Abort {
 public:
  Abort(const std::optional<AbortWhen>& when, chaos::Timeline& timeline, std::stop_source halt) {
    if (!when) return;
    watch_ = std::make_unique<AbortWatch>(*when);
    thread_ = std::jthread([this, &timeline, halt = std::move(halt)](const std::stop_token& stop) mutable {
      while (!why_ && pause_for(kWatchEvery, stop)) {
        why_ = watch_->verdict(timeline.now());
        if (why_) halt.request_stop();
      }
    });
  }
  AbortWatch* watch() const { return watch_.get(); }
  std::optional<std::string> end() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    return why_;
  }

 private:
  std::unique_ptr<AbortWatch> watch_;
  std::optional<std::string> why_;
  std::jthread thread_;
};

// Called on the run's own thread only: the sink takes events from one thread at a time.
class Progress {
 public:
  Progress(const StormParts& parts, Duration length) : parts_(parts), length_(length) {}
  void say(const FaultSchedule& schedule) {
    const Duration elapsed = std::chrono::steady_clock::now() - start_;
    if (elapsed < next_) return;
    next_ = elapsed + kProgressEvery;
    const auto shown = std::chrono::duration_cast<std::chrono::seconds>(elapsed);
    const std::string text = (schedule.any_on() ? "load under fault, " : "load, ") + contracts::format_duration(shown) +
                             " of " + contracts::format_duration(length_);
    const double done =
        static_cast<double>(elapsed.count()) / static_cast<double>(std::max<Duration::rep>(1, length_.count()));
    parts_.context.events(reports::CheckProgress{parts_.check_id, text, std::min(1.0, done)});
  }

 private:
  const StormParts& parts_;
  const Duration length_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  Duration next_{0};
};

LoadResult send_load(const StormParts& parts, const FaultSchedule& schedule, AbortWatch* watch,
                     const std::stop_token& halt) {
  const LoadSpec& spec = *parts.spec.load;
  RunContext& context = parts.context;
  const contracts::http::Request request = wire_request(spec.request);
  Progress progress(parts, length_of(parts.spec));
  LoadPlan plan;
  const auto url = context.service_urls.find(spec.service);
  if (url != context.service_urls.end()) plan.base_url = url->second;
  plan.rate = spec.rate;
  plan.duration = spec.duration;
  plan.seed = parts.seed;
  plan.send.timeout = kLongestCall;
  plan.send.ca_file = context.system.ca_file;
  plan.request = [&](std::uint64_t) {
    progress.say(schedule);
    return contracts::http::Request(request);
  };
  plan.judge = [&](chaos::Call& call, const contracts::http::Response& response) { parts.judge.judge(call, response); };
  if (watch != nullptr) {
    plan.on_start = [watch](const chaos::Call& call) { watch->started(call.id, call.started); };
    plan.on_call = [watch](const chaos::Call& call) { watch->finished(call.id, call.finished, succeeded(call)); };
  }
  return run_load(plan, context.timeline, halt);
}

}  // namespace

Duration length_of(const ExperimentSpec& spec) {
  if (spec.load) return spec.load->duration;
  Duration end{0};
  for (const auto& fault : spec.faults) end = std::max(end, fault.from + fault.lasts.value_or(std::chrono::seconds(5)));
  return end;
}

StormRecord blow(const StormParts& parts) {
  StormRecord record;
  chaos::Timeline& timeline = parts.context.timeline;
  std::stop_source halt;
  const std::stop_callback forward(parts.context.stop, [&halt] { halt.request_stop(); });
  record.from = timeline.now();
  FaultSchedule schedule(timeline, entries_of(parts.spec, parts.context), [&halt] { halt.request_stop(); });
  SteadyProbes probes(parts, schedule);
  Abort abort(parts.spec.abort_when, timeline, halt);
  const std::stop_token stop = halt.get_token();
  // Faults are off the moment anything halts the load, even while the last calls are being given up.
  const std::stop_callback lift(stop, [&schedule] { schedule.halt(); });
  // No call is to slip through before a fault that is there from the beginning.
  schedule.await_first(kFaultsReady);
  if (parts.spec.load) {
    record.load = send_load(parts, schedule, abort.watch(), stop);
  } else {
    pause_for(length_of(parts.spec), stop);
  }
  probes.end_into(record);
  schedule.end();
  record.aborted = abort.end();
  record.courses = schedule.courses();
  record.to = timeline.now();
  return record;
}

}  // namespace squall::harness
