#pragma once
// abort_when: has success been below the line for long enough? Time is given, never asked for. Thread-safe.

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "chaos/timeline/records.h"
#include "harness/system/system_file.h"

namespace squall::harness {

// Looks at the calls that ended within the last `for`. A call that has been open for longer than that counts as failed,
// or a system that answers nothing at all would never be noticed.
class AbortWatch {
 public:
  explicit AbortWatch(const AbortWhen& when) : when_(when) {}

  void started(std::uint64_t call, chaos::Instant at);
  void finished(std::uint64_t call, chaos::Instant at, bool success);
  // Why to abort: "success was 12 % over the last 3s, the experiment is to stop when it is < 50 %". Not before the load
  // has run for the whole `for`.
  std::optional<std::string> verdict(chaos::Instant now);

 private:
  struct Ended {
    chaos::Instant at;
    bool success;
  };
  const AbortWhen when_;
  std::mutex mutex_;
  std::optional<chaos::Instant> first_;
  std::map<std::uint64_t, chaos::Instant> open_;
  std::deque<Ended> ended_;
};

}  // namespace squall::harness
