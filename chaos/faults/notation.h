#pragma once
// A fault as the command line takes it: `latency: 100ms`, `abort: {status: 500}, share: 5%`, `reset`.

#include <string_view>

#include "chaos/faults/fault_spec.h"
#include "contracts/core/result.h"

namespace squall::chaos {

// YAML, the braces around the whole may be left out. Members: one fault's kind with its parameters (or the one value
// that its shorthand takes), and conditions.h. Errors: usage. See check() for the rest.
contracts::Result<FaultSpec> parse_fault(std::string_view text);

}  // namespace squall::chaos
