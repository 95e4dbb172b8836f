#include "harness/resilience/live_stage.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "chaos/patterns/trouble.h"
#include "contracts/core/document.h"
#include "contracts/match/validate.h"
#include "harness/check/name_service.h"
#include "harness/resilience/volley.h"
#include "harness/traffic/load.h"

namespace squall::harness {
namespace {

using namespace std::chrono_literals;

void wait_unless(const std::stop_token& stop, chaos::Duration time) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait_for(lock, stop, time, [] { return false; });
}

// Looks after a call in flight and has it given up once it has caused too many attempts.
class AttemptLimit {
 public:
  AttemptLimit(const LiveStage& stage, std::size_t at_most, std::stop_source give_up)
      : thread_([&stage, at_most, give_up = std::move(give_up)](const std::stop_token& done) mutable {
          const chaos::Instant from = stage.now();
          while (!done.stop_requested()) {
            wait_unless(done, 10ms);
            if (stage.attempts(from, stage.now()).size() >= at_most) {
              give_up.request_stop();
              return;
            }
          }
        }) {}

 private:
  std::jthread thread_;
};

}  // namespace

LiveStage::LiveStage(chaos::Engine& engine, chaos::Timeline& timeline, LiveStageConfig config, std::stop_token stop)
    : engine_(engine),
      timeline_(timeline),
      config_(std::move(config)),
      stop_(std::move(stop)),
      stimuli_(config_.stimulus, [this](const std::string& url, const contracts::http::Request& request) {
        return send_before(url, request);
      }) {}

contracts::http::Response LiveStage::send_before(const std::string& url, const contracts::http::Request& request) {
  SendOptions options;
  options.timeout = 10s;
  options.max_body = 1u << 20;
  options.ca_file = config_.ca_file;
  return call_once(client_, timeline_, "before", url, request, config_.seed, options, stop_).response;
}

std::string LiveStage::prepare(std::size_t stimuli) {
  const auto prepared = stimuli_.prepare(stimuli);
  return prepared ? "" : prepared.error().message;
}

chaos::Instant LiveStage::now() const {
  return timeline_.now();
}

// What should have come before it could not be had.
chaos::Call LiveStage::unsent(const std::string& why) const {
  chaos::Call call;
  call.method = config_.stimulus.request.method;
  call.target = config_.stimulus.request.target;
  call.started = call.finished = timeline_.now();
  call.error = chaos::CallError::other;
  call.error_text = why;
  return call;
}

void LiveStage::wait(chaos::Duration time) {
  if (time > 0ns) wait_unless(stop_, time);
}

chaos::Call LiveStage::call(const Stimulus& stimulus) {
  SendOptions options;
  options.timeout = stimulus.timeout;
  options.max_body = 1u << 20;
  options.ca_file = config_.ca_file;
  std::stop_source give_up;
  const std::stop_callback forward(stop_, [&] { give_up.request_stop(); });
  std::optional<AttemptLimit> limit;
  if (stimulus.attempts_at_most > 0) limit.emplace(*this, stimulus.attempts_at_most, give_up);
  const auto request = stimuli_.next(stimulus.headers);
  if (!request) return unsent(request.error().message);
  chaos::Call call = call_once(client_, timeline_, stimulus.purpose, config_.stimulus.url, *request, config_.seed,
                               options, give_up.get_token());
  limit.reset();
  judge(call);
  return call;
}

std::vector<chaos::Call> LiveStage::volley(const Volley& volley) {
  VolleyTarget target;
  target.url = config_.stimulus.url;
  target.request = [this](const contracts::http::Headers& headers) { return stimuli_.next(headers); };
  target.seed = config_.seed;
  target.next_index = [this] { return client_.next_index(); };
  target.judge = [this](chaos::Call& call) { judge(call); };
  return fire(volley, target, timeline_, stop_);
}

void LiveStage::begin_beside(const std::vector<std::string>& members, chaos::Duration every) {
  std::vector<BesideRequest> requests;
  for (const BesideRequest& one : config_.beside) {
    if (std::find(members.begin(), members.end(), one.member) != members.end()) requests.push_back(one);
  }
  beside_ =
      std::make_unique<BesideRequests>(std::move(requests), every, timeline_, client_.next_index() + config_.seed);
}

std::vector<chaos::Call> LiveStage::end_beside() {
  auto calls = beside_->end();
  beside_.reset();
  return calls;
}

std::vector<std::string> LiveStage::read_state() {
  std::vector<std::string> values;
  for (const StateProbe& probe : config_.state) {
    SendOptions options;
    options.timeout = 10s;
    const chaos::Call call =
        call_once(client_, timeline_, "state", probe.url, probe.request, config_.seed, options, stop_);
    values.emplace_back();
    if (call.error != chaos::CallError::none || call.status / 100 != 2) continue;
    const auto document = contracts::Document::parse_json(call.response.body);
    if (!document) continue;
    if (const auto* node = document->root().resolve(probe.pointer)) values.back() = contracts::to_json(*node);
  }
  return values;
}

void LiveStage::judge(chaos::Call& call) const {
  if (config_.contract == nullptr) return;
  const auto route = config_.contract->route(call.method, call.target);
  if (route.operation == nullptr) return;
  call.operation = route.operation->name();
  if (call.status == 0 || call.error != chaos::CallError::none) return;
  const auto violations =
      contracts::match::validate_response(config_.contract->contract(), *route.operation, call.method, call.response);
  call.in_contract = violations.empty();
  if (violations.empty()) return;
  const auto& first = violations.front();
  call.departure = first.rule + ": " + (first.where.empty() ? "" : first.where + first.pointer + ": ") + first.message;
}

contracts::Result<std::string> LiveStage::put(const chaos::FaultSpec& fault, const std::string& replica) {
  const std::string name = std::to_string(++puts_);
  put_[name];
  stimuli_.under_faults(true);
  if (fault.kind == chaos::kAddressMove) return move_address(name);
  for (const std::string& edge : config_.edges) {
    if (!replica.empty() && edge != replica) continue;
    auto id = engine_.add_fault(edge, fault);
    if (!id) {
      lift(name);
      return id;
    }
    put_[name].emplace_back(edge, *id);
  }
  return name;
}

// Name servers and catalogues are ours: that they answer otherwise is the proof, as a closed port is of refused
// connections.
contracts::Result<std::string> LiveStage::move_address(const std::string& name) {
  if (config_.names == nullptr)
    return contracts::fail(contracts::ErrorKind::usage, "no name leads to the edge '" + config_.named + "'", {});
  chaos::FaultWindow window;
  window.id = "move-" + name;
  window.edge = config_.edges.front();
  window.kind = chaos::kAddressMove;
  window.from = now();
  timeline_.window_opened(window);
  const auto moved = config_.names->move(config_.named, true);
  if (!moved) {
    lift(name);
    return contracts::fail(moved.error());
  }
  if (*moved) timeline_.window_executed(window.edge, window.id, now());
  moved_ = name;
  return name;
}

void LiveStage::lift(const std::string& id) {
  if (moved_ == id) {
    static_cast<void>(config_.names->move(config_.named, false));
    timeline_.window_closed(config_.edges.front(), "move-" + id, now());
    moved_.clear();
  }
  for (const auto& [edge, fault] : put_[id]) static_cast<void>(engine_.remove_fault(edge, fault));
  put_.erase(id);
  stimuli_.under_faults(!put_.empty());
}

bool LiveStage::ours(const std::string& edge) const {
  return std::find(config_.edges.begin(), config_.edges.end(), edge) != config_.edges.end();
}

std::vector<chaos::Attempt> LiveStage::attempts(chaos::Instant from, chaos::Instant to) const {
  if (config_.edges.size() == 1) return timeline_.attempts(config_.edges.front(), from, to);
  auto attempts = timeline_.slice(from, to).attempts;
  std::erase_if(attempts, [&](const chaos::Attempt& attempt) { return !ours(attempt.edge); });
  return attempts;
}

std::vector<chaos::Attempt> LiveStage::attempts_elsewhere(chaos::Instant from, chaos::Instant to) const {
  auto attempts = timeline_.slice(from, to).attempts;
  std::erase_if(attempts, [&](const chaos::Attempt& attempt) {
    return ours(attempt.edge) ||
           std::find(config_.not_mine.begin(), config_.not_mine.end(), attempt.edge) != config_.not_mine.end();
  });
  return attempts;
}

std::size_t LiveStage::open_attempts() const {
  std::size_t open = 0;
  for (const std::string& edge : config_.edges) open += timeline_.open_attempts(edge);
  return open;
}

std::vector<chaos::FaultWindow> LiveStage::windows(chaos::Instant from, chaos::Instant to) const {
  auto windows = timeline_.slice(from, to).windows;
  std::erase_if(windows, [&](const chaos::FaultWindow& window) { return !ours(window.edge); });
  return windows;
}

}  // namespace squall::harness
