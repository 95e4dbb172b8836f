#include <csignal>
#include <cstdlib>

#include "harness/cli/command_line.h"

namespace {

// As long as no SignalWatch is there nothing was started that would have to be torn down.
void end_at_once(int number) {
  std::_Exit(128 + number);
}

}  // namespace

int main(int argc, char** argv) {
  for (const int number : {SIGINT, SIGTERM}) {
    if (std::signal(number, &end_at_once) == SIG_IGN) std::signal(number, SIG_IGN);
  }
  return squall::harness::run_command_line(argc, argv);
}
