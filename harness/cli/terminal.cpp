#include "harness/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace squall::harness {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

int columns_of(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const int columns = std::atoi(std::string(environment("COLUMNS")).c_str());
  return columns > 0 ? columns : 80;
}

}  // namespace

Terminal detect_terminal() {
  Terminal terminal;
  const bool dumb = environment("TERM") == "dumb";
  const bool plain = dumb || !environment("NO_COLOR").empty();
  terminal.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  terminal.err_is_terminal = isatty(STDERR_FILENO) == 1 && !dumb;
  terminal.out_in_colour = terminal.out_is_terminal && !plain;
  terminal.err_in_colour = terminal.err_is_terminal && !plain;
  terminal.columns = columns_of(terminal.out_is_terminal ? STDOUT_FILENO : STDERR_FILENO);
  return terminal;
}

}  // namespace squall::harness
