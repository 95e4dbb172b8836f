#pragma once
// What an exploration is asked for.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/explore/replay_file.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct ExploreOptions {
  std::vector<std::string> entries;  // names; empty: all
  std::vector<std::string> kinds;    // of faults; empty: all
  bool pairs = true;
  bool prune = true;
  std::optional<Duration> budget;   // of all entries together
  std::optional<std::size_t> runs;  // so many trials at most
  std::optional<Duration> within;   // before the system file's
  std::string replays;              // the folder that replay files are written to; "" writes none
  std::optional<ReplayFile> replay;
};

}  // namespace squall::harness
