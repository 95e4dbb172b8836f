#include "harness/cli/errors.h"

#include <ostream>

namespace squall::harness {

ExitCode report_error(std::ostream& err, const contracts::Error& error) {
  err << "squall: " << contracts::to_string(error) << '\n';
  return exit_code_of(error.kind);
}

ExitCode report_errors(std::ostream& err, std::span<const contracts::Error> errors) {
  ExitCode code = ExitCode::held;
  for (const contracts::Error& error : errors) code = worse(code, report_error(err, error));
  return code;
}

}  // namespace squall::harness
