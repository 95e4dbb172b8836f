#pragma once
// The command line: arguments in, exit code out.

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "harness/cli/command.h"

namespace squall::harness {

// What main returns: standard streams, the process's terminal, SIGPIPE ignored.
int run_command_line(int argc, char** argv);
// The same with everything given. `arguments` is without the program's name.
ExitCode run_command_line(const std::vector<std::string>& arguments, Invocation& invocation);

}  // namespace squall::harness
