#include "harness/cli/command_line.h"

int main(int argc, char** argv) {
  return squall::harness::run_command_line(argc, argv);
}
