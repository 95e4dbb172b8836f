#include "harness/check/exit_code.h"

namespace squall::harness {

namespace {

int rank(ExitCode code) {
  switch (code) {
    case ExitCode::held:
      return 0;
    case ExitCode::could_not_run:
      return 1;
    case ExitCode::failed:
      return 2;
    case ExitCode::malformed:
      return 3;
    case ExitCode::interrupted:
      return 4;
    case ExitCode::terminated:
      return 5;
    case ExitCode::internal:
      return 6;
  }
  return 6;
}

}  // namespace

ExitCode exit_code_of(contracts::ErrorKind kind) {
  switch (kind) {
    case contracts::ErrorKind::usage:
    case contracts::ErrorKind::malformed:
    case contracts::ErrorKind::unsupported:
      return ExitCode::malformed;
    case contracts::ErrorKind::io:
    case contracts::ErrorKind::unavailable:
    case contracts::ErrorKind::timeout:
      return ExitCode::could_not_run;
    case contracts::ErrorKind::internal:
      return ExitCode::internal;
  }
  return ExitCode::internal;
}

ExitCode exit_code_of(reports::Outcome outcome, bool allow_inconclusive) {
  switch (outcome) {
    case reports::Outcome::passed:
    case reports::Outcome::skipped:
      return ExitCode::held;
    case reports::Outcome::failed:
      return ExitCode::failed;
    case reports::Outcome::inconclusive:
      return allow_inconclusive ? ExitCode::held : ExitCode::could_not_run;
    case reports::Outcome::errored:
      return ExitCode::could_not_run;
  }
  return ExitCode::internal;
}

ExitCode worse(ExitCode a, ExitCode b) {
  return rank(a) >= rank(b) ? a : b;
}

ExitCode exit_code_of(std::span<const contracts::Error> errors) {
  ExitCode code = ExitCode::held;
  for (const contracts::Error& error : errors) code = worse(code, exit_code_of(error.kind));
  return code;
}

ExitCode exit_code_of(std::span<const reports::Check> checks, bool allow_inconclusive) {
  ExitCode code = ExitCode::held;
  for (const reports::Check& check : checks) code = worse(code, exit_code_of(check.outcome, allow_inconclusive));
  return code;
}

}  // namespace squall::harness
