#pragma once
// Timeline: the one record of a run. Thread-safe; writers never wait for readers longer than a copy takes.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chaos/timeline/records.h"

namespace squall::chaos {

class Timeline {
 public:
  Timeline();  // the origin is now
  ~Timeline();
  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  std::chrono::steady_clock::time_point origin() const;
  Instant now() const;
  std::uint64_t next_id();  // for attempts, calls and connections

  // An attempt is recorded when it begins and again, under the same id, whenever it changes and when it ends.
  void record(const Attempt& attempt);
  void record(Call call);
  void window_opened(const FaultWindow& window);
  void window_executed(const std::string& edge, const std::string& id, Instant at);
  void window_closed(const std::string& edge, const std::string& id, Instant at);
  void record(ProcessEvent event);

  // At most this many attempts, calls and windows are kept, oldest dropped first (default 1,000,000), of windows those
  // that are closed.
  void keep_at_most(std::size_t records);
  std::uint64_t dropped() const;  // records that had to go

  // Attempts in order of arrival, calls in order of their start, windows that overlap [from, to).
  Slice slice(Instant from, Instant to) const;
  // Attempts of one edge begun in [from, to).
  std::vector<Attempt> attempts(const std::string& edge, Instant from, Instant to) const;
  std::size_t open_attempts(const std::string& edge) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::chaos
