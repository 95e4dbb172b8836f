#pragma once
// ProcessGroup: one started service as the watcher sees it. Internal to this room.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "harness/session/output_log.h"
#include "harness/session/session.h"

namespace squall::harness {

struct ProcessGroup {
  ProcessGroup(ServiceProcess given, std::string log_path, std::size_t max_log_bytes, std::size_t tail_bytes)
      : service(std::move(given)), log(std::move(log_path), max_log_bytes, tail_bytes) {}

  const ServiceProcess service;
  OutputLog log;

  // Below: guarded by the watcher's mutex.
  std::uint64_t id = 0;
  pid_t pid = 0;          // of its first process; 0 until launched
  int output = -1;        // the reading end of its output; -1 once everybody closed the other
  bool stopping = false;  // asked to stop: its exit is expected
  std::string failure;    // why it could not be launched
  std::string exit;       // "exited 1" once its first process is gone
  bool gone = false;      // no process of the group is left
};

}  // namespace squall::harness
