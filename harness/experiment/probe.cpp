#include "harness/experiment/probe.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "contracts/core/units.h"
#include "harness/system/wire_request.h"
#include "harness/traffic/load.h"

namespace squall::harness {
namespace {

constexpr Duration kLongestProbe = std::chrono::seconds(10);
constexpr Duration kBetweenProbes = std::chrono::milliseconds(50);

chaos::Call ask(Client& client, const RunContext& context, const std::string& purpose, const std::string& service,
                const RequestSpec& request, std::uint64_t seed, const std::stop_token& stop) {
  const auto url = context.service_urls.find(service);
  SendOptions options;
  options.timeout = kLongestProbe;
  options.ca_file = context.system.ca_file;
  return call_once(client, context.timeline, purpose, url == context.service_urls.end() ? std::string() : url->second,
                   wire_request(request), seed, options, stop);
}

std::string seen(const chaos::Call& call) {
  const std::string asked = call.method + " " + call.target;
  return call.error == chaos::CallError::none ? asked + " answered " + std::to_string(call.status)
                                              : asked + ": " + call.error_text;
}

}  // namespace

bool pause_for(Duration time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  woken.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

std::string why_not_steady(Client& client, const RunContext& context, const SteadyState& state, std::uint64_t seed,
                           const std::stop_token& stop) {
  const chaos::Call call = ask(client, context, "steady-state", state.service, state.request, seed, stop);
  if (call.error != chaos::CallError::none) return seen(call);
  if (state.status && call.status != *state.status) return seen(call) + ", expected " + std::to_string(*state.status);
  if (!state.status && call.status / 100 != 2) return seen(call) + ", expected a success";
  if (const Duration took = call.finished - call.started; state.within && took > *state.within) {
    const auto rounded = std::chrono::duration_cast<std::chrono::milliseconds>(took);
    return seen(call) + " after " + contracts::format_duration(rounded) + ", expected it within " +
           contracts::format_duration(*state.within);
  }
  return {};
}

std::string wait_until_steady(const RunContext& context, const std::vector<SteadyState>& states, Duration limit,
                              std::uint64_t seed, const std::stop_token& stop) {
  Client client;
  const auto end = std::chrono::steady_clock::now() + limit;
  while (true) {
    std::string why;
    for (const auto& state : states) {
      why = why_not_steady(client, context, state, seed, stop);
      if (!why.empty()) break;
    }
    if (why.empty() || stop.stop_requested() || std::chrono::steady_clock::now() >= end) return why;
    pause_for(kBetweenProbes, stop);
  }
}

contracts::Result<contracts::Value> read_value(Client& client, const RunContext& context, const Invariant& invariant,
                                               std::uint64_t seed, const std::stop_token& stop) {
  const chaos::Call call = ask(client, context, "probe", invariant.service, invariant.probe, seed, stop);
  const auto failure = [&](const std::string& why) {
    return contracts::fail(contracts::ErrorKind::unavailable, why, invariant.location);
  };
  if (call.error != chaos::CallError::none || call.status / 100 != 2) return failure(seen(call));
  const auto document = contracts::Document::parse_json(call.response.body);
  if (!document) return failure(seen(call) + " with a body that is not JSON: " + document.error().message);
  const auto* node = document->root().resolve(invariant.pointer);
  if (node == nullptr) return failure(seen(call) + " without a value at " + invariant.pointer);
  return contracts::Value(*node);
}

std::string operation_name(const RunContext& context, const std::string& service, const std::string& method,
                           const std::string& target) {
  const auto router = context.contracts.find(service);
  if (router != context.contracts.end() && router->second) {
    const auto route = router->second->route(method, target);
    if (route.operation != nullptr) return route.operation->name();
  }
  return method + " " + std::string(contracts::http::path_of(target));
}

}  // namespace squall::harness
