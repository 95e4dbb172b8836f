#pragma once
// What a contract's watch saw, as the report of a run.

#include <chrono>
#include <string>

#include "harness/check/ignore_list.h"
#include "harness/watch/contract_watch.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct WatchRun {
  std::string contract;  // its file
  std::uint64_t seed = 0;
  std::chrono::system_clock::time_point origin;  // of the times in what was watched
  bool fail_on_drift = false;                    // else the report's exit code is 0
};

reports::RunReport watch_report(const Watched& watched, const WatchRun& run, IgnoreEntries ignored);

}  // namespace squall::harness
