#include "harness/consumer/command_runs.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "contracts/core/units.h"

namespace squall::harness {
namespace {

// A name that a file may have.
std::string file_label(const std::string& label) {
  std::string name;
  for (const char c : label) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    name += plain ? c : '-';
  }
  return name;
}

}  // namespace

CommandRuns::CommandRuns(Session& session, CommandRunsOptions options, std::stop_token stop)
    : session_(session), options_(std::move(options)), stop_(std::move(stop)) {}

std::string CommandRuns::command() const {
  std::string text;
  for (const auto& word : options_.command) text += (text.empty() ? "" : " ") + word;
  return text;
}

contracts::Result<std::optional<CommandEnd>> CommandRuns::run(const std::string& label,
                                                              std::optional<Duration> within) {
  Duration limit = std::min(within.value_or(options_.within), options_.within);
  bool cut = false;
  if (options_.timeout) {
    const Duration left = *options_.timeout - (std::chrono::steady_clock::now() - begin_);
    cut = left < limit;
    limit = std::min(limit, left);
  }
  const std::string no_time =
      "there was no time left (--timeout " + contracts::format_duration(options_.timeout.value_or(Duration(0))) + ")";
  if (stop_.stop_requested()) why_not_ = "it was interrupted";
  if (why_not_.empty() && limit <= Duration(0)) why_not_ = no_time;
  if (why_not_.empty() && count_ >= options_.most)
    why_not_ = "there was no run left (--max-runs " + std::to_string(options_.most) + ")";
  if (!why_not_.empty()) return std::nullopt;

  ++count_;
  ServiceProcess process;
  process.name = options_.name;
  process.command = options_.command;
  process.env = options_.env;
  process.directory = options_.directory;
  std::string log;
  if (!options_.log_directory.empty()) {
    char number[8];
    std::snprintf(number, sizeof number, "%03zu", std::min<std::size_t>(count_, 9999));
    log = options_.log_directory + "/" + number + "-" + file_label(label) + ".log";
  }
  SQUALL_TRY_ASSIGN(CommandEnd end, session_.run_to_end(process, limit, stop_, log));
  if (end.interrupted) why_not_ = "it was interrupted";
  if (end.timed_out && cut) why_not_ = no_time;
  if (!why_not_.empty()) return std::nullopt;
  return end;
}

}  // namespace squall::harness
