#pragma once
// Replay file: a finding's smallest trial, to be proved again: `squall explore --replay FILE`.

#include <functional>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/explore/search.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct ReplayFile {
  std::string file;    // itself
  std::string system;  // the system file, absolute
  std::uint64_t seed = 0;
  std::string finding;  // its id
  Trial trial;
  Breach breach;
  Duration within{0};
};

// `hide` removes secrets from a text; headers of requests that the system file has come from there again.
std::string replay_text(const ReplayFile& replay, const std::function<std::string(const std::string&)>& hide);
// Writes it, with the folders it needs. Errors: io.
contracts::Status write_replay(const ReplayFile& replay, const std::function<std::string(const std::string&)>& hide);
// Errors: it cannot be read (usage), it is no replay file (malformed).
contracts::Result<ReplayFile> read_replay(const std::string& path);

}  // namespace squall::harness
