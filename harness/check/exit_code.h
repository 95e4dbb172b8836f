#pragma once
// Exit codes, the same for every command.

#include <initializer_list>
#include <span>

#include "contracts/core/error.h"
#include "reports/model/run_report.h"

namespace squall::harness {

enum class ExitCode : int {
  held = 0,           // everything that was asked held
  failed = 1,         // something failed
  malformed = 2,      // the command line or a file is not what it should be
  could_not_run = 3,  // a service, port or file was not there, or a declared expectation stayed inconclusive
  internal = 70,      // our own bug
  interrupted = 130,  // SIGINT, after full teardown
  terminated = 143    // SIGTERM, after full teardown
};

constexpr int to_int(ExitCode code) {
  return static_cast<int>(code);
}

ExitCode exit_code_of(contracts::ErrorKind kind);
// `allow_inconclusive` forgives outcomes that stayed inconclusive, not those that errored.
ExitCode exit_code_of(reports::Outcome outcome, bool allow_inconclusive = false);
// Where several apply: 70 > 2 > 1 > 3 > 0. An interruption outranks all but 70.
ExitCode worse(ExitCode a, ExitCode b);
ExitCode exit_code_of(std::span<const contracts::Error> errors);
ExitCode exit_code_of(std::span<const reports::Check> checks, bool allow_inconclusive);

}  // namespace squall::harness
