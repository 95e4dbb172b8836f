#pragma once
// What the kernel says of a process (/proc/PID/stat).

#include <sys/types.h>

namespace squall::harness {

bool is_alive(pid_t pid);   // there, and no zombie
bool is_halted(pid_t pid);  // by SIGSTOP or the like

}  // namespace squall::harness
