#pragma once
// Open-loop load: arrivals follow the schedule whatever the answers do; arrivals that could not be sent are counted.
//
// Latency as a user feels it is `finished - due`: an arrival that had to wait for its turn has waited. Trace ids are
// drawn from (seed, purpose, index), so give each load and each client's sequence of calls a seed or a purpose of its
// own.

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "chaos/timeline/timeline.h"
#include "harness/traffic/client.h"

namespace squall::harness {

struct LoadPlan {
  std::string base_url;
  std::string purpose = "load";
  // Makes the nth request; called in order, on the calling thread.
  std::function<contracts::http::Request(std::uint64_t index)> request;
  double rate = 10;  // per second
  std::chrono::nanoseconds duration = std::chrono::seconds(10);
  std::uint64_t max_in_flight = 10'000;  // beyond: counted as unsent
  SendOptions send;
  bool keep_responses = false;  // in Call::response
  bool add_traceparent = true;  // a fresh W3C trace id for each call
  std::uint64_t seed = 0;
  // Decides Call::in_contract and operation; may be empty. Runs on the client's thread.
  std::function<void(chaos::Call&, const contracts::http::Response&)> judge;
  // Told of each call about to be sent, on the calling thread; may be empty.
  std::function<void(const chaos::Call&)> on_start;
  // Told of each finished call, on the client's thread; may be empty.
  std::function<void(const chaos::Call&)> on_call;
};

struct LoadResult {
  std::vector<chaos::Call> calls;  // in order of arrival; also on the timeline
  std::uint64_t unsent = 0;        // arrivals beyond max_in_flight
  bool stopped = false;            // by the stop token, before the end
};

// Blocks until every call has ended or the stop token fires (then open calls are cancelled).
LoadResult run_load(const LoadPlan& plan, chaos::Timeline& timeline, std::stop_token stop = {});

// Sends one call with a traceparent and records it on the timeline.
chaos::Call call_once(Client& client, chaos::Timeline& timeline, const std::string& purpose,
                      const std::string& base_url, const contracts::http::Request& request, std::uint64_t seed,
                      const SendOptions& options = {}, std::stop_token stop = {});

}  // namespace squall::harness
