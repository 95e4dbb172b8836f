#pragma once
// Calls and attempts drawn by hand, and a shop of edges to put them on.

#include <string>
#include <utility>
#include <vector>

#include "chaos/graph/call_tree.h"
#include "chaos/graph/edge_limits.h"

namespace squall::tests {

using chaos::Attempt;
using chaos::Call;
using chaos::CallTree;
using chaos::Duration;
using chaos::EdgeLimits;
using chaos::GraphEdge;
using chaos::Instant;
using namespace std::chrono_literals;

inline GraphEdge drawn_edge(const std::string& from, const std::string& to) {
  return {from + "-" + to, from, to, from + "-" + to};
}

inline Attempt drawn_attempt(const std::string& edge, const std::string& operation, Duration from, Duration to) {
  Attempt attempt;
  attempt.edge = edge;
  attempt.method = operation.substr(0, operation.find(' '));
  attempt.operation = operation;
  attempt.connected = attempt.request_started = from;
  attempt.request_complete = from;
  attempt.first_byte = attempt.last_byte = attempt.ended = to;
  attempt.status = 201;
  return attempt;
}

inline Call drawn_call(Duration from, Duration to) {
  Call call;
  call.method = "POST";
  call.target = "/orders";
  call.started = from;
  call.finished = to;
  call.status = 201;
  return call;
}

// Of the attempts of one call to `service`, over the edges that they are on.
inline CallTree drawn_tree(const std::string& service, Duration took, const std::vector<Attempt>& attempts,
                           const std::vector<GraphEdge>& edges) {
  return chaos::tree_of(drawn_call(0ms, took), "POST /orders", service, attempts, edges);
}

// Measured: so many attempts of so long, with these pauses between them.
inline EdgeLimits drawn_limits(const std::string& edge, Duration timeout, std::size_t attempts,
                               std::vector<Duration> pauses = {}) {
  EdgeLimits limits;
  limits.edge = edge;
  limits.timeout = timeout;
  limits.attempts_silent = limits.attempts_failing = attempts;
  limits.pauses = std::move(pauses);
  return limits;
}

}  // namespace squall::tests
