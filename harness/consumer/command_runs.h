#pragma once
// The runs of a consumer's test command: counted, bounded, their output kept.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "harness/session/session.h"

namespace squall::harness {

struct CommandRunsOptions {
  std::string name = "command";  // of its process, in the session
  std::vector<std::string> command;
  std::map<std::string, std::string> env;
  std::string directory;                       // "" is Squall's own
  Duration within = std::chrono::minutes(10);  // one run
  std::optional<Duration> timeout;             // all of them
  std::size_t most = 100;
  std::string log_directory;  // existing; "" keeps no files
};

class CommandRuns {
 public:
  // The session outlives it.
  CommandRuns(Session& session, CommandRunsOptions options, std::stop_token stop);

  // Runs it to its end, `within` at most and never longer than the options say; the output goes to NNN-LABEL.log.
  // nullopt: no run or no time is left, or it was interrupted; why_not() says which. Errors: it cannot be started.
  contracts::Result<std::optional<CommandEnd>> run(const std::string& label, std::optional<Duration> within = {});
  std::string why_not() const { return why_not_; }
  std::size_t count() const { return count_; }
  std::string command() const;  // in words, quoted for a shell

 private:
  Session& session_;
  const CommandRunsOptions options_;
  const std::stop_token stop_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::size_t count_ = 0;
  std::string why_not_;
};

}  // namespace squall::harness
