#include "harness/session/process_state.h"

#include <fstream>
#include <string>

namespace squall::harness {
namespace {

// 'R', 'S', 'T' ... (proc(5)); '-' for one that is not there.
char state_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');  // the name may hold anything
  return name_end == std::string::npos || name_end + 2 >= line.size() ? '-' : line[name_end + 2];
}

}  // namespace

bool is_alive(pid_t pid) {
  const char state = state_of(pid);
  return state != '-' && state != 'Z' && state != 'X';
}

bool is_halted(pid_t pid) {
  return state_of(pid) == 'T';
}

}  // namespace squall::harness
