#pragma once
// HookProcess: the long-lived child behind --hook, spoken to in lines: one out, one back. It runs in a shell and in a
// process group of its own, and ends with Squall, however that ends. Not thread-safe; start it on a thread that lives
// as long as it does.

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

#include "contracts/core/result.h"

namespace squall::harness {

class HookProcess {
 public:
  static constexpr std::size_t longest_line = 16u * 1024 * 1024;

  // `directory` "" is Squall's own. Errors: io.
  static contracts::Result<std::unique_ptr<HookProcess>> start(const std::string& command,
                                                               const std::string& directory);
  ~HookProcess();  // closes its input, gives it a moment, kills its group
  HookProcess(const HookProcess&) = delete;
  HookProcess& operator=(const HookProcess&) = delete;

  // Writes the line and gives back the next one that it writes. Errors (unavailable, timeout) say what happened instead
  // and what it last wrote to its standard error.
  contracts::Result<std::string> exchange(const std::string& line, std::chrono::milliseconds timeout,
                                          const std::stop_token& stop);

 private:
  HookProcess(std::string command, pid_t pid, int input, int output, int errors)
      : command_(std::move(command)), pid_(pid), input_(input), output_(output), errors_(errors) {}
  bool write_some(std::string_view& rest);
  bool read_some();
  void read_errors();
  bool wait_for_end(std::chrono::milliseconds timeout);
  std::string ending();
  tl::unexpected<contracts::Error> failure(contracts::ErrorKind kind, const std::string& what);

  std::string command_;
  pid_t pid_;
  int input_, output_, errors_;  // our ends; -1 once closed
  std::string received_;         // what came of the next line
  std::string last_errors_;      // the end of its standard error
  int status_ = 0;
  bool ended_ = false;
};

}  // namespace squall::harness
