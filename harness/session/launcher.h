#pragma once
// Launcher: a small process of one thread that owns every service Squall starts.
//
// It is forked from Squall before any thread exists, is the subreaper of everything below it and gives each service a
// process group of its own. When its socket to Squall closes, for whatever reason (`kill -9` of Squall included), it
// kills every process below it and ends. Terminal signals do not reach it or the services; Squall decides when they
// stop.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"

namespace squall::harness {

class Launcher {
 public:
  // Forks. Call it before any thread is started. Errors: io.
  static contracts::Result<std::unique_ptr<Launcher>> start();
  ~Launcher();  // closes the socket and waits until nothing is left
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;

  // The socket on which the launcher is spoken to (wire.h); one Session at a time uses it.
  int socket() const { return socket_; }
  pid_t pid() const { return pid_; }

 private:
  Launcher(int socket, pid_t pid) : socket_(socket), pid_(pid) {}
  int socket_;
  pid_t pid_;
};

// What the launcher's process does until its socket closes. Internal to this room.
[[noreturn]] void run_launcher(int socket);

}  // namespace squall::harness
