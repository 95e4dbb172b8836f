#pragma once
// How commands say what went wrong.

#include <iosfwd>
#include <span>

#include "contracts/core/error.h"
#include "harness/cli/command.h"

namespace squall::harness {

// One line each, "squall: orders.yaml:41:9: schema 'Ordr' not found; did you mean 'Order'?", and the exit code they
// mean.
ExitCode report_errors(std::ostream& err, std::span<const contracts::Error> errors);
ExitCode report_error(std::ostream& err, const contracts::Error& error);

}  // namespace squall::harness
