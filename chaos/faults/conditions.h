#pragma once
// Conditions: what stands beside a fault's kind, in every notation that there is: who is struck, and when.

#include <span>
#include <string_view>

#include "chaos/faults/fault_spec.h"
#include "contracts/core/node.h"
#include "contracts/core/result.h"

namespace squall::chaos {

// Their names: share, first, every, after, for, method, path, header, operation, client, body, id.
std::span<const std::string_view> condition_names();
// Reads one; false when there is none of that name. Errors: usage.
contracts::Result<bool> read_condition(FaultSpec& spec, std::string_view name, const contracts::Node& node);
// The other way round: an object of those that are given, without the id.
contracts::Value conditions_of(const FaultSpec& spec);
// What read_condition cannot see of a text: a path that begins with '/', a client that is an address ... Errors: usage.
contracts::Status check_conditions(const FaultSpec& spec);

}  // namespace squall::chaos
