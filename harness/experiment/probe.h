#pragma once
// Single calls an experiment makes besides its load: steady states and invariants.

#include <optional>
#include <string>
#include <vector>

#include "contracts/core/document.h"
#include "harness/check/check.h"
#include "harness/traffic/client.h"

namespace squall::harness {

// Waits, unless the stop token fires first (then false).
bool pause_for(Duration time, const std::stop_token& stop);

// "" when it holds now, else what was seen: "GET /orders/1 answered 500, expected 200".
std::string why_not_steady(Client& client, const RunContext& context, const SteadyState& state, std::uint64_t seed,
                           const std::stop_token& stop);

// Asks until every state holds at once, for `limit` at most. "" or what still did not hold.
std::string wait_until_steady(const RunContext& context, const std::vector<SteadyState>& states, Duration limit,
                              std::uint64_t seed, const std::stop_token& stop);

// The value an invariant's probe reads now. Errors say what was answered instead.
contracts::Result<contracts::Value> read_value(Client& client, const RunContext& context, const Invariant& invariant,
                                               std::uint64_t seed, const std::stop_token& stop);

// The contract's name for a request to a service: "GET /stock/{sku}"; without one, method and path.
std::string operation_name(const RunContext& context, const std::string& service, const std::string& method,
                           const std::string& target);

}  // namespace squall::harness
