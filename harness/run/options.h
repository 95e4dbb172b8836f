#pragma once
// What a run is asked for.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/ignore_list.h"
#include "harness/explore/options.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct Baseline;
class BaselineRecorder;

struct RunOptions {
  std::optional<std::uint64_t> seed;    // before the system file's; drawn when neither says
  std::vector<std::string> only, skip;  // selection.h
  std::optional<Duration> timeout;      // of the whole run; checks that have no time left are errored
  bool allow_inconclusive = false;
  bool quick = false;              // shorter holds
  bool thorough = false;           // every pattern is measured twice, and what differs is told
  bool every_pattern = false;      // though it is quick: the patterns were named
  bool side_by_side = false;       // checks that cannot disturb each other run at once
  std::optional<Duration> within;  // what a profile may take: what does not fit is left out, the last things first
  bool profile = false;            // only measure: every pattern of every edge that has a stimulus, judging nothing
  double max_faulted_share = 1;    // of each edge; whatever faults there are
  bool inject = true;              // false: faults are accepted and never executed
  std::shared_ptr<BaselineRecorder> recorder;  // as ResilienceOptions has them
  std::shared_ptr<const Baseline> against;
  std::optional<ExploreOptions> explore;  // only explore
  // What replay commands begin with when profiling: "squall profile squall.yaml"; the edge and pattern follow.
  std::string profile_command;
  IgnoreEntries ignored;      // findings that fail nothing
  std::string log_directory;  // of the services' output; "" keeps no files
};

}  // namespace squall::harness
