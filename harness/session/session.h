#pragma once
// Session: the services Squall starts for a run: started, waited for, watched, stopped.
//
// Thread-safe. One thread of its own reads what the services write and what the launcher says. Every start, end and
// unexpected exit is a ProcessEvent of the timeline.

#include <sys/types.h>

#include <cstddef>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "chaos/timeline/timeline.h"
#include "contracts/core/result.h"
#include "harness/session/launcher.h"
#include "harness/system/system_file.h"

namespace squall::harness {

// A service ready to be started: nothing is left to expand.
struct ServiceProcess {
  std::string name;
  std::vector<std::string> command;  // searched in PATH when it holds no slash; relative to `directory` when it does
  std::map<std::string, std::string> env;  // added to Squall's own environment
  std::string directory;
  std::string url;  // "http://127.0.0.1:40123": its port must be free; readiness is asked here
  ReadySpec ready;
  Location location;  // of the service in the system file, for messages
};

struct SessionOptions {
  std::string log_directory;                      // existing; "" keeps no files
  std::size_t max_log_bytes = 64u * 1024 * 1024;  // of each file
  std::size_t tail_bytes = 64u * 1024;            // of each service, in memory
  Duration grace = std::chrono::seconds(5);       // between SIGTERM and SIGKILL
};

struct ServiceExit {
  std::string service;
  std::string what;  // "exited 1", "killed by signal 9"
  chaos::Instant at{};
};

// How a command ended that was run to its end.
struct CommandEnd {
  std::string how;       // "exited 1", "killed by signal 9", "did not end within 10s", "was interrupted"
  bool success = false;  // exited 0, in time
  bool timed_out = false;
  bool interrupted = false;
  std::string output;  // its last lines
  Duration took{0};
};

class Session {
 public:
  // The launcher and the timeline outlive the session.
  Session(Launcher& launcher, chaos::Timeline& timeline, SessionOptions options = {});
  ~Session();  // stops every service
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Starts the process and returns; a name may be used again once its service is stopped. Errors, located at the
  // service: its port is in use, its program or directory is missing (unavailable); the name still runs (usage).
  contracts::Status launch(const ServiceProcess& service);
  // Returns when `ready.http_path` answers 2xx, or the port accepts a connection. Errors carry the last lines of the
  // service's output: it exited (unavailable), it is not ready in time (timeout), the stop token fired (unavailable).
  contracts::Status wait_ready(const std::string& service, std::stop_token stop = {});

  // SIGTERM to its process group, SIGKILL after the grace; returns when no process of the group is left. A service that
  // is not running is no error.
  contracts::Status stop(const std::string& service);
  void stop_all();  // all at once
  // A signal to its process group (SIGSTOP, SIGCONT, SIGKILL ...). Errors: it does not run (unavailable).
  contracts::Status signal(const std::string& service, int number);

  // SIGKILL to its process group; returns when no process of the group is left. It is not an unexpected exit.
  contracts::Status kill(const std::string& service);
  // Launches a service that was stopped or killed once more, as it was. Errors: as launch().
  contracts::Status start_again(const std::string& service);
  // Runs a command to its end; one that is still running then, or when the stop token fires, is killed. Errors, with
  // the last lines of its output: it did not end in time (timeout), ended otherwise than with exit code 0, or could not
  // be started (unavailable).
  contracts::Status run(const ServiceProcess& command, Duration within, std::stop_token stop);
  // Runs a command to its end, whatever that is. When its first process is gone, or did not end in time, or the stop
  // token fired, what is left of its process group gets SIGTERM, and SIGKILL after the grace. Its output goes to
  // `log_file`, too ("" keeps none). Errors: it could not be started (unavailable).
  contracts::Result<CommandEnd> run_to_end(const ServiceProcess& command, Duration within, std::stop_token stop,
                                           const std::string& log_file);
  pid_t pid_of(const std::string& service) const;  // of its first process; 0 when it does not run

  bool running(const std::string& service) const;
  std::vector<ServiceExit> unexpected_exits() const;  // of services nobody stopped, in order
  std::string log_tail(const std::string& service, std::size_t lines = 20) const;  // "" for a service it did not start
  std::string log_file(const std::string& service) const;                          // "" when none is kept

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::harness
